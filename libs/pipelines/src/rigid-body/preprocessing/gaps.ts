/** Ways to fill gaps between two seen points. */
export type GapMethod = 'linear' | 'cubic' | 'nearest';

/** A run of rows in which a marker was not seen. */
export interface Gap {
  readonly marker: number;
  /** First row of the gap. */
  readonly start: number;
  /** Row after the gap. */
  readonly end: number;
}

/** All gaps of all markers, marker by marker. */
export function findGaps(points: Float64Array, markerCount: number): Gap[] {
  const rowCount = points.length / (markerCount * 3);
  const gaps: Gap[] = [];
  for (let marker = 0; marker < markerCount; marker++) {
    let start = -1;
    for (let row = 0; row <= rowCount; row++) {
      const missing = row < rowCount && Number.isNaN(points[(row * markerCount + marker) * 3]!);
      if (missing && start < 0) start = row;
      if (!missing && start >= 0) {
        gaps.push({ marker, start, end: row });
        start = -1;
      }
    }
  }
  return gaps;
}

/**
 * A copy of the points in which gaps of up to `maxGap` frames are filled between the points on both sides.
 * `frames` are the frame numbers of the rows (missing numbers count towards a gap). Gaps at the ends and
 * longer ones stay open.
 */
export function fillGaps(
  points: Float64Array,
  markerCount: number,
  frames: ArrayLike<number>,
  maxGap: number,
  method: GapMethod = 'linear',
): Float64Array {
  const filled = points.slice();
  for (const gap of findGaps(points, markerCount)) {
    if (gap.start === 0 || gap.end === frames.length) continue;
    if (frames[gap.end]! - frames[gap.start - 1]! - 1 > maxGap) continue;
    for (let row = gap.start; row < gap.end; row++)
      fillRow(points, markerCount, frames, gap, method, row, filled);
  }
  return filled;
}

function fillRow(
  points: Float64Array,
  markerCount: number,
  frames: ArrayLike<number>,
  gap: Gap,
  method: GapMethod,
  row: number,
  filled: Float64Array,
): void {
  const before = gap.start - 1;
  const span = frames[gap.end]! - frames[before]!;
  const share = (frames[row]! - frames[before]!) / span;
  for (let k = 0; k < 3; k++) {
    const value = (at: number) => points[(at * markerCount + gap.marker) * 3 + k]!;
    const a = value(before);
    const b = value(gap.end);
    let result = a + share * (b - a);
    if (method === 'nearest') result = share <= 0.5 ? a : b;
    if (method === 'cubic') {
      const slopeA = slope(value, frames, before - 1, gap.end, before) * span;
      const slopeB = slope(value, frames, before, gap.end + 1, gap.end) * span;
      result = hermite(a, b, slopeA, slopeB, share);
    }
    filled[(row * markerCount + gap.marker) * 3 + k] = result;
  }
}

/** Slope at row `at` through its neighbours; one-sided, across the gap, where an outer neighbour is missing. */
function slope(
  value: (row: number) => number,
  frames: ArrayLike<number>,
  from: number,
  to: number,
  at: number,
): number {
  const inside = (row: number) => row >= 0 && row < frames.length && !Number.isNaN(value(row));
  const a = inside(from) ? from : at;
  const b = inside(to) ? to : at;
  return (value(b) - value(a)) / (frames[b]! - frames[a]!);
}

/** Cubic Hermite polynomial on 0…1 with values a, b and slopes at both ends. */
function hermite(a: number, b: number, slopeA: number, slopeB: number, u: number): number {
  const v = 1 - u;
  return a * v * v * (1 + 2 * u) + b * u * u * (3 - 2 * u) + slopeA * u * v * v - slopeB * u * u * v;
}
