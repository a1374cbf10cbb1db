/** Strength of a displacement in a spectrum and in a correlation of a space-time image. */
import type { Grid } from './fft.js';

/** Finest detail that counts, as the standard deviation of a Gaussian in samples: below it video codecs freeze patterns. */
const detail = 1.5;

/**
 * Strength in a power spectrum: a pattern that moves by d samples a frame lies on the line f = -d k (frequency f in
 * cycles a frame, wave number k in cycles a sample). For each wave number the power at that frequency over the root of
 * all its power; frequencies beyond half a cycle come back from the other side, as they do in the spectrum. Wave numbers
 * of fewer than two waves in the line tell nothing.
 * The window along the line smears the spectrum, and the flatter the line the less of it lies beside: without the root,
 * which undoes that for windows of these lengths, all displacements would come out too small.
 * @param window lengths of the windows, in samples and frames
 */
export function spectrumStrength(
  power: Grid,
  window: { readonly positions: number; readonly frames: number },
): (displacement: number) => number {
  const { rows, columns, values } = power;
  const weights = waveNumberWeights(power);
  return (displacement) => {
    let strength = 0;
    const step = modulo(-displacement * cyclesOf(1, power) * rows, rows);
    let row = (step * firstWave) % rows;
    for (let k = firstWave; k < weights.length; k++) {
      const low = row | 0;
      const a = values[low * columns + k]!;
      const b = values[(low + 1 === rows ? 0 : low + 1) * columns + k]!;
      strength += weights[k]! * (a + (row - low) * (b - a));
      row += step;
      if (row >= rows) row -= rows;
    }
    return strength * Math.hypot(1, (displacement * window.frames) / window.positions);
  };
}

/** Cycles a sample: the last column is of half a cycle. */
const cyclesOf = (k: number, { columns }: Grid) => k / (2 * (columns - 1));

/** The spectrum is of twice the line's length: its first four wave numbers are those of fewer than two waves in it. */
const firstWave = 4;

/** Weights by which all power together would have the strength 1. */
function waveNumberWeights(power: Grid): Float64Array {
  const { rows, columns, values } = power;
  const weights = new Float64Array(columns - 1);
  let whole = 0;
  for (let k = firstWave; k < weights.length; k++) {
    let total = 0;
    for (let row = 0; row < rows; row++) total += values[row * columns + k]!;
    const bell = Math.exp(-((2 * Math.PI * cyclesOf(k, power) * detail) ** 2));
    weights[k] = total > 0 ? bell / Math.sqrt(total) : 0;
    whole += weights[k]! * total;
  }
  return whole > 0 ? weights.map((weight) => weight / whole) : weights;
}

/**
 * Strength in a correlation: its mean along the ray x = d t over the lags t = 1 … `lags` frames that stay within
 * `reach` samples. Taken over time and not along the ray, so that steep rays are not favoured.
 */
export function correlationStrength(
  correlation: Grid,
  lags: number,
  reach: number,
): (displacement: number) => number {
  const { columns, values } = correlation;
  const variance = values[0]!;
  return (displacement) => {
    let sum = 0;
    for (let t = 1; t <= lags; t++) {
      const x = displacement * t;
      if (Math.abs(x) > reach) break;
      const low = Math.floor(x);
      const at = (lag: number) => values[t * columns + modulo(lag, columns)]!;
      sum += cubicBetween(at(low - 1), at(low), at(low + 1), at(low + 2), x - low);
    }
    return variance > 0 ? sum / lags / variance : 0;
  };
}

/** By Catmull & Rom (1974): straight pieces would have corners, at which maxima stick. */
function cubicBetween(before: number, a: number, b: number, after: number, share: number): number {
  const slope = (b - before) / 2;
  const bend = before - 2.5 * a + 2 * b - after / 2;
  const twist = (after - before) / 2 + 1.5 * (a - b);
  return a + share * (slope + share * (bend + share * twist));
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
