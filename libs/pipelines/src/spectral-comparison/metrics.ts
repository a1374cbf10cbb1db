import type { MetricDirection, MetricSpec } from '../contract.js';
import type { Comparison } from './compare.js';
import { interpolate } from './comparison/interpolation.js';
import {
  area,
  areaBetween,
  correlation,
  cosine,
  largestDifference,
  rootMeanSquareDifference,
  signalToNoise,
  spectralAngle,
} from './comparison/measures.js';
import type { SpectralComparisonParams } from './params.js';

/** Parameters that change the scale of the values, or what they are taken over. */
const changesScale = ['normalization', 'region.*', 'reading.reflectance', 'baseline_correction.*'];

const spec = (
  name: string,
  title: string,
  unit: string,
  direction: MetricDirection | null,
  description: string,
  more: Pick<MetricSpec, 'optional' | 'incomparableAcross' | 'summed'> = {},
): MetricSpec => ({ name, title, unit, direction, description, ...more });

const scaled = { incomparableAcross: changesScale };
const optional = { optional: true } as const;
const summed = { summed: true } as const;

/** All metrics of spectral comparison. Areas and differences count in the unit of the values (absorbance: 1). */
export const metricSpecs: readonly MetricSpec[] = [
  spec(
    'correlation',
    'Correlation',
    '1',
    'maximize',
    'Pearson correlation of sample and baseline over the points of the baseline; absent where one is flat.',
    optional,
  ),
  spec('rmsd', 'RMSD', '1', 'minimize', 'Root of the mean squared difference, sample − baseline.', scaled),
  spec(
    'spectral_angle',
    'Spectral angle',
    'rad',
    'minimize',
    'Angle between both curves as vectors; 0 where they differ by a factor alone.',
    optional,
  ),
  spec('cosine', 'Cosine similarity', '1', 'maximize', 'Cosine of the spectral angle.', optional),
  spec('max_difference', 'Largest difference', '1', 'minimize', 'Largest |sample − baseline|.', scaled),
  spec('max_difference_at', 'Place of the largest difference', 'cm⁻¹', null, 'Where max_difference lies.'),
  spec('area_baseline', 'Area of the baseline', 'cm⁻¹', null, 'Trapezoidal area over the overlap.', scaled),
  spec('area_sample', 'Area of the sample', 'cm⁻¹', null, 'Trapezoidal area over the overlap.', scaled),
  spec('area_difference', 'Area difference', 'cm⁻¹', null, 'area_sample − area_baseline.', scaled),
  spec(
    'area_between',
    'Area between',
    'cm⁻¹',
    'minimize',
    'Area between both curves, always positive.',
    scaled,
  ),
  spec('peaks_baseline', 'Peaks of the baseline', '1', null, 'Peaks found in the baseline.'),
  spec('peaks_sample', 'Peaks of the sample', '1', null, 'Peaks found in the sample.'),
  spec('peaks_matched', 'Common peaks', '1', 'maximize', 'Peaks of both that count as the same band.'),
  spec(
    'peaks_shifted',
    'Shifted peaks',
    '1',
    'minimize',
    'Common peaks that moved by peaks.shifted_from or more.',
  ),
  spec('peaks_missing', 'Missing peaks', '1', 'minimize', 'Peaks of the baseline that the sample lacks.'),
  spec('peaks_new', 'New peaks', '1', 'minimize', 'Peaks of the sample that the baseline lacks.'),
  spec(
    'peak_shift_mean',
    'Mean peak shift',
    'cm⁻¹',
    'minimize',
    'Mean |shift| of common peaks; absent without any.',
    optional,
  ),
  spec(
    'peak_shift_max',
    'Largest peak shift',
    'cm⁻¹',
    'minimize',
    'Largest |shift| of common peaks; absent without any.',
    optional,
  ),
  spec(
    'snr_baseline',
    'Signal to noise of the baseline',
    '1',
    'maximize',
    'Highest value above the median over the noise, before smoothing; absent where no noise can be seen.',
    optional,
  ),
  spec(
    'snr_sample',
    'Signal to noise of the sample',
    '1',
    'maximize',
    'As snr_baseline, of the sample on its own points.',
    optional,
  ),
  spec('overlap_low', 'Overlap from', 'cm⁻¹', null, 'Lowest wavenumber compared.'),
  spec('overlap_high', 'Overlap to', 'cm⁻¹', null, 'Highest wavenumber compared.'),
  spec(
    'overlap_percent',
    'Overlap',
    '%',
    null,
    'Share of the baseline’s range within the region that the sample covers.',
  ),
  spec('points', 'Points compared', '1', null, 'Points of the baseline within the overlap.'),
  spec(
    'ai_normalizations',
    'Calls of the model',
    '1',
    null,
    'Files whose structure a language model gave.',
    summed,
  ),
  spec(
    'cache_hits',
    'Answers from the cache',
    '1',
    null,
    'Answers of the model that were not paid again.',
    summed,
  ),
];

/** Values of all metrics that exist for this comparison, but those of the model. */
export function metricsOf(
  comparison: Comparison,
  { peaks }: SpectralComparisonParams,
): Readonly<Record<string, number | null>> {
  const { grid, baselineValues: a, sampleValues: b, difference, match, overlap } = comparison;
  const shifts = match.pairs.map(({ shift }) => Math.abs(shift));
  const largest = largestDifference(b, a);
  const [areaBaseline, areaSample] = [area(grid, a), area(grid, b)];
  return {
    correlation: correlation(a, b),
    rmsd: rootMeanSquareDifference(a, b),
    spectral_angle: spectralAngle(a, b),
    cosine: cosine(a, b),
    max_difference: Math.abs(difference[largest]!),
    max_difference_at: grid[largest]!,
    area_baseline: areaBaseline,
    area_sample: areaSample,
    area_difference: areaSample - areaBaseline,
    area_between: areaBetween(grid, a, b),
    peaks_baseline: comparison.baselinePeaks.length,
    peaks_sample: comparison.samplePeaks.length,
    peaks_matched: match.pairs.length,
    peaks_shifted: shifts.filter((shift) => shift >= peaks.shifted_from).length,
    peaks_missing: match.onlyBaseline.length,
    peaks_new: match.onlySample.length,
    peak_shift_mean: shifts.length > 0 ? shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length : null,
    peak_shift_max: shifts.length > 0 ? Math.max(...shifts) : null,
    snr_baseline: noiseRatio(comparison, 'baseline'),
    snr_sample: noiseRatio(comparison, 'sample'),
    overlap_low: overlap.low,
    overlap_high: overlap.high,
    overlap_percent: overlap.share * 100,
    points: grid.length,
  };
}

/** On the spectrum's own points: interpolation would take noise away. */
function noiseRatio({ overlap, ...spectra }: Comparison, which: 'baseline' | 'sample'): number | null {
  const { wavenumbers, values, valueUnit } = spectra[which];
  const own = wavenumbers.filter((at) => at >= overlap.low && at <= overlap.high);
  const measured = interpolate(wavenumbers, values, own);
  // Bands of transmittance point downwards.
  return signalToNoise(valueUnit === 'percent_transmittance' ? measured.map((value) => -value) : measured);
}
