/** `batchyard process`: the discharge of a river from one video, or from all videos of a sheet, here. */
import os from 'node:os';
import path from 'node:path';
import type { JsonObject } from '@batchyard/domain';
import { findPipeline, type Pipeline, parseParams } from '@batchyard/pipelines';
import { describeOptions, type OptionSpecs, parseArguments, wholeNumber } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { checkOnly } from '../process/check-only.js';
import { isIvy, readIvyResults } from '../process/ivy-results.js';
import {
  describeParameterOptions,
  parameterFields,
  parameterOptions,
  parametersGiven,
} from '../process/parameter-options.js';
import { processSheet } from '../process/process-sheet.js';
import { processVideo } from '../process/process-video.js';
import type { ProcessRequest } from '../process/request.js';
import { inspectFile, scaffoldFacts } from '../process/scaffold-info.js';
import { formatProblems } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';

const options = {
  sheet: {
    type: 'string',
    placeholder: 'file',
    help: 'Process every row of this sheet (xlsx, ods, csv, tsv) instead of one video',
  },
  worksheet: {
    type: 'string',
    placeholder: 'name',
    help: 'With --sheet: which sheet of the workbook (default the first)',
  },
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'folder',
    help: 'Where results go: a folder for each video, named like it',
  },
  force: { type: 'boolean', help: 'Replace former results of the same videos in the output folder' },
  check: {
    type: 'boolean',
    help: 'Say everything that is wrong with the scaffold, the videos and the sheet; process nothing',
  },
  info: { type: 'boolean', help: 'Show what the scaffold says; process nothing' },
  'stop-on-error': {
    type: 'boolean',
    help: 'With --sheet: begin no further video after the first one that fails',
  },
  concurrency: {
    type: 'string',
    placeholder: 'n',
    help: 'With --sheet: videos at once (default: as many as the machine has processor cores)',
  },
  quiet: { type: 'boolean', short: 'q', help: 'Print nothing but errors' },
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

const pipelineName = 'river-discharge';

export async function run(args: readonly string[]): Promise<ExitCode> {
  const pipeline = findPipeline(pipelineName) as Pipeline;
  const fields = parameterFields(pipeline);
  const all: OptionSpecs = { ...parameterOptions(fields), ...options };
  const { values: given, positionals } = parseArguments(args, all);
  const values = given as ReturnType<typeof parseArguments<typeof options>>['values'];
  if (values.help) {
    process.stdout.write(`${help(pipeline)}\n`);
    return exitCodes.succeeded;
  }
  const [scaffold, video, extra] = positionals;
  if (scaffold === undefined)
    throw new UsageError(
      'Which scaffold? batchyard process scaffold.json river.mp4 --wse 318.5 --output results',
    );
  if (extra !== undefined)
    throw new UsageError(`${extra} is one argument too many: videos of one site are given as a --sheet.`);
  if (video !== undefined && values.sheet !== undefined)
    throw new UsageError('Give one of a video and a --sheet.');
  const json = values.json === true;
  if (values.info) return showInfo(scaffold, json);
  const request: ProcessRequest = {
    pipeline,
    scaffold,
    params: checkedParams(pipeline, parametersGiven(fields, given)),
    outputDir: values.output === undefined ? null : path.resolve(values.output),
    policy: values.force ? 'replace' : 'refuse',
    quiet: values.quiet === true,
    json,
  };
  const sheet =
    values.sheet === undefined
      ? null
      : { file: path.resolve(values.sheet), worksheet: values.worksheet ?? null };
  if (values.check) return checkOnly(request, video ?? null, sheet);
  await requireScaffold(scaffold);
  if (request.outputDir === null) throw new UsageError('Where to? Give --output folder.');
  const work = { ...request, outputDir: request.outputDir };
  if (sheet !== null) {
    const concurrency = wholeNumber('concurrency', values.concurrency, { min: 1, max: 1_000 });
    return processSheet(work, sheet, {
      stopOnError: values['stop-on-error'] === true,
      concurrency: concurrency ?? os.availableParallelism(),
    });
  }
  if (video === undefined) throw new UsageError('Give a video, or a --sheet of videos.');
  return processVideo(work, video);
}

/** Options given wrongly are said before anything else. @throws UsageError */
function checkedParams(pipeline: Pipeline, params: JsonObject): JsonObject {
  const parsed = parseParams(pipeline, params);
  const problems = 'problems' in parsed ? parsed.problems : [];
  const own = problems.filter(({ place: { parameter } }) => parameter !== undefined && parameter in params);
  if (own.length > 0) throw new UsageError('The options have problems.', own);
  return params;
}

/** @throws UsageError with every error of the scaffold; the size of its picture the videos tell */
async function requireScaffold(scaffold: string): Promise<void> {
  const { problems } = await inspectFile(scaffold);
  if (problems.some(({ severity, code }) => severity === 'error' && code !== 'NO_FRAME_SIZE')) {
    throw new UsageError('The scaffold has problems.', problems);
  }
}

async function showInfo(scaffold: string, json: boolean): Promise<ExitCode> {
  const inspection = await inspectFile(scaffold);
  const facts = scaffoldFacts(inspection);
  const { problems, file, method } = inspection;
  const results = isIvy(scaffold) ? await readIvyResults(scaffold) : null;
  if (json) {
    const answer = { facts, method, scaffold: file, problems, ...(results && { results }) };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    process.stdout.write(`${renderTable(['scaffold', path.basename(scaffold)], Object.entries(facts))}\n`);
    if (results !== null) process.stdout.write(`\nResults: ${JSON.stringify(results, null, 2)}\n`);
    if (problems.length > 0) process.stderr.write(`${formatProblems(problems)}\n`);
  }
  return problems.some(({ severity }) => severity === 'error') ? exitCodes.badUsage : exitCodes.succeeded;
}

function help(pipeline: Pipeline): string {
  return `batchyard process <scaffold> <video> --wse 318.5 --output folder
batchyard process <scaffold> --sheet batch.csv --output folder
batchyard process <scaffold> [<video> | --sheet batch.csv] --check
batchyard process <scaffold> --info

Measures the discharge of a river from the video of a fixed camera. The scaffold says what stays the same at a
site. Each video gets a folder named like it, with its tables, figures, report.html and result.json.

${describeOptions(options)}

Parameters of a video; with --sheet, of every row whose cell is empty:

${describeParameterOptions(parameterFields(pipeline))}

Columns of a sheet have the same names (video_path, water_surface_elevation, alpha, start_time …), whatever their
case and order; others are left alone. Paths of videos are relative to the folder of the sheet; times are ss, mm:ss
or hh:mm:ss. A row that is wrong, or whose video fails, never stops the others. The output folder then also
gets batch_summary.csv (one row a video), batch_statistics.json, batch_report.html, the rating curve, and the sheet with
columns of results.

Exit codes: 0 all succeeded, 1 some video failed, 2 bad usage or bad input (one video: it was refused before it began).`;
}
