import type { PlannedJob } from './plan.js';

/** Inputs of one batch that the memory of a machine holds anyway are read once in whatever order. */
const worthwhileBytes = 2 ** 30;

/**
 * Lets the jobs of a large grid start input by input instead of setting by setting, by their priority, so that each
 * large file is read while it is still in memory. Positions, and with them the order of results, stay as they are.
 * @param jobs of a grid, without priorities of their own
 */
export function keepInputsTogether(jobs: readonly PlannedJob[]): readonly PlannedJob[] {
  const order = new Map<object, number>();
  let bytes = 0;
  for (const { inputs, inputBytes } of jobs) {
    if (order.has(inputs)) continue;
    order.set(inputs, order.size);
    bytes += inputBytes ?? 0;
  }
  const hasSeveralSettings = jobs.some((job) => job.settingKey !== jobs[0]?.settingKey);
  if (bytes < worthwhileBytes || order.size < 2 || !hasSeveralSettings) return jobs;
  return jobs.map((job) => ({ ...job, priority: 0 - (order.get(job.inputs) ?? 0) }));
}
