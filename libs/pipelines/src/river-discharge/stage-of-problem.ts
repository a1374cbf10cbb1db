import type { Problem } from '../contract.js';

/** The stages of a job, in their order. */
export type RiverStage = 'open-video' | 'rectify' | 'extract' | 'velocimetry' | 'discharge' | 'save';

const ofFrames = ['TIME_OUTSIDE_VIDEO', 'VIDEO_TOO_SHORT', 'VIDEO_INCOMPLETE'];

/**
 * Where a job would have failed with a problem that was found before it began; null for parameters that no stage
 * could have taken.
 */
export function stageOfProblem({ code, place }: Pick<Problem, 'code' | 'place'>): RiverStage | null {
  if (ofFrames.includes(code)) return 'extract';
  if (place.input === 'video') return 'open-video';
  const isOfSection = place.parameter === 'water_level' || place.parameter?.startsWith('cross_section');
  if (isOfSection) return 'discharge';
  return place.input === 'scaffold' ? 'rectify' : null;
}
