/**
 * What is measured, against which baseline, and the ratio to stay within. `round` measures subject and baseline one
 * right after the other; `notes` tells the other figures of the last round.
 */
import { throughputBenchmarks } from '../../apps/worker/dist/throughput.bench.js';
import { solverBenchmarks } from '../../libs/pipelines/dist/rigid-body/solver.bench.js';

const [centroid2k, classic2k, centroid20k] = solverBenchmarks();

const noteOf = (name, figures) =>
  `${name}: ${Object.entries(figures)
    .map(([key, value]) => `${key} ${Number(value.toPrecision(6))}`)
    .join(', ')}`;

function solverEntry(name, subject, baseline, baselineName, goal) {
  let notes = [];
  return {
    name,
    unit: 's',
    baselineName,
    goal,
    rounds: 3,
    async round() {
      const base = await baseline.run();
      const value = await subject.run();
      notes = [noteOf(subject.name, value), noteOf(baseline.name, base)];
      return { value: value.solve_s, base: base.solve_s };
    },
    notes: () => notes,
  };
}

function throughputEntry(benchmark, goal) {
  let notes = [];
  return {
    name: benchmark.name,
    unit: 'jobs/s',
    baselineName: 'bare queue library, same PostgreSQL, no history',
    goal,
    rounds: 3,
    async round() {
      const figures = await benchmark.run();
      notes = [noteOf(benchmark.name, figures)];
      return { value: figures.jobs_per_s, base: figures.bare_jobs_per_s };
    },
    notes: () => notes,
  };
}

const [tenSlots, fiftySlots] = throughputBenchmarks();

export const entries = [
  solverEntry(
    'solver, 20,000 frames × 8 markers',
    centroid20k,
    centroid2k,
    '2,000 frames, same settings',
    '≤ 12 (10 is linear)',
  ),
  solverEntry('solver, classic gauge, 2,000 frames', classic2k, centroid2k, 'centroid gauge', '≤ 20'),
  throughputEntry(tenSlots, '≥ 2.5'),
  throughputEntry(fiftySlots, '≥ 4'),
];
