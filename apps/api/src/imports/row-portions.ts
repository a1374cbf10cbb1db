/** Rows of a draft in portions that fit into memory; rows that name the same come together. */
import { type ImportRecord, type ImportRowStatus, importRowStatuses } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { RowJudge } from './judge-rows.js';
import type { ComparedRow } from './kinds/kind-handler.js';
import { rowsLeanedOn } from './leaned-rows.js';

type Imports = Persistence['imports'];

/** So many rows are in hand at once, or some more where many rows name the same. */
const portionRows = 5_000;
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
  const named = namedRows(imports.allCells(draft.id, statuses), judge);
  const { names, numbers } = await sortIntoPortions(named, portionRows);
  return {
    names,
    async *portions() {
      for (const all of numbers) {
        // Rows of one name alone may be too many: those are taken one portion after another.
        for (let from = 0; from < all.length; from += maxPortionRows) {
          const rows = await checkedRows(imports, draft.id, judge, all.slice(from, from + maxPortionRows));
          yield { rows, leaned: await rowsLeanedOn(imports, draft.id, judge, rows) };
        }
      }
    },
  };
}

/** Rows read and checked in one go; between them other work of the service has its turn. */
const readRows = 1_000;

async function checkedRows(
  imports: Imports,
  id: string,
  judge: RowJudge,
  numbers: readonly number[],
): Promise<ComparedRow[]> {
  const rows: ComparedRow[] = [];
  const read = (from: number) => {
    const portion = imports.rowsNumbered(id, numbers.slice(from, from + readRows));
    // It may fail while nobody waits for it; whoever does hears of it.
    portion.catch(() => undefined);
    return portion;
  };
  let next = read(0);
  for (let from = readRows; ; from += readRows) {
    const portion = await next;
    if (from < numbers.length) next = read(from);
    for (const row of await judge.check(portion)) rows.push(row);
    if (from >= numbers.length) return rows;
  }
}

type StoredRows = ReturnType<Imports['allRows']>;

async function onePortion(stored: StoredRows, judge: RowJudge): Promise<RowPortions> {
  const rows: ComparedRow[] = [];
  for await (const portion of stored) for (const row of await judge.check(portion)) rows.push(row);
  const names = new Set(rows.map((row) => judge.namesOf(row)[0] ?? ''));
  return {
    names: [...names],
    async *portions() {
      yield { rows, leaned: [] };
    },
  };
}

async function* namedRows(
  stored: ReturnType<Imports['allCells']>,
  judge: RowJudge,
): AsyncGenerator<readonly NamedRow[]> {
  for await (const portion of stored)
    yield portion.map((row) => ({ number: row.number, name: judge.ownName(row) }));
}

export interface NamedRow {
  readonly number: number;
  /** '' for none. */
  readonly name: string;
}

/**
 * Numbers of rows by portion: names in the order in which they come first, each with all of its rows.
 * @param size rows of a portion; more only where one name has more
 */
export async function sortIntoPortions(
  portions: AsyncIterable<readonly NamedRow[]>,
  size: number,
): Promise<{ names: string[]; numbers: number[][] }> {
  const ids = new Map<string, number>();
  const counts: number[] = [];
  const [numberOf, idOf]: [number[], number[]] = [[], []];
  for await (const rows of portions) {
    for (const { number, name } of rows) {
      const id = (name === '' ? undefined : ids.get(name)) ?? counts.push(0) - 1;
      if (name !== '') ids.set(name, id);
      counts[id] = (counts[id] ?? 0) + 1;
      numberOf.push(number);
      idOf.push(id);
    }
  }
  const portionOf = pack(counts, size);
  const numbers = Array.from({ length: (portionOf.at(-1) ?? -1) + 1 }, (): number[] => []);
  for (const [index, id] of idOf.entries()) {
    numbers[portionOf[id] ?? 0]?.push(numberOf[index] ?? 0);
  }
  return { names: [...ids.keys()], numbers };
}

/** The portion of each name. */
function pack(counts: readonly number[], size: number): number[] {
  let [portion, filled] = [0, 0];
  return counts.map((count) => {
    if (filled > 0 && filled + count > size) {
      portion++;
      filled = 0;
    }
    filled += count;
    return portion;
  });
}
