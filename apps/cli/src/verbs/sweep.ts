/** `batchyard sweep`: every cell of a design, here or on a server. */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeOptions, type OptionSpecs, parseArguments, wholeNumber } from '../arguments.js';
import { requireToken } from '../env.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { writeJson } from '../job/output-folder.js';
import { connect, type ServerClient } from '../server/client.js';
import { openSweepFolder, reuseCells } from '../sweep/cell-folders.js';
import { computeCells } from '../sweep/compute-cells.js';
import { planJson, presentPlan } from '../sweep/present-plan.js';
import { type LocalDesign, planSweep, readLocalDesign, type SweepPlan } from '../sweep/read-plan.js';
import { followBatch, presentOutcome, startRemoteSweep } from '../sweep/remote.js';
import {
  type CellResults,
  compareCells,
  presentSweep,
  resultsCsv,
  type SweepCounts,
} from '../sweep/summarize.js';
import { progressLine } from '../terminal/progress.js';

const options = {
  plan: { type: 'boolean', help: 'Show the cells and start nothing' },
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'folder',
    help: 'Where results go (default: <design>-results); a folder of the same sweep is gone on with',
  },
  concurrency: {
    type: 'string',
    placeholder: 'n',
    help: 'Cells computed at once (default: processor cores less one)',
  },
  project: {
    type: 'string',
    placeholder: 'slug',
    help: 'Run the sweep in this project of a server instead of here',
  },
  server: {
    type: 'string',
    placeholder: 'url',
    help: 'Address of the server (default http://localhost:3000); the access token comes from BATCHYARD_TOKEN',
  },
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

const defaultServer = 'http://localhost:3000';

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const concurrency =
    wholeNumber('concurrency', values.concurrency, { min: 1, max: 1024 }) ??
    Math.max(1, os.availableParallelism() - 1);
  const [file, extra] = positionals;
  if (file === undefined || extra !== undefined)
    throw new UsageError('Give one design file: batchyard sweep design.yaml');
  const design = await readLocalDesign(file);
  if (values.project !== undefined && !values.plan) {
    const client = connect(values.server ?? defaultServer, requireToken());
    return sweepOnServer(client, values.project, design, values.json === true);
  }
  const plan = await planSweep(design);
  if (values.plan) return showPlan(plan, values.json === true);
  if (plan.problems.length > 0) throw new UsageError('The design has problems.', plan.problems);
  const outputDir = path.resolve(
    values.output ?? `${path.basename(file).replace(/\.(ya?ml|json)$/i, '')}-results`,
  );
  openSweepFolder(outputDir, plan.spec);
  return sweep(plan, outputDir, { concurrency, json: values.json === true });
}

async function sweepOnServer(
  client: ServerClient,
  project: string,
  design: LocalDesign,
  json: boolean,
): Promise<ExitCode> {
  const batchId = await startRemoteSweep(client, project, design);
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  const outcome = await followBatch(client, project, batchId, abort.signal);
  if (outcome === null) {
    const page = `${client.url}/projects/${project}/batches/${batchId}`;
    process.stderr.write(`The batch goes on without this command; stop it at ${page}\n`);
    return exitCodes.jobFailed;
  }
  process.stdout.write(json ? `${JSON.stringify(outcome, null, 2)}\n` : `${presentOutcome(outcome)}\n`);
  return outcome.state === 'succeeded' ? exitCodes.succeeded : exitCodes.jobFailed;
}

function showPlan(plan: SweepPlan, json: boolean): ExitCode {
  process.stdout.write(json ? `${JSON.stringify(planJson(plan), null, 2)}\n` : `${presentPlan(plan)}\n`);
  return plan.problems.length > 0 ? exitCodes.badUsage : exitCodes.succeeded;
}

async function sweep(
  plan: SweepPlan,
  outputDir: string,
  { concurrency, json }: { concurrency: number; json: boolean },
): Promise<ExitCode> {
  const reused = reuseCells(outputDir, plan.jobs);
  const computed = await computeMissing(plan, reused, outputDir, concurrency);
  const results = new Map([...reused, ...computed]);
  const failed = [...computed.values()].filter((result) => result.state !== 'succeeded').length;
  const counts: SweepCounts = {
    cells: plan.jobs.length,
    computed: computed.size - failed,
    reused: reused.size,
    failed,
    missing: plan.jobs.length - results.size,
  };
  const comparison = compareCells(plan, results);
  writeFileSync(path.join(outputDir, 'results.csv'), resultsCsv(plan, results));
  writeJson(path.join(outputDir, 'comparison.json'), comparison);
  if (json) process.stdout.write(`${JSON.stringify({ counts, outputDir, comparison }, null, 2)}\n`);
  else {
    const text = presentSweep(plan, comparison, counts, results);
    process.stdout.write(`${text}\n\nEverything is in ${outputDir}.\n`);
  }
  if (counts.missing > 0) process.stderr.write('Cancelled. The same command goes on where it stopped.\n');
  return counts.failed + counts.missing > 0 ? exitCodes.jobFailed : exitCodes.succeeded;
}

/** Computes what is not there yet, with a progress line; Ctrl-C ends it early. */
async function computeMissing(
  plan: SweepPlan,
  reused: CellResults,
  outputDir: string,
  concurrency: number,
): Promise<CellResults> {
  const missing = plan.jobs.filter((job) => !reused.has(job.cellKey));
  const abort = new AbortController();
  const cancel = () => abort.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancel);
  const { onFinished, clear } = watch(plan.jobs.length, reused.size);
  try {
    return await computeCells(plan.pipeline, missing, {
      outputDir,
      concurrency,
      signal: abort.signal,
      onFinished,
    });
  } finally {
    clear();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, cancel);
  }
}

function watch(cells: number, alreadyDone: number) {
  const line = progressLine();
  let done = alreadyDone;
  let failed = 0;
  line.show(`${done} of ${cells} cells`, done / cells);
  return {
    clear: line.clear,
    onFinished(_job: unknown, result: { readonly state: string }) {
      done += 1;
      if (result.state !== 'succeeded') failed += 1;
      line.show(`${done} of ${cells} cells${failed > 0 ? `, ${failed} failed` : ''}`, done / cells);
    },
  };
}

function help(): string {
  return `batchyard sweep <design.yaml> [--plan] [--output folder]

${describeOptions(options)}

A design names a pipeline, base parameters, axes with the values to try, and inputs by path relative to the file.
The output folder gets one folder a cell, results.csv (one row a cell) and comparison.json (settings, best first).
Cells that succeeded before are reused, so an interrupted or extended sweep computes only what is missing.
Exit codes: 0 all cells succeeded, 1 some failed or were cancelled, 2 the design has problems (nothing was started).`;
}
