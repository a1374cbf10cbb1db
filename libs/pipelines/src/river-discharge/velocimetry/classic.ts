/**
 * The slope as space-time image velocimetry by autocorrelation was first published for rivers: the direction of the ray
 * through the middle of the autocorrelation of the whole image along which it is strongest, in steps of half a degree.
 * Near 75° neighbouring steps differ by 3 to 4 % in speed; `autocorrelation` has no such steps.
 */
import type { DisplacementLimits, SlopeEstimate } from './estimates.js';
import type { Grid } from './fft.js';
import { rawAutocorrelation } from './segments.js';
import type { PreparedImage } from './space-time-image.js';
import { candidates, profileOf } from './velocity-profile.js';

const stepDeg = 0.5;
/** Lags to either side of the middle, where nothing else is said: half of these. */
const usualPositions = 64;

/**
 * The displacement tan θ for the best of θ = 0, 0.5 … 180° within the limits; 90° would be without time and is left out.
 * Null where the image is uniform or nothing correlates.
 */
export function classicEstimate(
  image: PreparedImage,
  limits: DisplacementLimits,
  correlationPositions: number | null,
): SlopeEstimate | null {
  const correlation = rawAutocorrelation(image);
  if (!(correlation.values[0]! > 0)) return null;
  const window = Math.min(correlationPositions ?? usualPositions, image.positions, image.frames);
  const strengthAt = rayStrength(correlation, Math.floor(window / 2));
  let best: { readonly displacement: number; readonly strength: number } | null = null;
  for (let step = 0; step * stepDeg <= 180; step++) {
    const angle = (step * stepDeg * Math.PI) / 180;
    const displacement = Math.tan(angle);
    if (step * stepDeg === 90 || displacement < limits.min || displacement > limits.max) continue;
    const strength = strengthAt(angle);
    if (strength > (best?.strength ?? 0)) best = { displacement, strength };
  }
  if (best === null) return null;
  const largest = Math.max(Math.abs(limits.min), Math.abs(limits.max), 0.5);
  const profile = profileOf(candidates(largest, 0.05), (displacement) =>
    strengthAt(Math.atan(displacement) + (displacement < 0 ? Math.PI : 0)),
  );
  // A rectangular distribution over one step of the angle, as a displacement.
  const uncertainty = ((stepDeg * Math.PI) / 180 / Math.sqrt(12)) * (1 + best.displacement ** 2);
  return { ...best, uncertainty, profile };
}

/** Mean of the correlation along a ray of half samples, up to the lag `longest`; 1 where it stays as at no lag. */
function rayStrength({ columns, rows, values }: Grid, longest: number): (angle: number) => number {
  const peak = values[0]!;
  const at = (x: number, t: number) =>
    values[((t + rows) % rows) * columns + ((x + columns) % columns)]! / peak;
  const bilinear = (x: number, t: number) => {
    const [left, low] = [Math.floor(x), Math.floor(t)];
    const [right, high] = [x - left, t - low];
    const before = at(left, low) * (1 - right) + at(left + 1, low) * right;
    const after = at(left, low + 1) * (1 - right) + at(left + 1, low + 1) * right;
    return before * (1 - high) + after * high;
  };
  const count = 2 * longest;
  return (angle) => {
    let sum = (1 + bilinear(longest * Math.sin(angle), longest * Math.cos(angle))) / 2;
    for (let i = 1; i < count; i++) sum += bilinear((i / 2) * Math.sin(angle), (i / 2) * Math.cos(angle));
    return sum / count;
  };
}
