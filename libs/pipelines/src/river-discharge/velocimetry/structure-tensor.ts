/**
 * Slope of streaks by the structure tensor (Jähne, Spatio-Temporal Image Processing, 1993). Its plain form is biased:
 * noise and short-lived patterns add to the derivative in time, filters blunt steep streaks. Here derivatives are taken
 * along the streaks, in the frame that moves with the estimate; the estimate is right where the tensor stands upright
 * (Jxt = 0), and noise, the same along both axes, does not tilt it.
 */
import type { PreparedImage } from './space-time-image.js';

/** Sums of products of the derivatives along the line (x) and in time (t), in the moving frame. */
export interface Tensor {
  readonly xx: number;
  readonly xt: number;
  readonly tt: number;
}

/** An image smoothed along the line, and its derivative along it. */
export interface Gradients {
  readonly positions: number;
  readonly frames: number;
  readonly smooth: Float32Array;
  readonly slope: Float32Array;
  /** Columns at either side that the filters do not reach whole. */
  readonly margin: number;
}

/** Gaussian filter along the line and its derivative. */
export function gradientsAlong({ positions, frames, samples }: PreparedImage, sigma: number): Gradients {
  const { smoothing, derivative } = gaussian(sigma);
  const margin = smoothing.length >> 1;
  const [smooth, slope] = [new Float32Array(samples.length), new Float32Array(samples.length)];
  for (let t = 0; t < frames; t++) {
    for (let x = margin; x < positions - margin; x++) {
      let [a, b] = [0, 0];
      for (let k = 0, at = t * positions + x - margin; k < smoothing.length; k++, at++) {
        a += smoothing[k]! * samples[at]!;
        b += derivative[k]! * samples[at]!;
      }
      smooth[t * positions + x] = a;
      slope[t * positions + x] = b;
    }
  }
  return { positions, frames, smooth, slope, margin };
}

/** Which frames a tensor is summed over; all, unless told otherwise. */
export interface FrameChoice {
  readonly from?: number;
  /** Not included. */
  readonly to?: number;
  readonly every?: number;
}

/** Tensor with derivatives in time taken along the displacement (samples a frame). */
export function tensorAlong(
  gradients: Gradients,
  displacement: number,
  sigmaFrames: number,
  { from = 0, to = gradients.frames, every = 1 }: FrameChoice = {},
): Tensor {
  const { positions, frames, smooth, slope, margin } = gradients;
  const { smoothing, derivative } = gaussian(sigmaFrames);
  const reach = smoothing.length >> 1;
  const left = margin + Math.ceil(Math.abs(displacement) * reach) + 1;
  const [inSpace, inTime] = [new Float64Array(positions), new Float64Array(positions)];
  let [xx, xt, tt] = [0, 0, 0];
  for (let t = Math.max(from, reach); t < Math.min(to, frames - reach); t += every) {
    inSpace.fill(0);
    inTime.fill(0);
    for (let j = -reach; j <= reach; j++) {
      const shift = Math.floor(displacement * j);
      const share = displacement * j - shift;
      const [weight, change] = [smoothing[j + reach]!, derivative[j + reach]!];
      for (let x = left, at = (t + j) * positions + left + shift; x < positions - left; x++, at++) {
        inSpace[x]! += weight * (slope[at]! + share * (slope[at + 1]! - slope[at]!));
        inTime[x]! += change * (smooth[at]! + share * (smooth[at + 1]! - smooth[at]!));
      }
    }
    for (let x = left; x < positions - left; x++) {
      xx += inSpace[x]! * inSpace[x]!;
      xt += inSpace[x]! * inTime[x]!;
      tt += inTime[x]! * inTime[x]!;
    }
  }
  return { xx, xt, tt };
}

/** (Jxx - Jtt) / (Jxx + Jtt): 1 where all streaks lie along the displacement, 0 or less where none do. */
export function coherencyAlong({ xx, tt }: Tensor): number {
  return xx + tt > 0 ? (xx - tt) / (xx + tt) : 0;
}

/**
 * Refines a displacement until the tensor stands upright: least squares, d = d - Jxt / Jxx. Null where it runs away by
 * more than `reach`, or there is nothing to see.
 */
export function uprightDisplacement(
  gradients: Gradients,
  start: number,
  sigmaFrames: number,
  reach: number,
): number | null {
  let displacement = start;
  for (let step = 0; step < 20; step++) {
    const { xx, xt } = tensorAlong(gradients, displacement, sigmaFrames);
    if (xx === 0) return null;
    const change = -xt / xx;
    displacement += change;
    if (Math.abs(displacement - start) > reach) return null;
    if (Math.abs(change) < 1e-5) break;
  }
  return displacement;
}

interface Filters {
  readonly smoothing: Float64Array;
  readonly derivative: Float64Array;
}

const filters = new Map<number, Filters>();

/** Sampled Gaussian of sum 1 and its derivative, which turns a ramp of 1 a sample into exactly 1. */
function gaussian(sigma: number): Filters {
  const known = filters.get(sigma);
  if (known) return known;
  const reach = Math.ceil(3 * sigma);
  const bell = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = bell.reduce((a, b) => a + b);
  const ramp = bell.reduce((sum, value, i) => sum + value * (i - reach) ** 2, 0);
  const made = {
    smoothing: bell.map((value) => value / total),
    derivative: bell.map((value, i) => (value * (i - reach)) / ramp),
  };
  filters.set(sigma, made);
  return made;
}
