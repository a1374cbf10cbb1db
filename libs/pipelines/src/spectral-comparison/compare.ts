/** From two normalised spectra to everything that is said about them; pure. */
import { type Problem, ProcessingError } from '../contract.js';
import { aslsBackground, linearBackground } from './comparison/baseline-correction.js';
import { interpolate } from './comparison/interpolation.js';
import { noiseOf } from './comparison/measures.js';
import { minOverlapPoints, type Overlap, overlapOf } from './comparison/overlap.js';
import { findPeaks, matchPeaks, type Peak, type PeakMatch } from './comparison/peaks.js';
import { minMaxNormalised, vectorNormalised } from './comparison/scaling.js';
import { savitzkyGolay } from './comparison/smoothing.js';
import type { SpectralComparisonParams } from './params.js';
import type { NormalisedSpectrum, ValueUnit } from './spectrum.js';

/** Two spectra on the baseline's grid within their overlap, treated alike, and their peaks. */
export interface Comparison {
  readonly baseline: NormalisedSpectrum;
  readonly sample: NormalisedSpectrum;
  readonly overlap: Overlap;
  /** Ascending cm⁻¹: the baseline's wavenumbers within the overlap. */
  readonly grid: Float64Array;
  /** Smoothed, freed of background and scaled as asked for; as long as the grid. */
  readonly baselineValues: Float64Array;
  readonly sampleValues: Float64Array;
  /** Sample − baseline. */
  readonly difference: Float64Array;
  readonly baselinePeaks: readonly Peak[];
  readonly samplePeaks: readonly Peak[];
  readonly match: PeakMatch;
}

/** What stands in the way of a comparison, and what should be known about it; cheap. */
export function comparisonProblems(
  baseline: NormalisedSpectrum,
  sample: NormalisedSpectrum,
  params: SpectralComparisonParams,
): Problem[] {
  const place = { input: 'sample', file: sample.provenance.fileName };
  const overlap = overlapOf(asCurve(baseline), asCurve(sample), params.region);
  return [
    ...overlapProblems(overlap, baseline, sample, params),
    ...unitProblems(baseline, sample, params, place),
    ...windowProblems(overlap, params),
    ...spacingProblems(overlap, params),
  ];
}

/** For spectra without errors in `comparisonProblems`. @throws Error where a scale cannot be taken */
export function compareSpectra(
  baseline: NormalisedSpectrum,
  sample: NormalisedSpectrum,
  params: SpectralComparisonParams,
): Comparison {
  const overlap = overlapOf(asCurve(baseline), asCurve(sample), params.region);
  const { grid } = overlap;
  const treated = (spectrum: NormalisedSpectrum) =>
    treat(grid, interpolate(spectrum.wavenumbers, spectrum.values, grid), params, spectrum.name);
  const [baselineValues, sampleValues] = [treated(baseline), treated(sample)];
  const peaksOf = ({ valueUnit }: NormalisedSpectrum, values: Float64Array) =>
    findBands(grid, values, leastProminence(values, params), valueUnit);
  const [baselinePeaks, samplePeaks] = [peaksOf(baseline, baselineValues), peaksOf(sample, sampleValues)];
  return {
    baseline,
    sample,
    overlap,
    grid,
    baselineValues,
    sampleValues,
    difference: sampleValues.map((value, i) => value - baselineValues[i]!),
    baselinePeaks,
    samplePeaks,
    match: matchPeaks(baselinePeaks, samplePeaks, params.peaks.max_shift),
  };
}

/** Where light is absorbed: maxima, but minima of transmittance. */
function findBands(
  grid: Float64Array,
  values: Float64Array,
  minProminence: number,
  unit: ValueUnit,
): readonly Peak[] {
  if (unit !== 'percent_transmittance') return findPeaks(grid, values, minProminence);
  const dips = findPeaks(
    grid,
    values.map((value) => -value),
    minProminence,
  );
  return dips.map((dip) => ({ ...dip, height: -dip.height }));
}

/** Smoothing first: the background must not follow the noise, and scaling must see what is left. */
function treat(
  grid: Float64Array,
  values: Float64Array,
  { smoothing, baseline_correction: correction, normalization }: SpectralComparisonParams,
  name: string,
): Float64Array {
  const smooth =
    smoothing.method === 'none' ? values : savitzkyGolay(values, smoothing.window, smoothing.order);
  const background = backgroundOf(grid, smooth, correction);
  const flat = background === null ? smooth : smooth.map((value, i) => value - background[i]!);
  if (normalization === 'none') return flat;
  const scaled = normalization === 'vector' ? vectorNormalised(flat) : minMaxNormalised(flat);
  if (scaled === null) {
    const fix = 'Set normalization to none, or choose another region.';
    throw new ProcessingError(
      `${name} is flat within the region, so that it cannot be scaled (${normalization}). ${fix}`,
    );
  }
  return scaled;
}

function backgroundOf(
  grid: Float64Array,
  values: Float64Array,
  {
    method,
    lambda,
    asymmetry,
    max_iterations: maxIterations,
  }: SpectralComparisonParams['baseline_correction'],
): Float64Array | null {
  switch (method) {
    case 'none':
      return null;
    case 'linear':
      return linearBackground(grid, values);
    case 'asls':
      return aslsBackground(values, { lambda, asymmetry, maxIterations });
  }
}

/** Peaks lower than this many standard deviations of the noise may be noise. */
const noiseFactor = 6;

function leastProminence(values: Float64Array, { peaks }: SpectralComparisonParams): number {
  let [low, high] = [values[0]!, values[0]!];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return Math.max(((high - low) * peaks.min_prominence_percent) / 100, noiseFactor * noiseOf(values));
}

function overlapProblems(
  overlap: Overlap,
  baseline: NormalisedSpectrum,
  sample: NormalisedSpectrum,
  params: SpectralComparisonParams,
): Problem[] {
  const place = { input: 'sample', file: sample.provenance.fileName };
  const asked = params.min_overlap_percent;
  const percent = overlap.share * 100;
  const isTooLittle = overlap.low >= overlap.high || percent < asked;
  const fewest = Math.min(overlap.grid.length, overlap.samplePoints);
  if (!isTooLittle && fewest >= minOverlapPoints) return [];
  const { min, max } = params.region;
  const within = min === null && max === null ? '' : ` within ${min ?? '…'} to ${max ?? '…'} cm⁻¹`;
  const ranges = `the baseline covers ${rangeText(baseline)}, the sample ${rangeText(sample)}`;
  if (isTooLittle) {
    const found = overlap.low >= overlap.high ? 'do not overlap' : `overlap by ${percent.toFixed(1)} % only`;
    return [
      {
        code: overlap.low >= overlap.high ? 'NO_OVERLAP' : 'TOO_LITTLE_OVERLAP',
        severity: 'error',
        message: `${sample.name} and ${baseline.name} ${found}${within}: ${ranges}.`,
        place,
        value: rangeText(sample),
        expectation: `at least ${asked} % of the baseline's range covered`,
        fix: 'Check the unit of x in both files, choose another region, or lower min_overlap_percent.',
      },
    ];
  }
  return [
    {
      code: 'TOO_FEW_POINTS_IN_OVERLAP',
      severity: 'error',
      message: `${sample.name} and ${baseline.name} share only ${fewest} points${within}: ${ranges}.`,
      place,
      value: `${overlap.grid.length} points of the baseline, ${overlap.samplePoints} of the sample`,
      expectation: `at least ${minOverlapPoints} points of each`,
      fix: 'Choose a wider region, or spectra with more points.',
    },
  ];
}

function rangeText({ wavenumbers }: NormalisedSpectrum): string {
  return `${round(wavenumbers[0]!)} to ${round(wavenumbers.at(-1)!)} cm⁻¹`;
}

const round = (value: number) => Math.round(value * 10) / 10;

const unitNames = {
  absorbance: 'absorbance',
  percent_transmittance: '% transmittance',
  reflectance: 'reflectance',
  kubelka_munk: 'Kubelka–Munk values',
  intensity: 'intensity',
} as const;

function unitProblems(
  baseline: NormalisedSpectrum,
  sample: NormalisedSpectrum,
  { normalization, reading }: SpectralComparisonParams,
  place: { readonly input: string; readonly file: string },
): Problem[] {
  if (baseline.valueUnit === sample.valueUnit) return [];
  const isScaled = normalization !== 'none';
  const units = [unitNames[sample.valueUnit], unitNames[baseline.valueUnit]] as const;
  const hasReflectance = [baseline, sample].some(({ valueUnit }) => valueUnit === 'reflectance');
  const convert = hasReflectance && reading.reflectance === 'as_given';
  return [
    {
      code: 'UNITS_DIFFER',
      severity: isScaled ? 'warning' : 'error',
      message: `${sample.name} is ${units[0]}, ${baseline.name} is ${units[1]}: their values cannot be subtracted.`,
      place,
      value: units[0],
      expectation: units[1],
      fix: convert
        ? 'Set reading.reflectance to log_inverse, or reading.y_unit where a unit was detected wrongly.'
        : 'Set reading.y_unit where a unit was detected wrongly, or normalization to compare shapes.',
    },
  ];
}

function windowProblems({ grid }: Overlap, { smoothing }: SpectralComparisonParams): Problem[] {
  if (smoothing.method === 'none' || smoothing.window <= grid.length) return [];
  return [
    {
      code: 'WINDOW_TOO_WIDE',
      severity: 'error',
      message: `The smoothing window of ${smoothing.window} points is wider than the ${grid.length} points to compare.`,
      place: { parameter: 'smoothing.window' },
      value: String(smoothing.window),
      expectation: `an odd number of at most ${grid.length}`,
      fix: 'Choose a smaller window or a wider region.',
    },
  ];
}

/** Steps may differ by this share of the usual one before it is said. */
const evenWithin = 0.05;

function spacingProblems({ grid }: Overlap, params: SpectralComparisonParams): Problem[] {
  const countsAsEven = params.smoothing.method !== 'none' || params.baseline_correction.method === 'asls';
  if (!countsAsEven || grid.length < 3) return [];
  const usual = (grid.at(-1)! - grid[0]!) / (grid.length - 1);
  const steps = Array.from(grid.subarray(1), (at, i) => at - grid[i]!);
  if (steps.every((step) => Math.abs(step / usual - 1) <= evenWithin)) return [];
  return [
    {
      code: 'UNEVEN_STEPS',
      severity: 'warning',
      message:
        'The baseline has uneven steps; smoothing and asls take them for even, so their width varies along x.',
      place: { input: 'baseline' },
      expectation: `steps that differ by at most ${evenWithin * 100} %`,
    },
  ];
}

function asCurve({ wavenumbers, values }: NormalisedSpectrum) {
  return { wavenumbers, values };
}
