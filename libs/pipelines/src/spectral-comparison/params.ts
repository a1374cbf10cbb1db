/** The parameters of spectral comparison; names of the output settings as in the tools that people come from. */
import { z } from 'zod';
import { plotFormats } from '../figures/formats.js';
import { findTransformation, transformationExamples } from './normalising/transformations.js';
import { templateFault } from './output/file-names.js';
import { REFLECTANCE_CONVERSIONS, SCALE_POLICIES, X_UNITS, Y_UNITS } from './spectrum.js';

const wavenumber = (title: string, description: string) =>
  z.number().nonnegative().nullable().default(null).meta({ title, description, unit: 'cm⁻¹' });

const region = z
  .strictObject({
    min: wavenumber('From', 'Lowest wavenumber to compare. Not given: that of the spectra.'),
    max: wavenumber('To', 'Highest wavenumber to compare. Not given: that of the spectra.'),
  })
  .refine(({ min, max }) => min === null || max === null || min < max, {
    path: ['max'],
    error: 'a wavenumber above region.min',
  })
  .prefault({})
  .meta({ title: 'Region of interest', description: 'What is compared and drawn; the rest is left out.' });

const baselineCorrection = z
  .strictObject({
    method: z
      .enum(['none', 'linear', 'asls'])
      .default('none')
      .meta({
        title: 'Method',
        description:
          'none; linear: the straight line through both ends of the region; asls: asymmetric least squares ' +
          '(Eilers and Boelens 2005).',
      }),
    lambda: z.number().positive().max(1e12).default(1e6).meta({
      title: 'Smoothness',
      description: 'Of asls: larger is stiffer, commonly 100 to 1e9.',
      unit: '1',
    }),
    asymmetry: z.number().positive().max(0.5).default(0.01).meta({
      title: 'Asymmetry',
      description: 'Of asls: weight of points above the background; commonly 0.001 to 0.1.',
      unit: '1',
    }),
    max_iterations: z.int().min(1).max(200).default(20).meta({
      title: 'Most iterations',
      description: 'Of asls: it ends sooner where its weights stay.',
      unit: '1',
    }),
  })
  .prefault({})
  .meta({
    title: 'Background',
    description: 'Slowly varying background that is taken off both spectra before they are compared.',
  });

const smoothing = z
  .strictObject({
    method: z.enum(['none', 'savitzky_golay']).default('none').meta({
      title: 'Method',
      description: 'none; savitzky_golay: local polynomials (Savitzky and Golay 1964).',
    }),
    window: z
      .int()
      .min(3)
      .max(501)
      .refine((value) => value % 2 === 1, { error: 'an odd number' })
      .default(11)
      .meta({ title: 'Window', description: 'Points under each polynomial, odd.', unit: 'points' }),
    order: z.int().min(0).max(6).default(3).meta({
      title: 'Order',
      description: 'Of the polynomials; less than the window.',
      unit: '1',
    }),
  })
  .refine((value) => value.order < value.window, {
    path: ['order'],
    error: 'a number smaller than smoothing.window',
  })
  .prefault({})
  .meta({ title: 'Smoothing', description: 'Of both spectra, before the background is taken off.' });

const peaks = z
  .strictObject({
    min_prominence_percent: z.number().positive().max(100).default(3).meta({
      title: 'Least prominence',
      description: 'Of a peak, as a share of the range of its spectrum. Never less than six times the noise.',
      unit: '%',
    }),
    max_shift: z.number().positive().default(15).meta({
      title: 'Farthest shift',
      description: 'Peaks of both spectra within this distance count as the same band.',
      unit: 'cm⁻¹',
    }),
    shifted_from: z.number().nonnegative().default(2).meta({
      title: 'Shifted from',
      description: 'Bands that moved by this much or more count as shifted.',
      unit: 'cm⁻¹',
    }),
  })
  .prefault({})
  .meta({ title: 'Peaks', description: 'Which maxima are peaks, and which peaks are the same.' });

const reading = z
  .strictObject({
    baseline_column: z.string().trim().min(1).nullable().default(null).meta({
      title: 'Column of the baseline',
      description: 'Heading or number from 1 among the curves of the file. Not given: the first.',
    }),
    sample_column: z.string().trim().min(1).nullable().default(null).meta({
      title: 'Column of the sample',
      description: 'Heading or number from 1 among the curves of the file. Not given: the first.',
    }),
    x_unit: z.enum(X_UNITS).nullable().default(null).meta({
      title: 'Unit of x in the files',
      description: 'Not given: detected in each file.',
    }),
    y_unit: z.enum(Y_UNITS).nullable().default(null).meta({
      title: 'Unit of y in the files',
      description: 'Not given: detected in each file.',
    }),
    reflectance: z
      .enum(REFLECTANCE_CONVERSIONS)
      .default('as_given')
      .meta({
        title: 'Reflectance',
        description:
          'as_given; log_inverse: apparent absorbance log₁₀(1/R); kubelka_munk: (1 − R)² / 2R. Comparable with ' +
          'absorbance only as log_inverse.',
      }),
    absorbance_scale: z.enum(SCALE_POLICIES).default('correct').meta({
      title: 'Absorbance times 1000',
      description: 'Where values look like milli-absorbance. correct: divide them; warn: only say so.',
    }),
    transformations: z
      .array(
        z
          .string()
          .trim()
          .refine((name) => findTransformation(name) !== null, {
            error: `one of ${transformationExamples.join(', ')}`,
          }),
      )
      .max(20)
      .default([])
      .meta({
        title: 'Further changes',
        description:
          'Of both spectra, by name and in this order, after their units are converted: ' +
          `${transformationExamples.join(', ')}.`,
      }),
    use_model: z.boolean().default(true).meta({
      title: 'Ask the language model',
      description:
        'Where a structure is uncertain and an administrator has set an endpoint. Without one, nothing is sent.',
    }),
  })
  .prefault({})
  .meta({ title: 'Reading', description: 'What is known about the files; the rest is detected.' });

const inches = (value: number, title: string) =>
  z.number().min(1).max(40).default(value).meta({ title, description: 'Of the graph on paper.', unit: 'in' });

/** Pixels that a graph may have; 600 dpi at 10 × 6 inches are a fifth of it. */
const maxPixels = 100e6;

/** Schema of all parameters; every field has a default. */
export const spectralComparisonParams = z
  .strictObject({
    region,
    min_overlap_percent: z.number().min(0).max(100).default(10).meta({
      title: 'Least overlap',
      description: 'Share of the baseline within the region that the sample must cover; less is an error.',
      unit: '%',
    }),
    smoothing,
    baseline_correction: baselineCorrection,
    normalization: z.enum(['none', 'vector', 'min_max']).default('none').meta({
      title: 'Scale',
      description: 'none; vector: divided by the Euclidean length; min_max: moved and scaled to 0…1.',
    }),
    peaks,
    reading,
    format: z.enum(plotFormats).default('png').meta({
      title: 'Format of the graph',
      description: 'png and jpg are pixels, svg and pdf vectors.',
    }),
    dpi: z.int().min(36).max(1200).default(300).meta({
      title: 'Resolution',
      description: 'Of png and jpg, on paper; svg and pdf are sharp at any size.',
      unit: 'dpi',
    }),
    width_in: inches(10, 'Width'),
    height_in: inches(6, 'Height'),
    style: z.enum(['screen', 'publication']).default('screen').meta({
      title: 'Style',
      description: 'screen: light grid; publication: black frame, ticks inside, no grid.',
    }),
    x_direction: z.enum(['convention', 'descending', 'ascending']).default('convention').meta({
      title: 'Direction of x',
      description: 'convention: wavenumbers fall from left to right, Raman shifts rise.',
    }),
    draw_graph: z.boolean().default(true).meta({
      title: 'Draw the graph',
      description: 'Off: numbers and tables only, which is several times faster.',
    }),
    difference_panel: z.boolean().default(true).meta({
      title: 'Difference below',
      description: 'Whether a second panel shows sample − baseline.',
    }),
    peak_labels: z.boolean().default(true).meta({
      title: 'Label the peaks',
      description: 'Whether the strongest peaks of the sample have their wavenumber in the graph.',
    }),
    save_normalized_csvs: z.boolean().default(false).meta({
      title: 'Save normalised spectra',
      description: 'Whether baseline and sample are kept as CSV in ascending cm⁻¹, ready to be read again.',
    }),
    filename_template: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .superRefine((template, issues) => {
        const message = templateFault(template);
        if (message !== null) issues.addIssue({ code: 'custom', message });
      })
      .default('{sample}_vs_{baseline}')
      .meta({
        title: 'File names',
        description: '{sample} and {baseline} stand for the names of the files without their extension.',
      }),
    conflict_resolution: z.enum(['auto_increment', 'overwrite', 'skip']).default('auto_increment').meta({
      title: 'Where the file exists',
      description: 'auto_increment: name_001, name_002 …; overwrite; skip: keep it and draw none.',
    }),
    open_folder_after: z.boolean().default(true).meta({
      title: 'Open the folder afterwards',
      description: 'A server opens no folder: the log says where the files are found.',
    }),
    validate_outputs: z.boolean().default(true).meta({
      title: 'Check the graph',
      description: 'Whether each graph is opened again and its format, size and resolution compared.',
    }),
    cleanup_temp_files: z.boolean().default(true).meta({
      title: 'Remove temporary files',
      description: 'Graphs and saved spectra are results and always stay.',
    }),
  })
  .refine(({ dpi, width_in, height_in }) => dpi * width_in * dpi * height_in <= maxPixels, {
    path: ['dpi'],
    error: 'a resolution that gives at most 100 million pixels at this width and height',
  });

/** Parsed parameters of spectral comparison. */
export type SpectralComparisonParams = z.infer<typeof spectralComparisonParams>;
