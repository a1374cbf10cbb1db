import type { ComparedSetting, Comparison } from '../comparison/comparison.js';
import { failedJobStates, resultJobStates } from '../jobs/state.js';
import { failureTally } from '../reports/failure-tally.js';
import { tInterval } from '../statistics/interval.js';
import type {
  ComparedInput,
  ComparisonFacts,
  ComparisonJob,
  ComparisonReport,
  MatrixCell,
  ReportCounts,
} from './comparison-report.js';
import { halfOf } from './pivot.js';

/** Inputs that a table has columns for. */
const maxInputs = 200;

export interface ComparisonReportBuilder {
  /** In the order of sources and positions. */
  add(job: ComparisonJob): void;
  finish(): ComparisonReport;
}

/** The report of all jobs at once. */
export function comparisonReport(
  facts: ComparisonFacts,
  comparison: Comparison,
  jobs: Iterable<ComparisonJob>,
): ComparisonReport {
  const builder = comparisonReportBuilder(facts, comparison);
  for (const job of jobs) builder.add(job);
  return builder.finish();
}

/** Takes the jobs one by one, so that no comparison is held as a whole. */
export function comparisonReportBuilder(
  facts: ComparisonFacts,
  comparison: Comparison,
): ComparisonReportBuilder {
  const failures = failureTally();
  const bySource = facts.sources.map(() => 0);
  const states = new Map<string, number>();
  const matrix = inputMatrix(comparison.metric.name);
  return {
    add(job) {
      bySource[job.source] = (bySource[job.source] ?? 0) + 1;
      states.set(job.state, (states.get(job.state) ?? 0) + 1);
      if (failedJobStates.some((state) => state === job.state)) failures.add(job);
      matrix.add(job);
    },
    finish: () => ({
      facts,
      comparison,
      counts: countsOf(states, comparison.settings),
      jobsBySource: bySource,
      ...matrix.finish(),
      ...failures.finish(),
    }),
  };
}

function countsOf(states: ReadonlyMap<string, number>, settings: readonly ComparedSetting[]): ReportCounts {
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (states.get(name) ?? 0), 0);
  const jobs = settings.reduce((sum, setting) => sum + setting.jobs, 0);
  const [withResult, failed] = [of(...resultJobStates), of(...failedJobStates)];
  const stoppedEarly = settings.reduce((sum, setting) => sum + setting.stoppedEarly, 0);
  const cancelledOrSkipped = Math.max(0, of('cancelled', 'skipped') - stoppedEarly);
  return {
    jobs,
    withResult,
    failed,
    timedOut: of('timed_out'),
    outOfMemory: of('out_of_memory'),
    stoppedEarly,
    cancelledOrSkipped,
    unfinished: Math.max(0, jobs - withResult - failed - stoppedEarly - cancelledOrSkipped),
    reused: of('reused'),
  };
}

interface Moments {
  n: number;
  mean: number;
  /** Sum of squared deviations (Welford 1962). */
  squares: number;
}

/** Mean and spread of a metric by setting and input, from one pass over the jobs. */
function inputMatrix(metric: string) {
  const inputs = new Map<string, { label: string; jobs: number }>();
  const cells = new Map<string, Map<string, Moments>>();
  const replicates = new Map<string, number>();
  return {
    add({ settingKey, inputKey, inputLabel, state, metrics }: ComparisonJob): void {
      const input = inputs.get(inputKey);
      if (input === undefined) inputs.set(inputKey, { label: inputLabel, jobs: 1 });
      else input.jobs++;
      const place = `${settingKey} ${inputKey}`;
      replicates.set(place, (replicates.get(place) ?? 0) + 1);
      const value = resultJobStates.some((each) => each === state) ? metrics[metric] : undefined;
      if (value !== undefined) addValue(cells, settingKey, inputKey, value);
    },
    finish() {
      const all = [...inputs].map(([key, input]): ComparedInput => ({ key, ...input }));
      const shown = all.slice(0, maxInputs);
      const counts = [...replicates.values()];
      return {
        inputs: distinctLabels(shown),
        inputCount: all.length,
        replicates: counts.reduce(({ min, max }, n) => ({ min: Math.min(min, n), max: Math.max(max, n) }), {
          min: counts[0] ?? 0,
          max: 0,
        }),
        byInput: new Map(
          [...cells].map(([setting, row]) => [
            setting,
            new Map(shown.flatMap(({ key }) => presentCell(key, row.get(key)))),
          ]),
        ),
      };
    },
  };
}

function addValue(cells: Map<string, Map<string, Moments>>, setting: string, input: string, value: number) {
  const row = cells.get(setting) ?? new Map<string, Moments>();
  cells.set(setting, row);
  const cell = row.get(input) ?? { n: 0, mean: 0, squares: 0 };
  row.set(input, cell);
  cell.n++;
  const step = value - cell.mean;
  cell.mean += step / cell.n;
  cell.squares += step * (value - cell.mean);
}

function presentCell(key: string, cell: Moments | undefined): [string, MatrixCell][] {
  if (cell === undefined) return [];
  const { n, mean, squares } = cell;
  const interval = tInterval({ n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null });
  return [[key, { n, mean, half: halfOf(interval) }]];
}

/** Different contents under one name get the start of their key, so that no two columns read alike. */
function distinctLabels(inputs: readonly ComparedInput[]): ComparedInput[] {
  const seen = new Map<string, number>();
  for (const { label } of inputs) seen.set(label, (seen.get(label) ?? 0) + 1);
  return inputs.map((input) =>
    (seen.get(input.label) ?? 0) > 1
      ? { ...input, label: `${input.label} [${input.key.slice(0, 6)}]` }
      : input,
  );
}
