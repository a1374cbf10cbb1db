/** Everything that is wrong with a scaffold, a video or a sheet of videos, without processing any. */

import path from 'node:path';
import { countOf, type JsonObject } from '@batchyard/domain';
import { type Inputs, type Problem, validateJob } from '@batchyard/pipelines';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { formatProblems } from '../terminal/format.js';
import type { SheetChoice } from './process-sheet.js';
import { inputsOf, type ProcessRequest, scaffoldInput, videoInput } from './request.js';
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
    const found = await problemsOf(request, params, inputsOf(scaffold, video));
    problems.push(...found.filter((problem) => !isOfScaffold(problem)));
  }
  if (choice !== null) {
    const sheet = await readVideoSheet(choice.file, {
      pipeline,
      videoInput,
      scaffoldInput,
      params,
      worksheet: choice.worksheet,
    });
    checked = `The scaffold and ${countOf(sheet.rows.length, 'row')}`;
    for (const row of sheet.rows) problems.push(...(await problemsOfRow(request, sheet, row)));
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (json) process.stdout.write(`${JSON.stringify({ problems }, null, 2)}\n`);
  else {
    if (problems.length > 0) process.stderr.write(`${formatProblems(problems)}\n`);
    const verdict =
      errors === 0 ? 'can be processed' : `cannot be processed as they are: ${countOf(errors, 'error')}`;
    if (!quiet)
      process.stdout.write(
        `${checked} ${errors === 0 && checked === 'The scaffold' ? 'can be used' : verdict}. Nothing was processed.\n`,
      );
  }
  return errors > 0 ? exitCodes.badUsage : exitCodes.succeeded;
}

async function problemsOf(
  { pipeline }: ProcessRequest,
  params: JsonObject,
  inputs: Inputs,
): Promise<Problem[]> {
  const { problems } = await validateJob(pipeline, { params, inputs });
  return problems;
}

const isOfScaffold = ({ place }: Problem) => place.input === scaffoldInput;

async function problemsOfRow(
  request: ProcessRequest,
  { path: file, columns }: VideoSheet,
  { row, video, scaffold, params, problems }: VideoRow,
): Promise<Problem[]> {
  if (video === null || problems.some(({ severity }) => severity === 'error')) return [...problems];
  const found = await problemsOf(request, params, inputsOf(scaffold ?? request.scaffold, video));
  // Those of the scaffold that all rows share are said once.
  const own = found.filter((problem) => scaffold !== null || !isOfScaffold(problem));
  const placed = own.map((problem): Problem => {
    const { parameter, input } = problem.place;
    const field = input === undefined ? parameter : `inputs.${input}`;
    const column = columns.find((each) => field !== undefined && each.field === field)?.heading;
    const place = { file: path.basename(file), line: row, ...(column !== undefined && { column }) };
    return { ...problem, message: `Row ${row}: ${problem.message}`, place };
  });
  return [...problems, ...placed];
}
