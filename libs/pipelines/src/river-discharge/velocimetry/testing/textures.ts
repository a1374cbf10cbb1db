/** Water that moves at a known velocity, as random waves of many lengths that drift and die away. */
import { seededRandom } from '../../../execution/random.js';
import type { SpaceTimeImage } from '../space-time-image.js';

export interface Texture {
  readonly velocityMps: number;
  readonly seed: string;
  /** Seconds after which a pattern has changed by its standard deviation. */
  readonly lifetimeS?: number;
  /** Standard deviation of the camera's noise, in grey levels; that of the water is 20. */
  readonly noise?: number;
  readonly positions?: number;
  readonly frames?: number;
  /** What stands still: grey levels of a pattern on the ground. */
  readonly stillGrey?: number;
}

/** Looked up once: under the test runner each look at a global takes longer than the function. */
const { cos, log, sin, sqrt } = Math;

/** Normal deviates by Box & Muller. */
export function normalDeviates(seed: string): () => number {
  const random = seededRandom(seed);
  const fullTurn = 2 * Math.PI;
  return () => sqrt(-2 * log(1 - random())) * cos(fullTurn * random());
}

/** A wave on a plane, cos(kx x + ky y + phase). */
export interface PlaneWave {
  readonly kx: number;
  readonly ky: number;
  readonly phase: number;
}

/** Sum of waves at the pixels of a picture that has drifted by (dx, dy) pixels: cosines of sums, from those of rows and columns. */
export function drawWaves(
  waves: readonly PlaneWave[],
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  [dx, dy]: readonly [number, number],
): Float64Array {
  const sum = new Float64Array(widthPx * heightPx);
  for (const { kx, ky, phase } of waves) {
    const columns = Array.from({ length: widthPx }, (_, x) => kx * (x - dx) + phase);
    const [inX, aside] = [Float64Array.from(columns, cos), Float64Array.from(columns, sin)];
    for (let y = 0; y < heightPx; y++) {
      const [c, s] = [cos(ky * (y - dy)), sin(ky * (y - dy))];
      for (let x = 0; x < widthPx; x++) sum[y * widthPx + x]! += c * inX[x]! - s * aside[x]!;
    }
  }
  return sum;
}

export const spacingM = 0.02;
export const intervalS = 0.04;

/**
 * Waves of 0.08 … 1.5 m that all drift with the water, each with an amplitude and a phase that wander (an
 * autoregressive process of the lifetime), over a still pattern, with noise, in whole grey levels.
 */
export function movingTexture(texture: Texture): SpaceTimeImage {
  const {
    velocityMps,
    seed,
    lifetimeS = 3,
    noise = 3,
    positions = 200,
    frames = 200,
    stillGrey = 0,
  } = texture;
  const normal = normalDeviates(seed);
  const samples = new Float32Array(positions * frames).fill(110);
  const keep = Math.exp(-intervalS / lifetimeS);
  const renew = Math.sqrt(1 - keep * keep);
  const waves = 40;
  for (let wave = 0; wave < waves; wave++) {
    const lengthM = 0.08 * (1.5 / 0.08) ** ((wave + 0.5) / waves);
    const k = (2 * Math.PI) / lengthM;
    const height = 20 / Math.sqrt(waves);
    let [a, b] = [height * normal(), height * normal()];
    for (let t = 0; t < frames; t++) {
      addWave(samples.subarray(t * positions, (t + 1) * positions), a, b, k, k * velocityMps * t * intervalS);
      [a, b] = [keep * a + renew * height * normal(), keep * b + renew * height * normal()];
    }
  }
  const still = Float64Array.from({ length: positions }, () => stillGrey * normal());
  const { round } = Math;
  for (let i = 0; i < samples.length; i++) {
    samples[i] = round(samples[i]! + still[i % positions]! + noise * normal());
  }
  return { positions, frames, samples, spacingM, intervalS };
}

/** Adds a cos + b sin of k x - phase, each sample turned on from the one before. */
function addWave(row: Float32Array, a: number, b: number, k: number, phase: number): void {
  const [turnRe, turnIm] = [Math.cos(k * spacingM), Math.sin(k * spacingM)];
  let [re, im] = [Math.cos(phase), -Math.sin(phase)];
  for (let x = 0; x < row.length; x++) {
    row[x]! += a * re + b * im;
    [re, im] = [re * turnRe - im * turnIm, re * turnIm + im * turnRe];
  }
}

/** The same grey everywhere and always. */
export function uniform(positions: number, frames: number): SpaceTimeImage {
  return {
    positions,
    frames,
    samples: new Float32Array(positions * frames).fill(90),
    spacingM,
    intervalS,
  };
}
