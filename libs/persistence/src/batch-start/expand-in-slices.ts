/** Expands a design into cells without keeping the server from its other work. */
import { setImmediate } from 'node:timers/promises';
import {
  type DesignSpec,
  type ExpandedDesign,
  expandInSteps,
  type PlannablePipeline,
  type PlannedInputs,
} from '@batchyard/domain';
import type { ResolvedSet } from './resolve-inputs.js';

/** Longest time of one slice. */
const sliceMs = 20;

/** As `expandDesign`, with the size of the input files at each job. */
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
  for (;;) {
    const endMs = performance.now() + sliceMs;
    do {
      const { done, value } = steps.next();
      if (done) return withSizes(value, sets);
    } while (performance.now() < endMs);
    await setImmediate();
  }
}

function withSizes(expanded: ExpandedDesign, sets: readonly ResolvedSet[]): ExpandedDesign {
  const ofInputs = new Map(sets.map((set) => [set.files, set.bytes]));
  const ofFile = new Map(
    sets.flatMap(({ files, bytes }) =>
      Object.values(files)
        .flatMap(([first]) => first ?? [])
        .map((file) => [file, bytes]),
    ),
  );
  // In cross-validation a job has the files of its own set and, to learn from, main files of others.
  const inFold = (inputs: PlannedInputs) => {
    const own = Object.entries(inputs).flatMap(([name, files]) => (name === 'train' ? [] : files));
    const files = [...own.slice(0, 1), ...(inputs.train ?? [])];
    return files.reduce((sum, file) => sum + (ofFile.get(file) ?? 0), 0);
  };
  const jobs = expanded.jobs.map((job) => {
    const bytes = ofInputs.get(job.inputs) ?? inFold(job.inputs);
    ofInputs.set(job.inputs, bytes);
    return { ...job, inputBytes: bytes };
  });
  return { ...expanded, jobs };
}
