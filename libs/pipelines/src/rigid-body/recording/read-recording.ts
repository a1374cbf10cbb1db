import { readFile } from 'node:fs/promises';
import type { InputFile, Problem } from '../../contract.js';
import { readDelimitedText, type TextRow } from './delimited-text.js';
import { ProblemList } from './problem-list.js';
import type { ReadSettings, Recording } from './recording.js';
import { isTidy, readTidy } from './tidy-layout.js';
import { isDeepLabCut, readDeepLabCut, readWide } from './wide-layout.js';

/** A recording, or null where the problems hold errors. Warnings may come with a recording. */
export interface ReadResult {
  readonly recording: Recording | null;
  readonly problems: Problem[];
}

/**
 * Reads a recording of markers; the layout is recognised. Reports every problem at once with file, line,
 * column, value, expectation and fix, and never throws on bad data.
 */
export async function readRecording(
  file: InputFile,
  input: string,
  settings: ReadSettings,
): Promise<ReadResult> {
  const problems = new ProblemList({ input, file: file.name });
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file.path);
  } catch (error) {
    problems.error('FILE_NOT_READABLE', `The file cannot be read: ${(error as Error).message}.`);
    return { recording: null, problems: problems.toArray() };
  }
  const recording = parseRecording(bytes, settings, problems);
  return { recording: problems.hasErrors ? null : recording, problems: problems.toArray() };
}

/** As `readRecording`, from bytes; adds to `problems` and returns what could be read, or null. */
export function parseRecording(
  bytes: Uint8Array,
  settings: ReadSettings,
  problems: ProblemList,
): Recording | null {
  const rows = readDelimitedText(bytes, problems);
  if (rows === null) return null;
  const recording = readLayout(rows, settings, problems);
  if (recording !== null) scale(recording.points, settings.scaleFactor);
  return recording;
}

function readLayout(
  rows: readonly TextRow[],
  settings: ReadSettings,
  problems: ProblemList,
): Recording | null {
  if (isDeepLabCut(rows)) return readDeepLabCut(rows, settings, problems);
  if (isTidy(rows)) return readTidy(rows, settings, problems);
  return readWide(rows, settings, problems);
}

function scale(points: Float64Array, factor: number): void {
  if (factor === 1) return;
  for (let i = 0; i < points.length; i++) points[i]! *= factor;
}
