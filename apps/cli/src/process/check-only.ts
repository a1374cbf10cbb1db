/** Everything that is wrong with a scaffold, a video or a sheet of videos, without processing any. */

import path from 'node:path';
import type { JsonObject } from '@batchyard/domain';
import { type Inputs, type Problem, validateJob } from '@batchyard/pipelines';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { formatProblems } from '../terminal/format.js';
import type { SheetChoice } from './process-sheet.js';
import { inputsOf, type ProcessRequest, videoInput } from './request.js';
import { inspectFile } from './scaffold-info.js';
import { readVideoSheet, type VideoRow, type VideoSheet } from './video-sheet.js';

export async function checkOnly(
  request: ProcessRequest,
  video: string | null,
  choice: SheetChoice | null,
): Promise<ExitCode> {
  const { pipeline, scaffold, params, json, quiet } = request;
  const problems = [...(await inspectFile(scaffold)).problems];
  let checked = 'The scaffold';
  if (video !== null) {
    checked = 'The scaffold and the video';
    problems.push(...(await problemsOf(request, params, inputsOf(scaffold, video))));
  }
  if (choice !== null) {
    const sheet = await readVideoSheet(choice.file, {
      pipeline,
      videoInput,
      params,
      worksheet: choice.worksheet,
    });
    checked = `The scaffold and ${sheet.rows.length} rows`;
    for (const row of sheet.rows) problems.push(...(await problemsOfRow(request, sheet, row)));
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (json) process.stdout.write(`${JSON.stringify({ problems }, null, 2)}\n`);
  else {
    if (problems.length > 0) process.stderr.write(`${formatProblems(problems)}\n`);
    const verdict = errors === 0 ? 'can be processed' : `cannot be processed as they are: ${errors} errors`;
    if (!quiet)
      process.stdout.write(
        `${checked} ${errors === 0 && checked === 'The scaffold' ? 'can be used' : verdict}. Nothing was processed.\n`,
      );
  }
  return errors > 0 ? exitCodes.badUsage : exitCodes.succeeded;
}

/** Problems of a job beyond those of its scaffold, which are said once. */
async function problemsOf(
  { pipeline }: ProcessRequest,
  params: JsonObject,
  inputs: Inputs,
): Promise<Problem[]> {
  const { problems } = await validateJob(pipeline, { params, inputs });
  return problems.filter(({ place }) => place.input !== 'scaffold');
}

async function problemsOfRow(
  request: ProcessRequest,
  { path: file, columns }: VideoSheet,
  { row, video, params, problems }: VideoRow,
): Promise<Problem[]> {
  if (video === null || problems.some(({ severity }) => severity === 'error')) return [...problems];
  const found = await problemsOf(request, params, inputsOf(request.scaffold, video));
  const placed = found.map((problem): Problem => {
    const { parameter, input } = problem.place;
    const field = input === undefined ? parameter : `inputs.${input}`;
    const column = columns.find((each) => field !== undefined && each.field === field)?.heading;
    const place = { file: path.basename(file), line: row, ...(column !== undefined && { column }) };
    return { ...problem, message: `Row ${row}: ${problem.message}`, place };
  });
  return [...problems, ...placed];
}
