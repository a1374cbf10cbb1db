/** Bands of a spectrum as peaks, and which peaks of two spectra are the same. */

export interface Peak {
  /** In the unit of x: the vertex of the parabola fitted to the top of the peak. */
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
    if (prominence >= minProminence && prominence > 0)
      peaks.push({ ...vertex(x, y, at, prominence), prominence });
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

/** What counts as the top of a peak: points that lie lower by no more than this share of its prominence. */
const topShare = 0.15;

/**
 * Vertex of the parabola of least squares through the top of a peak, which noise moves far less than its highest point;
 * through three neighbours where the peak is narrow. Points need not be evenly spaced.
 */
function vertex(x: Float64Array, y: Float64Array, at: number, prominence: number): Omit<Peak, 'prominence'> {
  const least = y[at]! - topShare * prominence;
  let [start, end] = [at - 1, at + 1];
  while (start > 0 && y[start - 1]! >= least) start--;
  while (end < y.length - 1 && y[end + 1]! >= least) end++;
  const { constant, slope, curvature } = parabola(x, y, start, end, at);
  if (!(curvature < 0)) return { position: x[at]!, height: y[at]! };
  const [left, right] = [x[start]! - x[at]!, x[end]! - x[at]!];
  const shift = Math.min(right, Math.max(left, -slope / (2 * curvature)));
  return { position: x[at]! + shift, height: constant + slope * shift + curvature * shift * shift };
}

/** Least squares of y = constant + slope t + curvature t², t = x − x[at], over start…end, by its normal equations. */
function parabola(x: Float64Array, y: Float64Array, start: number, end: number, at: number) {
  const scale = Math.max(x[end]! - x[at]!, x[at]! - x[start]!);
  const [powers, moments] = [
    [0, 0, 0, 0, 0],
    [0, 0, 0],
  ];
  for (let i = start; i <= end; i++) {
    const t = (x[i]! - x[at]!) / scale;
    for (let k = 0; k < 5; k++) powers[k]! += t ** k;
    for (let k = 0; k < 3; k++) moments[k]! += (y[i]! - y[at]!) * t ** k;
  }
  const [s0, s1, s2, s3, s4] = powers as [number, number, number, number, number];
  const [m0, m1, m2] = moments as [number, number, number];
  const whole = determinant([s0, s1, s2, s1, s2, s3, s2, s3, s4]);
  return {
    constant: y[at]! + determinant([m0, s1, s2, m1, s2, s3, m2, s3, s4]) / whole,
    slope: determinant([s0, m0, s2, s1, m1, s3, s2, m2, s4]) / whole / scale,
    curvature: determinant([s0, s1, m0, s1, s2, m1, s2, s3, m2]) / whole / scale ** 2,
  };
}

/** Of a 3 × 3 matrix, row by row. */
function determinant(matrix: readonly number[]): number {
  const [a, b, c, d, e, f, g, h, i] = matrix as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
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
