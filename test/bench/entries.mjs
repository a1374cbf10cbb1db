/** What is measured, against which baseline, and the ratio to stay within. */
import { solverBenchmarks } from '../../libs/pipelines/dist/rigid-body/solver.bench.js';

const [centroid2k, classic2k, centroid20k] = solverBenchmarks();

/** @returns a runner that gives one of a benchmark's figures and remembers all of them for the notes */
function figure(benchmark, key) {
  let last = {};
  return {
    run: async () => {
      last = await benchmark.run();
      return last[key];
    },
    note: () =>
      `${benchmark.name}: ${Object.entries(last)
        .map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`)
        .join(', ')}`,
  };
}

function solverEntry(name, subjectBenchmark, baselineBenchmark, baselineName, goal) {
  const subject = figure(subjectBenchmark, 'solve_s');
  const baseline = figure(baselineBenchmark, 'solve_s');
  return {
    name,
    unit: 's',
    goal,
    subject,
    baseline: { ...baseline, name: baselineName },
    notes: () => [subject.note(), baseline.note()],
  };
}

export const entries = [
  solverEntry(
    'solver: 20,000 frames × 8 markers',
    centroid20k,
    centroid2k,
    '2,000 frames, same settings',
    '≤ 12 (10 is linear)',
  ),
  solverEntry('solver: classic gauge, 2,000 frames', classic2k, centroid2k, 'centroid gauge', '≤ 20'),
];
