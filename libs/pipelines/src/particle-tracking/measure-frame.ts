import type { Camera } from './camera/camera.js';
import type { Targets } from './detection/targets.js';
import { type Matches, type MatchSettings, matchTargets } from './matching/correspondences.js';
import { flattenTargets } from './matching/flat-targets.js';
import { locateMatches, type Positions } from './matching/positions.js';

/** What was found in one frame. */
export interface MeasuredFrame {
  readonly frame: number;
  /** Per camera, ordered by y; each knows its particle. */
  readonly targets: readonly Targets[];
  readonly counts: Pick<Matches, 'quadruplets' | 'triplets' | 'pairs'>;
  readonly positions: Positions;
  /** Per particle and camera the index of the target, or -1. */
  readonly targetsOfParticle: Int32Array;
}

/** Correspondences and positions of one frame; tells each target which particle it belongs to. */
export function measureFrame(
  frame: number,
  cameras: readonly Camera[],
  targets: readonly Targets[],
  settings: MatchSettings,
): MeasuredFrame {
  const flat = cameras.map((camera, c) => flattenTargets(camera, targets[c]!));
  const matches = matchTargets(cameras, flat, settings);
  const positions = locateMatches(cameras, flat, matches, settings.volume);
  for (const { particle } of targets) particle.fill(-1);
  const targetsOfParticle = matches.places.map((place, i) => {
    if (place < 0) return -1;
    const camera = i % cameras.length;
    const target = flat[camera]!.target[place]!;
    targets[camera]!.particle[target] = Math.floor(i / cameras.length);
    return target;
  });
  const { quadruplets, triplets, pairs } = matches;
  return { frame, targets, counts: { quadruplets, triplets, pairs }, positions, targetsOfParticle };
}
