/** Bands of a spectrum as peaks, and which peaks of two spectra are the same. */

export interface Peak {
  /** In the unit of x, between the points where the parabola through the top three has its vertex. */
  readonly position: number;
  /** Height of that vertex. */
  readonly height: number;
  /** How far one must come down from the peak before going up to a higher one. */
  readonly prominence: number;
}

/**
 * All local maxima of at least a prominence, ascending in x. The prominence is that of topography: height above the
 * higher of the lowest points on either side, up to the next higher peak or the end. Of a flat top its middle counts.
 */
export function findPeaks(x: Float64Array, y: Float64Array, minProminence: number): Peak[] {
  const peaks: Peak[] = [];
  for (const at of localMaxima(y)) {
    const prominence = prominenceOf(y, at);
    if (prominence >= minProminence && prominence > 0) peaks.push({ ...vertex(x, y, at), prominence });
  }
  return peaks;
}

function localMaxima(y: Float64Array): number[] {
  const maxima: number[] = [];
  for (let i = 1; i < y.length - 1; i++) {
    if (!(y[i - 1]! < y[i]!)) continue;
    let end = i;
    while (end < y.length - 1 && y[end + 1] === y[i]) end++;
    if (end < y.length - 1 && y[end + 1]! < y[i]!) maxima.push(Math.floor((i + end) / 2));
    i = end;
  }
  return maxima;
}

function prominenceOf(y: Float64Array, at: number): number {
  const lowest = (step: -1 | 1) => {
    let least = y[at]!;
    for (let i = at; i >= 0 && i < y.length && y[i]! <= y[at]!; i += step) least = Math.min(least, y[i]!);
    return least;
  };
  return y[at]! - Math.max(lowest(-1), lowest(1));
}

/** Of the parabola through three neighbours, which need not be evenly spaced. */
function vertex(x: Float64Array, y: Float64Array, at: number): Pick<Peak, 'position' | 'height'> {
  const [left, right] = [x[at - 1]! - x[at]!, x[at + 1]! - x[at]!];
  const [toLeft, toRight] = [(y[at - 1]! - y[at]!) / left, (y[at + 1]! - y[at]!) / right];
  const curvature = (toRight - toLeft) / (right - left);
  const slope = toLeft - curvature * left;
  if (!(curvature < 0)) return { position: x[at]!, height: y[at]! };
  const shift = Math.min(right, Math.max(left, -slope / (2 * curvature)));
  return { position: x[at]! + shift, height: y[at]! + slope * shift + curvature * shift * shift };
}

/** Peaks of both spectra that are taken for the same band. */
export interface PeakPair {
  readonly baseline: Peak;
  readonly sample: Peak;
  /** Sample − baseline, in the unit of x. */
  readonly shift: number;
}

export interface PeakMatch {
  /** Ascending in the position of the baseline's peak. */
  readonly pairs: readonly PeakPair[];
  readonly onlyBaseline: readonly Peak[];
  readonly onlySample: readonly Peak[];
}

/** Pairs the nearest peaks first, each once, up to a distance. */
export function matchPeaks(baseline: readonly Peak[], sample: readonly Peak[], maxShift: number): PeakMatch {
  const candidates = baseline
    .flatMap((of) => sample.map((to) => ({ baseline: of, sample: to, shift: to.position - of.position })))
    .filter(({ shift }) => Math.abs(shift) <= maxShift)
    .sort((a, b) => Math.abs(a.shift) - Math.abs(b.shift) || a.baseline.position - b.baseline.position);
  const taken = new Set<Peak>();
  const pairs = candidates.filter((pair) => {
    if (taken.has(pair.baseline) || taken.has(pair.sample)) return false;
    taken.add(pair.baseline).add(pair.sample);
    return true;
  });
  return {
    pairs: pairs.sort((a, b) => a.baseline.position - b.baseline.position),
    onlyBaseline: baseline.filter((peak) => !taken.has(peak)),
    onlySample: sample.filter((peak) => !taken.has(peak)),
  };
}
