/** Surface velocity along one search line from its space-time image, or the reason why there is none. */
import {
  coherencyOf,
  estimateSlope,
  type SlopeEstimate,
  type SlopeMethod,
  tensorGradients,
} from './estimates.js';
import { blurAlong, type PreparedImage, prepareImage, type SpaceTimeImage } from './space-time-image.js';
import { mirroredShare, type Profile, signalToNoise } from './velocity-profile.js';

export interface LineSettings {
  readonly method: SlopeMethod;
  /** Velocities along the line that can be; negative ones run towards its start. */
  readonly minMps: number;
  readonly maxMps: number;
  /** Standard deviation of a Gaussian along the line, in samples, before anything else; 0: none. */
  readonly blurPositions: number;
  /** Samples along the line over which the correlation methods compare the pattern with itself; null: all. */
  readonly correlationPositions: number | null;
  /** Share of the line that the camera must see. */
  readonly minSeen: number;
  /** Grey levels by which the water must change about its mean. */
  readonly minTexture: number;
  /** Coherency of the streaks, 0 … 1. */
  readonly minCoherency: number;
  /** Height of the best velocity's peak over the next one; about 1 for noise. */
  readonly minSignalToNoise: number;
  /** Share of the pattern that runs the other way, above which waves stand. */
  readonly maxMirrored: number;
}

export const defaultLineSettings: LineSettings = {
  method: 'structure-tensor',
  minMps: -10,
  maxMps: 10,
  blurPositions: 0,
  correlationPositions: null,
  minSeen: 1,
  minTexture: 1,
  minCoherency: 0.2,
  minSignalToNoise: 1.3,
  maxMirrored: 0.6,
};

/** Why a line has no velocity. */
export type LineRejection =
  | 'too-short'
  | 'out-of-view'
  | 'too-little-texture'
  | 'no-slope'
  | 'outside-limits'
  | 'low-signal'
  | 'low-coherency'
  | 'standing-waves';

/** What people read of a rejection. */
export const lineRejectionText: Readonly<Record<LineRejection, string>> = {
  'too-short': 'fewer than 16 frames or 16 samples along the line',
  'out-of-view': 'the line leaves the picture',
  'too-little-texture': 'the water shows too little texture',
  'no-slope': 'no streaks of one slope were found',
  'outside-limits': 'the velocity lies at or beyond the limits',
  'low-signal': 'no velocity stands out from the others',
  'low-coherency': 'the streaks are too incoherent',
  'standing-waves': 'the pattern runs both ways alike, as standing waves do',
};

export interface LineQuality {
  readonly seen: number;
  readonly texture: number;
  /** 1: all streaks have the slope found; about 0: noise. */
  readonly coherency: number;
  readonly signalToNoise: number;
  readonly mirrored: number;
  /** How strongly the image speaks for the slope, to compare lines of several directions by. */
  readonly strength: number;
}

export interface LineVelocity {
  /** Null where the line is rejected. */
  readonly velocityMps: number | null;
  /** Standard uncertainty (1 sigma); null where the line is rejected or too short to tell. */
  readonly uncertaintyMps: number | null;
  readonly rejection: LineRejection | null;
  /** What was found, rejected or not, for figures; null where nothing was. */
  readonly foundMps: number | null;
  /** Angle of the streaks from the time axis, in degrees, where a sample along the line is as wide as a frame is high. */
  readonly angleDeg: number | null;
  readonly quality: LineQuality;
  /** Strength per velocity. */
  readonly profile: { readonly velocitiesMps: Float64Array; readonly strengths: Float64Array } | null;
}

/** Fewest frames and fewest samples along a line. */
export const shortestImage = 16;

/** Velocity of the pattern along the line. Never throws on poor material: it says why there is no velocity. */
export function measureLine(image: SpaceTimeImage, settings: LineSettings): LineVelocity {
  if (image.frames < shortestImage || image.positions < shortestImage) return without('too-short', 0, 0);
  const prepared = prepareImage(blurAlong(image, settings.blurPositions));
  if (prepared.seen < settings.minSeen) return without('out-of-view', prepared.seen, prepared.texture);
  if (prepared.texture < settings.minTexture) {
    return without('too-little-texture', prepared.seen, prepared.texture);
  }
  const gradients = tensorGradients(prepared);
  const perMps = image.intervalS / image.spacingM;
  const limits = { min: settings.minMps * perMps, max: settings.maxMps * perMps };
  const estimate = estimateSlope(prepared, gradients, settings.method, limits, settings.correlationPositions);
  if (estimate === null) return without('no-slope', prepared.seen, prepared.texture);
  const quality = qualityOf(prepared, estimate, coherencyOf(gradients, estimate.displacement));
  return result(estimate, quality, rejectionOf(estimate, quality, limits, settings), perMps);
}

function qualityOf(
  { seen, texture }: PreparedImage,
  estimate: SlopeEstimate,
  coherency: number,
): LineQuality {
  const { profile, displacement, strength } = estimate;
  return {
    seen,
    texture,
    coherency,
    signalToNoise: signalToNoise(profile),
    mirrored: mirroredShare(profile, displacement),
    strength,
  };
}

function rejectionOf(
  { displacement }: SlopeEstimate,
  quality: LineQuality,
  limits: { readonly min: number; readonly max: number },
  settings: LineSettings,
): LineRejection | null {
  if (quality.signalToNoise < settings.minSignalToNoise) return 'low-signal';
  if (quality.coherency < settings.minCoherency) return 'low-coherency';
  if (quality.mirrored > settings.maxMirrored) return 'standing-waves';
  if (displacement <= limits.min || displacement >= limits.max) return 'outside-limits';
  return null;
}

function result(
  { displacement, uncertainty, profile }: SlopeEstimate,
  quality: LineQuality,
  rejection: LineRejection | null,
  perMps: number,
): LineVelocity {
  const foundMps = displacement / perMps;
  const known = rejection === null;
  return {
    velocityMps: known ? foundMps : null,
    uncertaintyMps: known && !Number.isNaN(uncertainty) ? uncertainty / perMps : null,
    rejection,
    foundMps,
    angleDeg: (Math.atan(displacement) * 180) / Math.PI,
    quality,
    profile: inMps(profile, perMps),
  };
}

function inMps({ displacements, strengths }: Profile, perMps: number): LineVelocity['profile'] {
  return { velocitiesMps: displacements.map((displacement) => displacement / perMps), strengths };
}

function without(rejection: LineRejection, seen: number, texture: number): LineVelocity {
  const quality = { seen, texture, coherency: 0, signalToNoise: 0, mirrored: 0, strength: 0 };
  const nothing = { velocityMps: null, uncertaintyMps: null, foundMps: null, angleDeg: null, profile: null };
  return { ...nothing, rejection, quality };
}
