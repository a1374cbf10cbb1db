/** Pages read by keyset: a cursor is the opaque form of the last row's key. */
import { UserError } from '@batchyard/domain';

export interface PageRequest {
  /** Rows wanted, at least 1. */
  readonly first: number;
  /** Cursor of the row before. */
  readonly after?: string | null;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** One for each row. */
  readonly cursors: readonly string[];
  readonly hasMore: boolean;
  /** Where to go on when that is not after the last row: a search may end a page that is not full. */
  readonly endCursor?: string;
}

/** The opaque form of a key that `decodeCursor` gives back. */
export const encodeCursor = (key: readonly (string | number)[]) =>
  Buffer.from(key.join('.')).toString('base64url');

/**
 * @param rows one more than `first` where there are more
 * @param keyOf whole numbers that order the rows, as `decodeCursor` gives them back
 */
export function pageOf<Row>(
  rows: readonly Row[],
  first: number,
  keyOf: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const shown = rows.slice(0, first);
  return {
    rows: shown,
    cursors: shown.map((row) => encodeCursor(keyOf(row))),
    hasMore: rows.length > first,
  };
}

/**
 * @param length numbers in the key
 * @returns null without a cursor
 * @throws UserError INVALID_CURSOR
 */
export function decodeCursor(cursor: string | null | undefined, length: number): string[] | null {
  if (cursor === null || cursor === undefined) return null;
  const key = Buffer.from(cursor, 'base64url').toString().split('.');
  if (key.length !== length || !key.every((part) => /^\d{1,18}$/.test(part))) {
    throw new UserError(
      'INVALID_CURSOR',
      'The page cursor is not one that this server gave out. Read from the first page.',
    );
  }
  return key;
}
