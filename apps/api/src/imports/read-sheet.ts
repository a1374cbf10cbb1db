/** The service's side of reading a sheet: a process for each file, ended when it takes too much. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { SheetFile } from '@batchyard/documents';
import {
  durationText,
  type MergedCells,
  type RoundTripBase,
  type RoundTripHead,
  type SheetRow,
} from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import { type SheetMessage, type SheetOrder, taken } from './sheet-messages.js';

export interface ReadLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

export interface SheetReading {
  readonly file: Pick<SheetFile, 'format' | 'sheets' | 'text'>;
  readonly sheet: string;
  readonly merged: readonly MergedCells[];
  /** What could not be taken as it stands. */
  readonly problems: readonly Problem[];
  /** Largest resident memory of the process that read it, MB. */
  readonly peakMb: number;
}

/** Of a sheet that was exported for editing: its rows as they were then, by id. */
export interface ExportedRows {
  readonly head: RoundTripHead;
  readonly bases: ReadonlyMap<string, RoundTripBase>;
}

/** The file is refused; the problem says why and what to do. */
export class SheetRefused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
    this.name = 'SheetRefused';
  }
}

/**
 * Reads a sheet in a process of its own.
 * @param script path of the built reading process
 * @param onRows takes a portion of rows; the next one comes when it is done. `exported` is known with the first
 * @throws SheetRefused; Error when `onRows` fails
 */
export async function readSheet(
  script: string,
  order: SheetOrder,
  limits: ReadLimits,
  onRows: (rows: readonly SheetRow[], exported: ExportedRows | null) => Promise<void>,
): Promise<SheetReading> {
  const child = fork(script, [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
    execArgv: [`--max-old-space-size=${limits.memoryMb}`],
  });
  try {
    return await converse(child, order, limits, onRows);
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
}

function converse(
  child: ChildProcess,
  order: SheetOrder,
  { timeoutMs, memoryMb }: ReadLimits,
  onRows: (rows: readonly SheetRow[], exported: ExportedRows | null) => Promise<void>,
): Promise<SheetReading> {
  let exported: { head: RoundTripHead; bases: Map<string, RoundTripBase> } | null = null;
  return new Promise((resolve, reject) => {
    let opened: Extract<SheetMessage, { type: 'opened' }> | null = null;
    const refuse = (why: string, fix: string) => reject(new SheetRefused(tooMuch(order.name, why, fix)));
    const timer = setTimeout(
      () => refuse(`takes longer than ${durationText(timeoutMs / 1_000)} to read`, smaller),
      timeoutMs,
    ).unref();
    child.on('message', (message: SheetMessage) => {
      switch (message.type) {
        case 'opened':
          opened = message;
          return;
        case 'bases':
          exported ??= { head: message.head, bases: new Map() };
          for (const base of message.bases) exported.bases.set(base.id, base);
          child.send(taken, () => undefined);
          return;
        case 'rows':
          onRows(message.rows, exported).then(() => child.send(taken, () => undefined), reject);
          return;
        case 'refused':
          return reject(new SheetRefused(message.problem));
        case 'done':
          if (opened) resolve({ ...opened, problems: message.problems, peakMb: message.peakMb });
      }
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      const end = () => {
        // V8 aborts when its heap is full. After `done` or `refused` nobody hears this any more.
        if (signal === 'SIGABRT') refuse(`needs more than ${memoryMb} MB to read`, smaller);
        else
          refuse(`could not be read (${signal ?? `exit code ${code}`})`, 'Save it as CSV and import that.');
      };
      // Its last messages may still be on their way.
      if (child.connected) child.once('disconnect', end);
      else end();
    });
    child.once('error', reject);
    child.send(order, () => undefined);
  });
}

const smaller = 'Split the sheet, or save it as CSV.';

function tooMuch(file: string, why: string, fix: string): Problem {
  return { code: 'SHEET_TOO_LARGE', severity: 'error', message: `${file} ${why}.`, place: { file }, fix };
}
