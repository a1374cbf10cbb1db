/** Expands a design into cells without keeping the server from its other work. */
import { setImmediate } from 'node:timers/promises';
import {
  type DesignSpec,
  type ExpandedDesign,
  expandInSteps,
  type PlannablePipeline,
  withSizes,
} from '@batchyard/domain';
import type { ResolvedSet } from './resolve-inputs.js';

/** Longest time of one slice. */
const sliceMs = 20;

/** As `expandDesign`, with the size of the input files and what memory they take at each job. */
export async function expandInSlices(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  sets: readonly ResolvedSet[],
): Promise<ExpandedDesign> {
  const steps = expandInSteps(
    spec,
    pipeline,
    sets.map((set) => set.files),
    sets.map((set) => set.problems),
  );
  const sizes = new Map(sets.flatMap((set) => [...set.sizes]));
  for (;;) {
    const endMs = performance.now() + sliceMs;
    do {
      const { done, value } = steps.next();
      if (done) return { ...value, jobs: withSizes(value.jobs, sizes, pipeline) };
    } while (performance.now() < endMs);
    await setImmediate();
  }
}
