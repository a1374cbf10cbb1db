import type { Problem } from '@/graphql/error';

/** The steps of the editor. */
export type Step = 'frame' | 'points' | 'section' | 'search';

const partsOf: Readonly<Record<Step, readonly string[]>> = {
  frame: ['camera.width_px', 'camera.height_px'],
  points: ['control_points', 'camera', 'rectification'],
  section: ['cross_section'],
  search: ['search', 'region_of_interest', 'frame_step', 'alpha', 'max_speed'],
};

/** Problems that are mended in a step. */
export function problemsOf(problems: readonly Problem[], step: Step): readonly Problem[] {
  return problems.filter((problem) => stepOf(problem) === step);
}

/** The step in which a problem is mended. */
export function stepOf({ place }: Problem): Step {
  const at = place.parameter ?? '';
  // Without a frame there is no camera at all.
  if (at === 'camera') return 'frame';
  const steps = Object.keys(partsOf) as Step[];
  return (
    steps.find((step) => partsOf[step].some((part) => at === part || at.startsWith(`${part}.`))) ?? 'search'
  );
}
