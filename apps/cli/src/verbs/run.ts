/** `batchyard run`: one job, in this process, without any service. */
import path from 'node:path';
import { describeOptions, type OptionSpecs, parseArguments, wholeNumber } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { describePipeline, listPipelines } from '../job/describe-pipeline.js';
import { defaultSeed, executeHere, exitCodeOf } from '../job/execute-here.js';
import { memoryRefusals } from '../job/memory-limit.js';
import { prepareOutputFolder, resultFileName, writeJson } from '../job/output-folder.js';
import { presentResult, refusedResult } from '../job/present-result.js';
import { jobOptions, readRequest, requirePipeline } from '../job/request.js';
import { batchOptionFlags, readBatchOptions } from '../sweep/batch-option-flags.js';

const memoryFlag = 'memory-limit-mb';

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
  [memoryFlag]: batchOptionFlags[memoryFlag]!,
} as const satisfies OptionSpecs;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help(positionals[0])}\n`);
    return exitCodes.succeeded;
  }
  try {
    const timeoutS = readTimeout(values.timeout);
    const chunks = wholeNumber('chunks', values.chunks, { min: 1, max: 1_000 }) ?? 1;
    const { memoryLimitMb = null } = readBatchOptions({ [memoryFlag]: values[memoryFlag] });
    const request = await readRequest(positionals, values);
    if (values.output === undefined) throw new UsageError('Where to? Give --output folder.');
    const refusals = await memoryRefusals(request, memoryLimitMb);
    if (refusals.length > 0) throw new UsageError('The job needs too much memory.', refusals);
    const outputDir = path.resolve(values.output);
    prepareOutputFolder(outputDir, values.force ? 'replace' : 'refuse');
    const result = await executeHere(request, {
      outputDir,
      seed: values.seed ?? defaultSeed,
      timeoutS,
      memoryLimitMb,
      chunks,
    });
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

function help(pipelineName: string | undefined): string {
  return `batchyard run <pipeline> --input name=path … [--param path=value …] --output folder

${describeOptions(options)}

${pipelineName === undefined ? `${listPipelines()}\n\nbatchyard run <pipeline> --help shows its inputs, parameters and metrics.` : describePipeline(requirePipeline(pipelineName))}

The output folder gets the artifacts, job.log, and result.json: {state, metrics, stages, artifacts, warnings, error}.
Exit codes: 0 succeeded, or skipped because there was nothing to do, 1 failed, cancelled or timed out, 2 bad arguments (nothing was started) or bad input
(the first stage, validate, refused it; result.json says why).`;
}
