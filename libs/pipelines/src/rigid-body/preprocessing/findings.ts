/** Things in a recording that are no errors but that its owner should know. */

/** Breaks in the frame numbers of more than `maxGap` frames: `[frame before, frame after]`. */
export function temporalGaps(frames: ArrayLike<number>, maxGap = 10): [number, number][] {
  const gaps: [number, number][] = [];
  for (let row = 1; row < frames.length; row++) {
    if (frames[row]! - frames[row - 1]! - 1 > maxGap) gaps.push([frames[row - 1]!, frames[row]!]);
  }
  return gaps;
}

/** Number of points of each marker with a coordinate more than `threshold` standard deviations from its mean. */
export function spatialOutliers(points: Float64Array, markerCount: number, threshold = 5): number[] {
  const stride = markerCount * 3;
  const mean = new Float64Array(stride);
  const square = new Float64Array(stride);
  const count = new Float64Array(stride);
  points.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const column = i % stride;
    count[column]!++;
    const difference = value - mean[column]!;
    mean[column]! += difference / count[column]!;
    square[column]! += difference * (value - mean[column]!);
  });
  const outliers = new Array<number>(markerCount).fill(0);
  for (let at = 0; at < points.length; at += 3) {
    const far = [0, 1, 2].some((k) => {
      const column = (at + k) % stride;
      const deviation = Math.sqrt(square[column]! / count[column]!);
      return Math.abs(points[at + k]! - mean[column]!) > threshold * deviation;
    });
    if (far) outliers[(at % stride) / 3]!++;
  }
  return outliers;
}
