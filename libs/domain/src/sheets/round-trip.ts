/** What an exported sheet carries hidden, so that its changes can be told when it comes back. */
import { cellHash, type MergeValues } from './merge.js';

/** Name of the hidden sheet. Its first row has one cell, the head; each further one an id and a hash for each field. */
export const roundTripSheet = '_meta';
/** Heading of the hidden column of the visible sheet that says which row a row was. */
export const roundTripId = '_id';
/** More rows are not exported for editing: spreadsheet programs and imports end there. */
export const maxEditedRows = 100_000;

/** What can be exported to be edited and imported again. */
export const editedKinds = ['annotations', 'subjects'] as const;
export type EditedKind = (typeof editedKinds)[number];

export interface RoundTripHead {
  readonly exportId: string;
  readonly schema: 1;
  readonly kind: EditedKind;
  readonly projectId: string;
  /** In the order of the hashes; also the headings of the visible sheet. */
  readonly fields: readonly string[];
  /** Of all times in the sheet. */
  readonly timeZone: string;
  /** ISO 8601 */
  readonly exportedAt: string;
}

/** A row as it was when it was exported. */
export interface RoundTripBase {
  readonly id: string;
  /** `cellHash` by field. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The head of a `_meta` sheet; null where it is none that this release has written. */
export function readRoundTripHead(text: string): RoundTripHead | null {
  let head: unknown;
  try {
    head = JSON.parse(text);
  } catch {
    return null;
  }
  return isHead(head) ? head : null;
}

function isHead(head: unknown): head is RoundTripHead {
  if (typeof head !== 'object' || head === null) return false;
  const { schema, kind, fields, ...texts } = head as Record<keyof RoundTripHead, unknown>;
  const { exportId, projectId, timeZone, exportedAt } = texts;
  const areTexts = [exportId, projectId, timeZone, exportedAt].every((each) => typeof each === 'string');
  const areFields = Array.isArray(fields) && fields.every((each) => typeof each === 'string');
  const isEdited = editedKinds.some((each) => each === kind);
  return schema === 1 && isEdited && areTexts && areFields;
}

/** The cells of a row of `_meta`. */
export function roundTripRow(id: string, values: MergeValues, fields: readonly string[]): string[] {
  return [id, ...fields.map((field) => cellHash(values[field] ?? null))];
}

/** A row of `_meta` as it was written; null where it is none. */
export function readRoundTripRow(cells: readonly unknown[], fields: readonly string[]): RoundTripBase | null {
  const [id, ...hashes] = cells.map((cell) => (cell == null ? '' : String(cell)));
  if (id === undefined || id === '') return null;
  return {
    id,
    hashes: Object.fromEntries(fields.map((field, index) => [field, hashes[index] ?? cellHash(null)])),
  };
}
