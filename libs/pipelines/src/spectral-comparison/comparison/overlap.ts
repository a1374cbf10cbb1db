import { indicesWithin } from './interpolation.js';

/** A curve on strictly ascending wavenumbers (cm⁻¹). */
export interface Curve {
  readonly wavenumbers: Float64Array;
  readonly values: Float64Array;
}

/** Wavenumbers in cm⁻¹; null: no limit. */
export interface Region {
  readonly min: number | null;
  readonly max: number | null;
}

/** Where two spectra can be compared. */
export interface Overlap {
  /** Wavenumbers in cm⁻¹ that both spectra and the region cover; low > high where there are none. */
  readonly low: number;
  readonly high: number;
  /** Share of the baseline's range within the region that the overlap covers, 0…1. */
  readonly share: number;
  /** The baseline's wavenumbers within. */
  readonly grid: Float64Array;
  /** How many points the sample has within. */
  readonly samplePoints: number;
}

/** Points that each spectrum needs within the overlap; fewer say nothing about a band. */
export const minOverlapPoints = 5;

export function overlapOf(baseline: Curve, sample: Curve, region: Region): Overlap {
  const [baselineLow, baselineHigh] = within(baseline, region);
  const [sampleLow, sampleHigh] = within(sample, region);
  const [low, high] = [Math.max(baselineLow, sampleLow), Math.min(baselineHigh, sampleHigh)];
  const range = baselineHigh - baselineLow;
  const [start, end] = indicesWithin(baseline.wavenumbers, low, high);
  const [sampleStart, sampleEnd] = indicesWithin(sample.wavenumbers, low, high);
  return {
    low,
    high,
    share: range > 0 ? Math.max(0, high - low) / range : 0,
    grid: baseline.wavenumbers.slice(start, end),
    samplePoints: sampleEnd - sampleStart,
  };
}

function within({ wavenumbers }: Curve, { min, max }: Region): [number, number] {
  return [
    Math.max(wavenumbers[0]!, min ?? Number.NEGATIVE_INFINITY),
    Math.min(wavenumbers.at(-1)!, max ?? Number.POSITIVE_INFINITY),
  ];
}
