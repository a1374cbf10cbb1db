/** Assignments from a file: JSON lines as they are, or a sheet with a heading for each field. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openSheetFile, UnreadableSheet } from '@batchyard/documents/sheets';
import { cellText, type SheetRow } from '@batchyard/domain/sheets';
import { UsageError } from '../exit-codes.js';

/** Headings of a sheet: the fields of an assignment. */
export const sheetFields = [
  'subject',
  'kind',
  'value',
  'frames',
  'confidence',
  'severity',
  'note',
  'remove',
  'detail',
] as const;
type SheetField = (typeof sheetFields)[number];

const requiredFields: readonly SheetField[] = ['subject', 'kind', 'value'];

/** One assignment for the server, and where it stands in the file. */
export interface FileEntry {
  /** JSON without a line break. */
  readonly json: string;
  /** Line or row, from 1. */
  readonly row: number;
}

/** @throws UsageError when the file cannot be read, or a heading is unknown or missing */
export async function readEntries(file: string): Promise<FileEntry[]> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new UsageError(`There is no file ${file}.`);
  return /\.(jsonl|ndjson)$/i.test(file) ? readJsonLines(file) : readSheet(file);
}

async function readJsonLines(file: string): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  let row = 0;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    row += 1;
    // The server says what is wrong with a line.
    if (line.trim() !== '') entries.push({ json: line, row });
  }
  return entries;
}

async function readSheet(file: string): Promise<FileEntry[]> {
  try {
    const sheet = await openSheetFile(file, path.basename(file));
    try {
      const entries: FileEntry[] = [];
      let fields: readonly SheetField[] | null = null;
      for await (const row of sheet.rows(sheet.sheets[0]?.name ?? '', () => undefined)) {
        if (fields === null) fields = readHeadings(row, file);
        else entries.push({ json: JSON.stringify(entryOf(fields, row)), row: row.number });
      }
      return entries;
    } finally {
      await sheet.close();
    }
  } catch (error) {
    if (error instanceof UnreadableSheet) throw new UsageError(error.message, [error.problem]);
    throw error;
  }
}

function readHeadings({ cells }: SheetRow, file: string): readonly SheetField[] {
  const headings = cells.map((cell) => cellText(cell).trim().toLowerCase());
  const missing = requiredFields.filter((field) => !headings.includes(field));
  const unknown = headings.find((heading) => !sheetFields.some((field) => field === heading));
  if (missing.length === 0 && unknown === undefined) return headings as SheetField[];
  const what = missing.length > 0 ? `has no column ${missing.join(', ')}` : `has a column “${unknown}”`;
  throw new UsageError(
    `${file} ${what}. Its columns are ${sheetFields.join(', ')}; the first three are needed.`,
  );
}

function entryOf(fields: readonly SheetField[], { cells }: SheetRow): Record<string, unknown> {
  const entry: Record<string, unknown> = {};
  for (const [column, field] of fields.entries()) {
    const text = cellText(cells[column] ?? null).trim();
    if (text !== '') entry[field] = fieldValue(field, text);
  }
  return entry;
}

/** What is no number, yes or JSON goes as it is: the server says what is wrong with it. */
function fieldValue(field: SheetField, text: string): unknown {
  if (field === 'confidence') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (field === 'remove') return /^(1|true|yes|x)$/i.test(text);
  if (field !== 'detail') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
