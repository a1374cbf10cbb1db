/** The ways to find the slope of a space-time image; each gives a displacement in samples a frame. */
import { classicEstimate } from './classic.js';
import type { Grid } from './fft.js';
import { autocorrelation, longestLag, meanGrid, powerSpectrum, segmentsOf } from './segments.js';
import { correlationStrength, spectrumStrength } from './slopes.js';
import type { PreparedImage } from './space-time-image.js';
import {
  coherencyAlong,
  type Gradients,
  gradientsAlong,
  tensorAlong,
  uprightDisplacement,
} from './structure-tensor.js';
import { candidates, type Profile, peakBetween, profileOf, strongest } from './velocity-profile.js';

export type SlopeMethod = 'structure-tensor' | 'spectrum' | 'autocorrelation' | 'classic';

/** What one method found. */
export interface SlopeEstimate {
  /** Samples along the line a frame, towards its end positive. */
  readonly displacement: number;
  /** Standard deviation of it, from how pieces of time differ. */
  readonly uncertainty: number;
  /** How strongly the image speaks for it: share of the pattern that moves so, at most 1. */
  readonly strength: number;
  readonly profile: Profile;
}

/** Displacements to look among; the profile always covers both directions. */
export interface DisplacementLimits {
  readonly min: number;
  readonly max: number;
}

/** Samples along the line over which correlations are looked at; null: all. */
export type CorrelationWindow = number | null;

type Strength = (displacement: number) => number;

/** Width of the tensor's filter along the line, in samples; in the search also in time, in frames. */
const tensorDetail = 1.5;

/** Gradients as the tensor method and the coherency of all methods use them. */
export function tensorGradients(image: PreparedImage): Gradients {
  return gradientsAlong(image, tensorDetail);
}

/** Coherency at a displacement, with filters of one width along both axes, so that noise has none. */
export function coherencyOf(gradients: Gradients, displacement: number): number {
  return coherencyAlong(tensorAlong(gradients, displacement, tensorDetail));
}

/** Width of the filter along the streaks: long ones are steadier, but must leave most of the line. */
function tensorFrames({ positions }: Gradients, displacement: number): number {
  return Math.min(4, Math.max(1, positions / (12 * Math.max(1e-9, Math.abs(displacement)))));
}

/** The displacement by a method; null where nothing within the limits stands out. */
export function estimateSlope(
  image: PreparedImage,
  gradients: Gradients,
  method: SlopeMethod,
  limits: DisplacementLimits,
  correlationPositions: CorrelationWindow = null,
): SlopeEstimate | null {
  const reach = Math.min(correlationPositions ?? image.positions, image.positions) / 2;
  switch (method) {
    case 'structure-tensor':
      return byTensor(gradients, limits);
    case 'spectrum':
      return bySegments(image, limits, powerSpectrum, (grid, frames) =>
        spectrumStrength(grid, { positions: image.positions, frames }),
      );
    case 'autocorrelation':
      return bySegments(image, limits, autocorrelation, (grid, frames, near) =>
        near === null
          ? correlationStrength(grid, longestLag(frames), reach)
          : correlationStrength(grid, lagsWithin(reach, near, frames), image.positions),
      );
    case 'classic':
      return classicEstimate(image, limits, correlationPositions);
  }
}

/** As many lags for all displacements around one, since fewer for the larger ones would make these seem weaker. */
function lagsWithin(reach: number, displacement: number, frames: number): number {
  return Math.max(
    1,
    Math.min(longestLag(frames), Math.floor(reach / Math.max(1e-9, Math.abs(displacement)))),
  );
}

const tensorPieces = 8;

function byTensor(gradients: Gradients, limits: DisplacementLimits): SlopeEstimate | null {
  const step = 0.5;
  const search = candidates(largest(limits), step);
  const profile = profileOf(search, (displacement) =>
    Math.max(0, coherencyAlong(tensorAlong(gradients, displacement, tensorDetail, { every: 3 }))),
  );
  const start = strongest(profile, limits);
  if (start === null) return null;
  const width = tensorFrames(gradients, start);
  const displacement = uprightDisplacement(gradients, start, width, 2 * step);
  if (displacement === null) return null;
  const pieces = Array.from({ length: tensorPieces }, (_, i) => {
    const [from, to] = [i, i + 1].map((part) => Math.round((part * gradients.frames) / tensorPieces));
    const { xx, xt } = tensorAlong(gradients, displacement, width, { from, to });
    return xx > 0 ? -xt / xx : Number.NaN;
  });
  const strength = Math.max(0, coherencyOf(gradients, displacement));
  return { displacement, uncertainty: standardError(pieces, 1), strength, profile };
}

function bySegments(
  image: PreparedImage,
  limits: DisplacementLimits,
  gridOf: (image: PreparedImage, from: number, count: number) => Grid,
  strengthIn: (grid: Grid, frames: number, near: number | null) => Strength,
): SlopeEstimate | null {
  const segments = segmentsOf(image.frames);
  const grids = segments.map(({ from, count }) => gridOf(image, from, count));
  const frames = segments[0]!.count;
  const step = 0.05;
  const mean = meanGrid(grids);
  const profile = profileOf(candidates(largest(limits), step), strengthIn(mean, frames, null));
  const best = strongest(profile, limits);
  if (best === null) return null;
  const strength = strengthIn(mean, frames, best);
  const near = Math.max(2 * step, 0.1 * Math.abs(best));
  const displacement = peakBetween(best - near, best + near, strength);
  const reach = Math.max(2 * step, 0.2 * Math.abs(displacement));
  const pieces = grids.map((grid) =>
    peakBetween(displacement - reach, displacement + reach, strengthIn(grid, frames, best)),
  );
  return { displacement, uncertainty: standardError(pieces, 2), strength: strength(displacement), profile };
}

/** Pieces that overlap `overlap`-fold count for as many fewer. NaN with fewer than two pieces. */
function standardError(pieces: readonly number[], overlap: number): number {
  const known = pieces.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt((squares / (known.length - 1) / known.length) * overlap);
}

function largest({ min, max }: DisplacementLimits): number {
  return Math.max(Math.abs(min), Math.abs(max), 0.5);
}
