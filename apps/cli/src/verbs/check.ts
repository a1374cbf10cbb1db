/** `batchyard check`: everything that `run` would refuse, found at once, without running anything. */
import { type Problem, validateJob } from '@batchyard/pipelines';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { readStructureModel } from '../env.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { describePipeline, listPipelines } from '../job/describe-pipeline.js';
import { jobOptions, readRequest, requirePipeline } from '../job/request.js';
import { formatProblems } from '../terminal/format.js';

const options = {
  ...jobOptions,
  json: {
    type: 'boolean',
    help: 'Print {"ok", "problems"} as JSON on standard output, and nothing else there',
  },
} as const satisfies OptionSpecs;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help(positionals[0])}\n`);
    return exitCodes.succeeded;
  }
  const problems = await findProblems(positionals, values);
  const ok = problems.every((problem) => problem.severity !== 'error');
  if (values.json) process.stdout.write(`${JSON.stringify({ ok, problems }, null, 2)}\n`);
  else process.stdout.write(`${present(problems)}\n`);
  return ok ? exitCodes.succeeded : exitCodes.badUsage;
}

async function findProblems(
  positionals: readonly string[],
  values: Parameters<typeof readRequest>[1],
): Promise<readonly Problem[]> {
  try {
    const { pipeline, params, inputs } = await readRequest(positionals, values);
    return (await validateJob(pipeline, { params, inputs }, { canAskModel: readStructureModel() !== null }))
      .problems;
  } catch (error) {
    if (error instanceof UsageError && error.problems.length > 0) return error.problems;
    throw error;
  }
}

function present(problems: readonly Problem[]): string {
  if (problems.length === 0) return 'No problems found.';
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const count = `${errors} ${errors === 1 ? 'error' : 'errors'}, ${problems.length - errors} other remarks.`;
  return `${formatProblems(problems)}\n\n${count}`;
}

function help(pipelineName: string | undefined): string {
  return `batchyard check <pipeline> --input name=path … [--param path=value …]

${describeOptions(options)}

${pipelineName === undefined ? listPipelines() : describePipeline(requirePipeline(pipelineName))}

Exit codes: 0 no errors, 2 errors were found.`;
}
