/** An experiment in one file: the same facts as the classic files, named and with units. */
import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../../contract.js';
import { noDistortion } from '../camera/calibration.js';
import type { ExperimentReading } from './classic-files.js';
import type { Experiment } from './experiment.js';

/** Name of the file in the experiment directory; where it is, it goes before the classic files. */
export const yamlFileName = 'experiment.yaml';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const pair = z.tuple([z.number(), z.number()]);

const distortion = z.strictObject({
  k1: z.number().default(0),
  k2: z.number().default(0),
  k3: z.number().default(0),
  p1: z.number().default(0),
  p2: z.number().default(0),
  scx: z.number().default(1),
  she: z.number().default(0),
});

const camera = z.strictObject({
  images: z.string().min(1),
  calibration_name: z.string().min(1).optional(),
  threshold: z.number().min(0),
  calibration: z.strictObject({
    position_mm: triple,
    angles_rad: triple,
    principal_point_mm: pair.default([0, 0]),
    principal_distance_mm: z.number().positive(),
    glass_mm: triple.refine((vector) => Math.hypot(...vector) > 0, { error: 'a vector that is not 0' }),
    distortion: distortion.default(noDistortion),
  }),
});

const onOff = z.enum(['on', 'off']);
const count = z.int().min(0);

const schema = z.strictObject({
  first_frame: count,
  last_frame: count,
  targets: z.enum(['detect', 'stored']).default('detect'),
  high_pass: onOff.default('on'),
  seen_by: z.enum(['any_cameras', 'all_cameras']).default('any_cameras'),
  cameras: z.array(camera).min(1).max(4),
  sensor: z.strictObject({
    width_px: z.int().min(1),
    height_px: z.int().min(1),
    pixel_width_mm: z.number().positive(),
    pixel_height_mm: z.number().positive(),
    field: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  }),
  media: z.strictObject({
    air: z.number().min(1),
    glass: z.number().min(1),
    water: z.number().min(1),
    glass_thickness_mm: z.number().min(0),
  }),
  volume: z.strictObject({ x_mm: pair, z_min_mm: pair, z_max_mm: pair }),
  detection: z.strictObject({
    discontinuity: z.number(),
    min_pixels: count,
    max_pixels: count,
    min_width_px: count,
    max_width_px: count,
    min_height_px: count,
    max_height_px: count,
    min_grey_sum: z.number(),
  }),
  correspondence: z.strictObject({
    band_mm: z.number().min(0),
    min_pixel_ratio: z.number(),
    min_width_ratio: z.number(),
    min_height_ratio: z.number(),
    min_grey_ratio: z.number(),
    min_score: z.number(),
  }),
  tracking: z.strictObject({
    min_step_mm: triple,
    max_step_mm: triple,
    max_angle_gon: z.number().min(0),
    max_acceleration_mm: z.number().min(0),
    add_particles: onOff,
  }),
});

type ExperimentFile = z.infer<typeof schema>;

/** Reads the text of `experiment.yaml`; every problem at once, each with its line. */
export function readYamlExperiment(text: string): ExperimentReading {
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) =>
      yamlProblem(lineOf(error.pos[0]), error.message.split('\n')[0]!, 'YAML that can be read'),
    );
    return { experiment: null, problems };
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { experiment: fromFile(parsed.data), problems: [] };
  const problems = parsed.error.issues.map((issue) => {
    const node = document.getIn(issue.path as string[], true) as
      | { range?: [number, number, number] }
      | undefined;
    const name = issue.path.join('.');
    return yamlProblem(
      lineOf(node?.range?.[0] ?? 0),
      `${name || 'the file'}: ${issue.message}`,
      issue.message,
    );
  });
  return { experiment: null, problems };
}

function yamlProblem(line: number, what: string, expectation: string): Problem {
  return {
    code: 'BAD_VALUE',
    severity: 'error',
    message: `${yamlFileName}, line ${line}: ${what.replace(/[.:]$/, '')}.`,
    place: { input: 'experiment', file: yamlFileName, line },
    expectation,
    fix: `Correct line ${line} of ${yamlFileName}.`,
  };
}

function fromFile(file: ExperimentFile): Experiment {
  const { sensor, media, volume, detection, correspondence: match, tracking } = file;
  return {
    cameras: file.cameras.map(({ images, calibration_name, threshold, calibration }, c) => ({
      images,
      threshold,
      calibrationName: calibration_name ?? `cal/cam${c + 1}.tif`,
      calibration: {
        positionMm: calibration.position_mm,
        anglesRad: calibration.angles_rad,
        principalPointMm: calibration.principal_point_mm,
        principalDistanceMm: calibration.principal_distance_mm,
        glassMm: calibration.glass_mm,
        distortion: calibration.distortion,
      },
    })),
    sensor: {
      widthPx: sensor.width_px,
      heightPx: sensor.height_px,
      pixelWidthMm: sensor.pixel_width_mm,
      pixelHeightMm: sensor.pixel_height_mm,
      field: sensor.field,
    },
    media: {
      air: media.air,
      glass: media.glass,
      water: media.water,
      glassThicknessMm: media.glass_thickness_mm,
    },
    highPass: file.high_pass,
    seenBy: file.seen_by,
    firstFrame: file.first_frame,
    lastFrame: file.last_frame,
    targets: file.targets,
    volume: { xMm: volume.x_mm, zMinMm: volume.z_min_mm, zMaxMm: volume.z_max_mm },
    spots: {
      discontinuity: detection.discontinuity,
      minPixels: detection.min_pixels,
      maxPixels: detection.max_pixels,
      minWidth: detection.min_width_px,
      maxWidth: detection.max_width_px,
      minHeight: detection.min_height_px,
      maxHeight: detection.max_height_px,
      minGreySum: detection.min_grey_sum,
    },
    match: {
      bandMm: match.band_mm,
      minPixelRatio: match.min_pixel_ratio,
      minWidthRatio: match.min_width_ratio,
      minHeightRatio: match.min_height_ratio,
      minGreyRatio: match.min_grey_ratio,
      minScore: match.min_score,
    },
    tracking: {
      minStepMm: tracking.min_step_mm,
      maxStepMm: tracking.max_step_mm,
      maxAngleGon: tracking.max_angle_gon,
      maxAccelerationMm: tracking.max_acceleration_mm,
      adding: tracking.add_particles,
    },
  };
}

/** The text of `experiment.yaml` of an experiment, which `readYamlExperiment` reads back. */
export function yamlText(experiment: Experiment): string {
  const { sensor, media, volume, spots, match, tracking } = experiment;
  const file: z.input<typeof schema> = {
    first_frame: experiment.firstFrame,
    last_frame: experiment.lastFrame,
    targets: experiment.targets,
    high_pass: experiment.highPass,
    seen_by: experiment.seenBy,
    cameras: experiment.cameras.map(({ images, calibrationName, threshold, calibration }) => ({
      images,
      calibration_name: calibrationName,
      threshold,
      calibration: {
        position_mm: [...calibration.positionMm],
        angles_rad: [...calibration.anglesRad],
        principal_point_mm: [...calibration.principalPointMm],
        principal_distance_mm: calibration.principalDistanceMm,
        glass_mm: [...calibration.glassMm],
        distortion: calibration.distortion,
      },
    })),
    sensor: {
      width_px: sensor.widthPx,
      height_px: sensor.heightPx,
      pixel_width_mm: sensor.pixelWidthMm,
      pixel_height_mm: sensor.pixelHeightMm,
      field: sensor.field,
    },
    media: {
      air: media.air,
      glass: media.glass,
      water: media.water,
      glass_thickness_mm: media.glassThicknessMm,
    },
    volume: { x_mm: [...volume.xMm], z_min_mm: [...volume.zMinMm], z_max_mm: [...volume.zMaxMm] },
    detection: {
      discontinuity: spots.discontinuity,
      min_pixels: spots.minPixels,
      max_pixels: spots.maxPixels,
      min_width_px: spots.minWidth,
      max_width_px: spots.maxWidth,
      min_height_px: spots.minHeight,
      max_height_px: spots.maxHeight,
      min_grey_sum: spots.minGreySum,
    },
    correspondence: {
      band_mm: match.bandMm,
      min_pixel_ratio: match.minPixelRatio,
      min_width_ratio: match.minWidthRatio,
      min_height_ratio: match.minHeightRatio,
      min_grey_ratio: match.minGreyRatio,
      min_score: match.minScore,
    },
    tracking: {
      min_step_mm: [...tracking.minStepMm],
      max_step_mm: [...tracking.maxStepMm],
      max_angle_gon: tracking.maxAngleGon,
      max_acceleration_mm: tracking.maxAccelerationMm,
      add_particles: tracking.adding,
    },
  };
  return stringify(file, { flowCollectionPadding: false });
}
