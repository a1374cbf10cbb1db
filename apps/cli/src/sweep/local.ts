/** A sweep computed on this machine, without any service. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { budgetOf, jobsChosenLater, jobsPerSetting, type PlannedJob } from '@batchyard/domain';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeJson } from '../job/output-folder.js';
import { progressTeller } from '../job/progress-teller.js';
import { type AdaptiveSearch, knownCells, searchHere } from './adaptive-search.js';
import { type CellResult, isFailed, reuseCells } from './cell-folders.js';
import { type CellSource, cellsOf, computeCells } from './compute-cells.js';
import type { SweepPlan } from './read-plan.js';
import { type ReportFormat, writeReports } from './report-files.js';
import { type PoorCells, watchPoorCells } from './stop-poor-cells.js';
import { type CellResults, compareCells, presentSweep, resultsCsv, type SweepCounts } from './summarize.js';

export interface LocalSweepOptions {
  readonly outputDir: string;
  /** Cells computed at once. */
  readonly concurrency: number;
  /** Off: no further cell starts after the first one that fails. */
  readonly continueOnError: boolean;
  /** What a cell may need of memory; null: no limit. */
  readonly memoryLimitMb: number | null;
  /** Print JSON instead of text. */
  readonly json: boolean;
  /** Documents to write beside the results. */
  readonly reports: readonly ReportFormat[];
}

/** Computes what the folder does not hold yet, writes the results there and prints the outcome. */
export async function sweepHere(planned: SweepPlan, options: LocalSweepOptions): Promise<ExitCode> {
  const { outputDir, json } = options;
  const isAdaptive = planned.spec.kind === 'adaptive';
  const known = isAdaptive ? knownCells(planned, outputDir) : planned.jobs;
  const reused = reuseCells(outputDir, known, planned.spec.earlyStopping);
  const search = isAdaptive ? searchHere(planned, outputDir, known, reused) : null;
  const source = search ?? cellsOf(known.filter((job) => !reused.has(job.cellKey)));
  const kept = known.flatMap((job) => {
    const result = reused.get(job.cellKey);
    return result ? [{ job, result }] : [];
  });
  const poorCells = watchPoorCells(planned.spec, planned.pipeline.metrics, kept);
  const computed = await computeMissing(source, search, { plan: planned, reused, poorCells, ...options });
  const plan = search === null ? planned : { ...planned, jobs: search.jobs() };
  const results = new Map([...reused, ...computed]);
  const counts = countCells(plan, results, reused, search);
  const comparison = compareCells(plan, results);
  writeFileSync(path.join(outputDir, 'results.csv'), resultsCsv(plan, results));
  writeJson(path.join(outputDir, 'comparison.json'), comparison);
  await writeReports(plan, results, comparison, { outputDir, formats: options.reports });
  if (json) process.stdout.write(`${JSON.stringify({ counts, outputDir, comparison }, null, 2)}\n`);
  else {
    const text = presentSweep(plan, comparison, counts, results);
    const note = search?.exhausted() ? `\n\nnote: ${search.exhausted()}` : '';
    process.stdout.write(`${text}${note}\n\nEverything is in ${outputDir}.\n`);
  }
  if (counts.missing > 0) {
    const why =
      counts.failed > 0 && !options.continueOnError ? 'Stopped after the first failure' : 'Cancelled';
    process.stderr.write(`${why}. The same command goes on where it stopped.\n`);
  }
  return counts.failed + counts.missing > 0 ? exitCodes.jobFailed : exitCodes.succeeded;
}

function countCells(
  plan: SweepPlan,
  results: CellResults,
  reused: CellResults,
  search: AdaptiveSearch | null,
): SweepCounts {
  const all = [...results.values()];
  const failed = all.filter(isFailed).length;
  const stoppedEarly = all.filter((result) => result.stoppedEarly !== undefined).length;
  const skipped = all.filter(({ state }) => state === 'skipped').length;
  const reusedResults = [...reused.values()].filter(({ state }) => state === 'succeeded').length;
  return {
    cells: plan.jobs.length,
    computed: all.length - reusedResults - failed - stoppedEarly - skipped,
    reused: reusedResults,
    stoppedEarly,
    failed,
    skipped,
    missing: plan.jobs.length - results.size + notChosen(plan, search),
  };
}

/** Cells of settings that an interrupted search has not come to. */
function notChosen({ spec, jobs }: SweepPlan, search: AdaptiveSearch | null): number {
  if (search === null || search.exhausted() !== null) return 0;
  return Math.max(0, budgetOf(spec) * jobsPerSetting(spec) - jobs.length);
}

interface Computation extends LocalSweepOptions {
  readonly plan: SweepPlan;
  readonly reused: CellResults;
  readonly poorCells: PoorCells | null;
}

/** Computes what is not there yet, with a progress line; Ctrl-C ends it early. */
async function computeMissing(
  source: CellSource,
  search: AdaptiveSearch | null,
  { plan, reused, poorCells, outputDir, concurrency, continueOnError, memoryLimitMb }: Computation,
): Promise<CellResults> {
  const abort = new AbortController();
  const cancel = () => {
    abort.abort();
    search?.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancel);
  const watched = watch(plan, reused.size);
  try {
    return await computeCells(plan.pipeline, source, {
      outputDir,
      concurrency,
      signal: abort.signal,
      poorCells,
      onFinished(job, result) {
        search?.onFinished(job, result);
        if (isFailed(result) && !continueOnError) search?.close();
        watched.onFinished(job, result);
      },
      onStarted: watched.onStarted,
      onProgress: watched.onProgress,
      continueOnError,
      memoryLimitMb,
    });
  } finally {
    watched.clear();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, cancel);
  }
}

/** Counts, and the stages that cells are in, where a person watches. */
function watch({ jobs, spec, pipeline }: SweepPlan, alreadyDone: number) {
  const total = jobs.length + jobsChosenLater(spec);
  let failed = 0;
  const teller = progressTeller<PlannedJob>({
    stages: pipeline.stages,
    total,
    done: alreadyDone,
    summary: (done) => `${done} of ${total} cells${failed > 0 ? `, ${failed} failed` : ''}`,
    quietIntervalMs: null,
  });
  return {
    clear: teller.clear,
    onStarted: (job: PlannedJob) => teller.started(job, ''),
    onProgress: teller.heard,
    onFinished(job: PlannedJob, result: CellResult) {
      if (isFailed(result)) failed += 1;
      teller.ended(job, result);
    },
  };
}
