/** `batchyard sweep`: every cell of a design, here or on a server. */
import os from 'node:os';
import path from 'node:path';
import { cellProblems, excludedText, mostMemory, roomFor } from '@batchyard/domain';
import { usableMemoryBytes } from '@batchyard/pipelines';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { connectTo, serverOptions } from '../server/options.js';
import { serverPipeline } from '../server/pipelines.js';
import { batchOptionFlags, readBatchOptions, refuseServerOptions } from '../sweep/batch-option-flags.js';
import { openSweepFolder } from '../sweep/cell-folders.js';
import { type JobsAtOnce, jobsAtOnce } from '../sweep/jobs-at-once.js';
import { sweepHere } from '../sweep/local.js';
import { type PlanCircumstances, planJson, presentPlan } from '../sweep/present-plan.js';
import { planSweep, readLocalDesign, readServerDesign, type SweepPlan } from '../sweep/read-plan.js';
import { sweepOnServer } from '../sweep/remote.js';
import { planOnServer } from '../sweep/remote-plan.js';
import { readFormats, reportFormats } from '../sweep/report-files.js';
import { formatProblems } from '../terminal/format.js';

const options = {
  plan: { type: 'boolean', help: 'Show what would be computed, and how long it would take; start nothing' },
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'folder',
    help: 'Where results go (default: <design>-results); a folder of the same sweep is gone on with',
  },
  project: {
    type: 'string',
    placeholder: 'slug',
    help: 'Run the sweep in this project of a server instead of here',
  },
  ...serverOptions,
  'seconds-per-job': {
    type: 'string',
    placeholder: 's',
    help: 'With --plan: your own guess of what a job takes, where there is no history',
  },
  workers: {
    type: 'string',
    placeholder: 'preset',
    help: 'Jobs at once on this machine: conservative (half its cores), optimal (all, the default), io (twice as many)',
  },
  'valid-only': {
    type: 'boolean',
    help: 'Leave out cells that are refused (bad parameters, too much memory; with --project bad inputs too) and compute the others',
  },
  report: {
    type: 'string',
    placeholder: 'formats',
    help: `Documents to write beside the results, some of ${reportFormats.join(',')} (default html); zip is a bundle for batchyard verify`,
  },
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

/** Options of a batch that a sweep on this machine keeps too. */
const localOptions = ['mode', 'concurrency', 'continueOnError', 'memoryLimitMb'] as const;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, { ...options, ...batchOptionFlags });
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const batchOptions = readBatchOptions(values);
  const secondsPerJob = readSeconds(values['seconds-per-job']);
  const json = values.json === true;
  const reports = readFormats(values.report);
  const [file, extra] = positionals;
  if (file === undefined || extra !== undefined)
    throw new UsageError('Give one design file: batchyard sweep design.yaml');
  if (values.project !== undefined) {
    if (values.workers !== undefined) {
      throw new UsageError(
        '--workers is for sweeps on this machine; a server has workers of its own. Use --concurrency there.',
      );
    }
    const client = connectTo(values.server);
    const request = {
      projectSlug: values.project,
      design: await readServerDesign(file, (name) => serverPipeline(client, name)),
      options: batchOptions,
      secondsPerJob,
      validOnly: values['valid-only'] === true,
    };
    return values.plan ? planOnServer(client, request, json) : sweepOnServer(client, request, json);
  }
  const design = await readLocalDesign(file);
  refuseServerOptions(batchOptions, localOptions);
  const { memoryLimitMb = null, continueOnError = true } = batchOptions;
  const plan = await planSweep(design, { memoryLimitMb, validOnly: values['valid-only'] === true });
  const cores = os.availableParallelism();
  const memory = roomFor(mostMemory(plan.jobs), [{ slots: cores, memoryBytes: usableMemoryBytes() }]);
  const { defaultConcurrency = null } = plan.pipeline;
  const atOnce = jobsAtOnce(batchOptions, values.workers, { cores, memory, defaultConcurrency });
  const { concurrency } = atOnce;
  if (values.plan) return showPlan(plan, { json, secondsPerJob, concurrency });
  if (plan.problems.length > 0) throw new UsageError('The design has problems.', plan.problems);
  const outputDir = path.resolve(
    values.output ?? `${path.basename(file).replace(/\.(ya?ml|json)$/i, '')}-results`,
  );
  openSweepFolder(outputDir, plan.spec);
  tellLeftOut(plan);
  tellJobsAtOnce(atOnce, cores);
  return sweepHere(plan, { outputDir, concurrency, continueOnError, memoryLimitMb, json, reports });
}

/** Cells that are refused beside others that are not. */
function tellLeftOut({ leftOut, spec }: SweepPlan): void {
  if (leftOut.length === 0) return;
  const problems = formatProblems(cellProblems(spec, leftOut));
  process.stderr.write(`Warning: ${excludedText(leftOut)}.\n${problems}\n`);
}

/** Each job computed here keeps a processor core busy. */
function tellJobsAtOnce({ concurrency, why }: JobsAtOnce, cores: number): void {
  if (why !== null) {
    const jobs = concurrency === 1 ? '1 job' : `${concurrency} jobs`;
    process.stderr.write(`Up to ${jobs} at once, ${why}; --concurrency sets another number.\n`);
  }
  if (concurrency <= cores) return;
  process.stderr.write(
    `Warning: ${concurrency} jobs at once are more than the ${cores} processor cores of this machine; they slow each other down.\n`,
  );
}

/** @throws UsageError when it is no positive number */
function readSeconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new UsageError(`--seconds-per-job is ${text}: expected a number of seconds above 0.`);
}

interface ShownPlan extends PlanCircumstances {
  readonly json: boolean;
}

function showPlan(plan: SweepPlan, shown: ShownPlan): ExitCode {
  const text = shown.json ? JSON.stringify(planJson(plan, shown), null, 2) : presentPlan(plan, shown);
  process.stdout.write(`${text}\n`);
  return plan.problems.length > 0 ? exitCodes.badUsage : exitCodes.succeeded;
}

function help(): string {
  return `batchyard sweep <design.yaml> [--plan] [--output folder]

${describeOptions(options)}

Options of the batch (${localOptions.map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`).join(', ')} here and on a server, the others on a server only):

${describeOptions(batchOptionFlags)}

A design names a pipeline (built in, a YAML file of your own, or with --project one of the server), base parameters, axes with the values to try, and inputs by path relative to the file.
The output folder gets one folder a cell, results.csv (one row a cell), comparison.json (settings, best
first) and report.html (the same to read and print).
Cells that succeeded before are reused, so an interrupted or extended sweep computes only what is missing.
Exit codes: 0 all cells succeeded, 1 some failed or were cancelled, 2 the design has problems (nothing was started).`;
}
