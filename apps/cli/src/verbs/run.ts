/** `batchyard run`: one job, in this process, without any service. */
import path from 'node:path';
import { type JobEvent, type JobResult, VALIDATE_STAGE } from '@batchyard/pipelines';
import { describeOptions, type OptionSpecs, parseArguments, wholeNumber } from '../arguments.js';
import { readStructureModel } from '../env.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { describePipeline, listPipelines } from '../job/describe-pipeline.js';
import { openJobLog } from '../job/job-log.js';
import { logFileName, prepareOutputFolder, resultFileName, writeJson } from '../job/output-folder.js';
import { presentResult, refusedResult } from '../job/present-result.js';
import { type JobRequest, jobOptions, readRequest, requirePipeline } from '../job/request.js';
import { runInChunks } from '../job/run-in-chunks.js';
import { progressLine } from '../terminal/progress.js';

const options = {
  ...jobOptions,
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'folder',
    help: 'Where artifacts and result.json go; new or empty',
  },
  force: { type: 'boolean', help: 'Replace the former result in the output folder' },
  seed: {
    type: 'string',
    placeholder: 'text',
    help: 'Seed of all random numbers (default 0/1, as in a design)',
  },
  chunks: {
    type: 'string',
    placeholder: 'n',
    help: 'Split the frames evenly into so many parts, compute one after another and merge them (default 1)',
  },
  timeout: {
    type: 'string',
    placeholder: 'seconds',
    help: 'Stop the job after this time; it counts as failed',
  },
} as const satisfies OptionSpecs;

/** Seed of the first replicate of a design whose seed is 0, so that a single job equals that cell. */
const defaultSeed = '0/1';

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help(positionals[0])}\n`);
    return exitCodes.succeeded;
  }
  try {
    const timeoutS = readTimeout(values.timeout);
    const chunks = wholeNumber('chunks', values.chunks, { min: 1, max: 1_000 }) ?? 1;
    const request = await readRequest(positionals, values);
    if (values.output === undefined) throw new UsageError('Where to? Give --output folder.');
    const outputDir = path.resolve(values.output);
    prepareOutputFolder(outputDir, values.force ? 'replace' : 'refuse');
    const result = await execute(request, { outputDir, seed: values.seed ?? defaultSeed, timeoutS, chunks });
    writeJson(path.join(outputDir, resultFileName), result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else process.stdout.write(`${presentResult(request.pipeline, result, outputDir)}\n`);
    return exitCodeOf(result);
  } catch (error) {
    // A program that asked for JSON gets the refusal in the same shape as a result.
    if (values.json && error instanceof UsageError) {
      process.stdout.write(`${JSON.stringify(refusedResult(error), null, 2)}\n`);
    }
    throw error;
  }
}

function readTimeout(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 1e6) return seconds;
  throw new UsageError(`--timeout is ${text}: expected a number of seconds above 0, at most 1000000.`);
}

async function execute(
  { pipeline, params, inputs }: JobRequest,
  job: { outputDir: string; seed: string; timeoutS: number | null; chunks: number },
): Promise<JobResult> {
  const abort = new AbortController();
  const cancel = () => abort.abort(new Error('Cancelled.'));
  // The first signal cancels cleanly; a second one ends the process as usual.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancel);
  let timedOut = false;
  const timer =
    job.timeoutS === null
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          abort.abort(new Error('Timed out.'));
        }, job.timeoutS * 1000);
  const progress = watch();
  const log = openJobLog(path.join(job.outputDir, logFileName));
  try {
    const { outputDir, seed } = job;
    const { signal } = abort;
    const onEvent = (event: JobEvent) => {
      progress.onEvent(event);
      log.hear(event);
    };
    const structureModel = readStructureModel();
    const execution = { params, inputs, outputDir, seed, signal, structureModel, onEvent };
    const result = await runInChunks(pipeline, execution, job.chunks);
    const ended = timedOut && result.state === 'cancelled' ? asTimedOut(result, job.timeoutS ?? 0) : result;
    log.end(ended);
    return ended;
  } finally {
    clearTimeout(timer);
    progress.clear();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, cancel);
  }
}

function asTimedOut(result: JobResult, timeoutS: number): JobResult {
  const stage = result.stages.at(-1)?.name ?? VALIDATE_STAGE;
  const message = `Stopped after ${timeoutS} s, the limit given by --timeout.`;
  return { ...result, state: 'failed', error: { stage, message, problems: [] } };
}

function watch() {
  const line = progressLine();
  let stage = '';
  return {
    clear: line.clear,
    onEvent(event: JobEvent) {
      if (event.type === 'stage') {
        stage = event.name;
        line.show(stage, null);
      } else if (event.type === 'progress') line.show(stage, event.fraction);
    },
  };
}

/** Input that the pipeline's own check refuses is bad input, although a result that says so was written. */
function exitCodeOf(result: JobResult): ExitCode {
  if (result.state === 'succeeded') return exitCodes.succeeded;
  return result.error?.stage === VALIDATE_STAGE && result.state === 'failed'
    ? exitCodes.badUsage
    : exitCodes.jobFailed;
}

function help(pipelineName: string | undefined): string {
  return `batchyard run <pipeline> --input name=path … [--param path=value …] --output folder

${describeOptions(options)}

${pipelineName === undefined ? `${listPipelines()}\n\nbatchyard run <pipeline> --help shows its inputs, parameters and metrics.` : describePipeline(requirePipeline(pipelineName))}

The output folder gets the artifacts, job.log, and result.json: {state, metrics, stages, artifacts, warnings, error}.
Exit codes: 0 succeeded, 1 failed, cancelled or timed out, 2 bad arguments (nothing was started) or bad input
(the first stage, validate, refused it; result.json says why).`;
}
