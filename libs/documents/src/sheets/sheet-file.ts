/** What a spreadsheet file is, whatever its format. */
import type { MergedCells, SheetRow } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';

export type SheetFormat = 'xlsx' | 'ods' | 'text';

/** How a text file was understood; each can be overridden by the person who knows better. */
export interface TextLayout {
  readonly encoding: TextEncodingName;
  readonly delimiter: Delimiter;
}
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Delimiter = ',' | ';' | '\t' | '|';

export interface SheetSummary {
  readonly name: string;
  readonly isHidden: boolean;
}

/** An opened file. Close it. */
export interface SheetFile {
  readonly format: SheetFormat;
  readonly sheets: readonly SheetSummary[];
  /** null for workbooks. */
  readonly text: TextLayout | null;
  /**
   * Rows of which a cell says something, in order.
   * @param onProblem is told what cannot be taken as it stands (a formula without value)
   * @throws UnreadableSheet where the file breaks
   */
  rows(sheet: string, onProblem: (problem: Problem) => void): AsyncGenerator<SheetRow>;
  merged(sheet: string): Promise<readonly MergedCells[]>;
  close(): Promise<void>;
}

/** The file is no spreadsheet that can be read, or a dangerous one. Its problem says what and what to do. */
export class UnreadableSheet extends Error {
  readonly problem: Problem;
  constructor(problem: Omit<Problem, 'severity'>) {
    super(problem.message);
    this.name = 'UnreadableSheet';
    this.problem = { ...problem, severity: 'error' };
  }
}

/** Refuses a sheet that the file does not have, naming those that it has. @throws UnreadableSheet */
export function requireSheet(file: string, sheets: readonly SheetSummary[], name: string): SheetSummary {
  const sheet = sheets.find((each) => each.name === name);
  if (sheet) return sheet;
  const names = sheets.map((each) => each.name).join(', ');
  throw new UnreadableSheet({
    code: 'UNKNOWN_SHEET',
    message: `${file} has no sheet ${JSON.stringify(name)}; it has ${names}.`,
    place: { file },
    value: name,
    expectation: `one of ${names}`,
    fix: `Choose one of the sheets ${names}.`,
  });
}
