/** Rows of a draft in portions that fit into memory; rows that name the same come together. */
import { type ImportRecord, type ImportRowStatus, importRowStatuses } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { RowJudge } from './judge-rows.js';
import type { ComparedRow } from './kinds/kind-handler.js';
import { rowsLeanedOn } from './leaned-rows.js';

type Imports = Persistence['imports'];

/** So many rows are in hand at once, or some more where many rows name the same. */
export const portionRows = 20_000;
const maxPortionRows = 2 * portionRows;

export interface RowPortion {
  /** In the order of the sheet. */
  readonly rows: readonly ComparedRow[];
  /** Others that they lean on, which belong to other portions. */
  readonly leaned: readonly ComparedRow[];
}

export interface RowPortions {
  /** What the rows are about, each once. */
  readonly names: readonly string[];
  /** From the first again each time it is called. */
  portions(): AsyncIterable<RowPortion>;
}

/**
 * Looks at the names of all rows and knows then which come together. Rows that come back from an export are all one
 * portion, whatever they name.
 * @param statuses of the rows; all of them unless given
 */
export async function rowPortions(
  imports: Imports,
  draft: Pick<ImportRecord, 'id' | 'rowCount' | 'settings'>,
  judge: RowJudge,
  statuses: readonly ImportRowStatus[] = importRowStatuses,
): Promise<RowPortions> {
  const isOne = draft.rowCount <= portionRows || draft.settings.exportedAt !== undefined;
  if (isOne) return onePortion(imports.allRows(draft.id, statuses), judge);
  const { names, numbers } = await sortIntoPortions(
    imports.allRows(draft.id, statuses),
    Math.ceil(draft.rowCount / portionRows),
    judge,
  );
  return {
    names,
    async *portions() {
      for (const all of numbers) {
        // Rows of one name alone may be too many: those are taken one portion after another.
        for (let from = 0; from < all.length; from += maxPortionRows) {
          const portion = await imports.rowsNumbered(draft.id, all.slice(from, from + maxPortionRows));
          const rows = portion.map(judge.check);
          yield { rows, leaned: await rowsLeanedOn(imports, draft.id, judge, rows) };
        }
      }
    },
  };
}

type StoredRows = ReturnType<Imports['allRows']>;

async function onePortion(stored: StoredRows, judge: RowJudge): Promise<RowPortions> {
  const rows: ComparedRow[] = [];
  for await (const portion of stored) for (const row of portion) rows.push(judge.check(row));
  const names = new Set(rows.map((row) => judge.namesOf(row)[0] ?? ''));
  return {
    names: [...names],
    async *portions() {
      yield { rows, leaned: [] };
    },
  };
}

/** Numbers of rows by portion. A name belongs to the portion that its letters say, so that no list of names is needed. */
async function sortIntoPortions(
  stored: StoredRows,
  count: number,
  judge: RowJudge,
): Promise<{ names: string[]; numbers: number[][] }> {
  const names = new Set<string>();
  const numbers = Array.from({ length: count }, (): number[] => []);
  for await (const portion of stored) {
    for (const row of portion) {
      const [name = ''] = judge.namesOf(judge.check(row));
      if (name !== '') names.add(name);
      const at = (name === '' ? row.number : hashOf(name)) % numbers.length;
      numbers[at]?.push(row.number);
    }
  }
  return { names: [...names], numbers };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
