/** How strongly a space-time image speaks for each displacement (samples along the line a frame), and its best one. */

export interface Profile {
  /** Displacements, evenly spaced and symmetric about 0. */
  readonly displacements: Float64Array;
  readonly strengths: Float64Array;
}

/** Evenly spaced candidates from -`largest` to +`largest`. */
export function candidates(largest: number, step: number): Float64Array {
  const count = Math.ceil(largest / step);
  return Float64Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
}

export function profileOf(displacements: Float64Array, strength: (displacement: number) => number): Profile {
  return { displacements, strengths: displacements.map(strength) };
}

/** The displacement of the greatest strength among those within the limits; null where none is or all are alike. */
export function strongest(
  { displacements, strengths }: Profile,
  within: { readonly min: number; readonly max: number },
): number | null {
  let best = -1;
  for (let i = 0; i < strengths.length; i++) {
    if (displacements[i]! < within.min || displacements[i]! > within.max) continue;
    if (best < 0 || strengths[i]! > strengths[best]!) best = i;
  }
  return best >= 0 && strengths[best]! > 0 ? displacements[best]! : null;
}

const golden = (Math.sqrt(5) - 1) / 2;

/** Place of the maximum of a function with one peak between `from` and `to`, by golden section, to 1e-4 of the way. */
export function peakBetween(from: number, to: number, strength: (displacement: number) => number): number {
  let [a, b] = [from, to];
  let [c, d] = [b - golden * (b - a), a + golden * (b - a)];
  let [atC, atD] = [strength(c), strength(d)];
  while (b - a > 1e-4 * (to - from)) {
    if (atC > atD) {
      [b, d, atD] = [d, c, atC];
      c = b - golden * (b - a);
      atC = strength(c);
    } else {
      [a, c, atC] = [c, d, atD];
      d = a + golden * (b - a);
      atD = strength(d);
    }
  }
  return (a + b) / 2;
}

/** The most that a signal-to-noise ratio is given as, also where there is no other peak at all. */
const clearest = 99;

/**
 * Height of the highest peak over the next one, as customary in particle-image velocimetry: about 1 for noise. What
 * lies around the highest peak down to half its height belongs to it.
 */
export function signalToNoise({ strengths }: Profile): number {
  const best = strengths.reduce((highest, value, i) => (value > strengths[highest]! ? i : highest), 0);
  let [from, to] = [best, best];
  while (from > 0 && strengths[from]! > strengths[best]! / 2) from--;
  while (to < strengths.length - 1 && strengths[to]! > strengths[best]! / 2) to++;
  let next = 0;
  for (let i = 1; i < strengths.length - 1; i++) {
    const peak = strengths[i]! >= strengths[i - 1]! && strengths[i]! >= strengths[i + 1]!;
    if (peak && (i < from || i > to)) next = Math.max(next, strengths[i]!);
  }
  return next > 0 ? Math.min(clearest, strengths[best]! / next) : clearest;
}

/**
 * How far the profile rises again towards the mirrored displacement, over its rise towards the displacement: near 1 where
 * waves stand, which run both ways alike; 0 where the water carries the pattern and strength only falls.
 */
export function mirroredShare({ displacements, strengths }: Profile, displacement: number): number {
  const step = displacements[1]! - displacements[0]!;
  const at = (place: number) => Math.round((place - displacements[0]!) / step);
  const strengthAt = (place: number) => {
    const low = Math.floor((place - displacements[0]!) / step);
    const share = (place - displacements[0]!) / step - low;
    return strengths[low]! + share * ((strengths[low + 1] ?? strengths[low]!) - strengths[low]!);
  };
  const [from, to] = [at(-Math.abs(displacement)), at(Math.abs(displacement))];
  const valley = Math.min(...strengths.subarray(from, to + 1));
  const here = strengthAt(displacement) - valley;
  return here > 0 ? Math.max(0, strengthAt(-displacement) - valley) / here : 0;
}
