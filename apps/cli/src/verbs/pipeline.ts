/** `batchyard pipeline check|push p.yaml`: pipelines that run a program of the team's own. */
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { describePipeline } from '../job/describe-pipeline.js';
import { jobOptions, readRequest } from '../job/request.js';
import { openPipelineFile, readPipelineFile } from '../pipeline/pipeline-file.js';
import { pushPipeline } from '../pipeline/push.js';
import { presentTrial, tryPipeline } from '../pipeline/trial.js';
import { connectTo, serverOptions } from '../server/options.js';

const options = {
  ...jobOptions,
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'folder',
    help: 'check: where the files of the trial go; new or empty (default: nowhere, they are removed)',
  },
  ...serverOptions,
} as const satisfies OptionSpecs;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [action, file, extra] = positionals;
  if ((action !== 'check' && action !== 'push') || file === undefined || extra !== undefined) {
    throw new UsageError('Say what to do with which file: batchyard pipeline check p.yaml, or push p.yaml.');
  }
  const json = values.json === true;
  if (action === 'push') {
    return pushPipeline(() => connectTo(values.server), readPipelineFile(file), json);
  }
  const pipeline = openPipelineFile(file);
  const isTried = values.input !== undefined || pipeline.inputs.every(({ optional }) => optional);
  if (!isTried) {
    const { name, version } = pipeline;
    const needed = pipeline.inputs
      .filter(({ optional }) => !optional)
      .map((input) => `--input ${input.name}=path`);
    const text = `${describePipeline(pipeline)}\n\nThe definition has no problems. Nothing was run; try it with ${needed.join(' ')}.`;
    process.stdout.write(json ? `${JSON.stringify({ ok: true, name, version })}\n` : `${text}\n`);
    return exitCodes.succeeded;
  }
  const trial = await tryPipeline(await readRequest([file], values), values.output);
  process.stdout.write(json ? `${JSON.stringify(trial, null, 2)}\n` : `${presentTrial(pipeline, trial)}\n`);
  return trial.result.state === 'succeeded' ? exitCodes.succeeded : exitCodes.jobFailed;
}

function help(): string {
  return `batchyard pipeline check p.yaml [--input name=path …] [--param path=value …]
batchyard pipeline push p.yaml [--server url]

check reads the definition and runs the program once on the inputs given, and shows what was understood: parameters,
metrics, files, annotations, and lines that were not understood. push puts it on a server as a new version, which
administrators may; program files named under files: go with it.

${describeOptions(options)}

Exit codes: 0 fine, 1 the trial failed, 2 the definition or the arguments have problems, 3 the server is unreachable.`;
}
