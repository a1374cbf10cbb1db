/** What is particular to a kind of import: its columns, what is wrong with a row beyond its cells, and its commit. */
import type {
  ChangedCell,
  CheckedRow,
  Decision,
  ImportField,
  MappedColumn,
  RoundTripBase,
  RowValues,
  SheetProblem,
} from '@batchyard/domain';
import type { Actor, ImportRowStatus } from '@batchyard/persistence';
import type { NamesThere } from './names-there.js';

/** Of a row whose cells could all be read. */
export interface RowVerdict {
  readonly status: ImportRowStatus;
  readonly problems: readonly SheetProblem[];
  /** Cells that are not as they were exported, or that change what is here. */
  readonly changes?: readonly ChangedCell[];
}

/** What a row that was exported, and changed since, is written as. */
export interface Replacement {
  readonly replacedId: string;
  /** What was changed in the sheet, and what else the row needs to be written, as it is here. */
  readonly values: RowValues;
}

/** A row to be written; with `replacedId` it takes the place of what it was exported from. */
export type WrittenRow = CheckedRow &
  Partial<Replacement> & {
    /** What its last check said that it changes; absent where nothing is written yet. */
    readonly told?: readonly ChangedCell[];
  };

/** A row of a sheet that was exported for editing. */
export interface ComparedRow {
  readonly row: CheckedRow;
  /** null: it was added since. */
  readonly base: RoundTripBase | null;
  /** By field. */
  readonly decisions: Readonly<Record<string, Decision>>;
  /** Its status as it is stored, where nothing more is stored of it; null: there are problems or changes too. */
  readonly plainStatus: ImportRowStatus | null;
  /** What its last check said that it changes. */
  readonly told: readonly ChangedCell[];
}

/** What a commit has to write. */
export interface RowsToWrite {
  readonly count: number;
  /** A portion at a time in the order of the sheet. From the first again each time it is called. */
  inOrder(): AsyncIterable<readonly WrittenRow[]>;
  /** The same so that rows which name the same come together. */
  together(): Promise<RowsTogether>;
}

export interface RowsTogether {
  /** Names of all that the rows are about. */
  readonly names: readonly string[];
  /** Ids of all that rows take the place of. */
  readonly replaced: ReadonlySet<string>;
  /** From the first again each time it is called. */
  portions(): AsyncIterable<readonly WrittenRow[]>;
}

export interface Committed {
  /** null where nothing was changed. */
  readonly changesetId: string | null;
  /** One sentence for people. */
  readonly summary: string;
  readonly batchId?: string;
  readonly designId?: string;
}

export interface KindHandler {
  readonly fields: readonly ImportField[];
  /** Whether columns that mean nothing to the product may be kept as facts. */
  readonly hasFacts: boolean;
  /** What the project has of what cells name, by field. */
  readonly named: ReadonlyMap<string, NamesThere>;
  /** Of these, the field whose name may be a new one: a template offers no list to choose from. */
  readonly makes?: string;
  /**
   * Fields by whose values rows matter to each other: first the one that names what the row is about, then those that
   * name what it leans on.
   */
  readonly nameFields: readonly string[];
  /** Whether a cell of this field may take the place of what others said; absent: none does. */
  overwrites?(field: string): boolean;
  /** More rows than this are refused when the sheet is read, for this reason; absent: none are. */
  readonly maxRows?: { readonly count: number; readonly because: string };
  /** Values that the headings say for all rows. */
  valuesOfHeadings?(columns: readonly MappedColumn[]): RowValues;
  /** One verdict for each row, in their order. Changes nothing. */
  judge(rows: readonly CheckedRow[]): Promise<readonly RowVerdict[]>;
  /**
   * The same for a sheet that was exported for editing: each row against what it was and what is here now.
   * @param fields those that the sheet has a column for
   */
  compare?(rows: readonly ComparedRow[], fields: ReadonlySet<string>): Promise<readonly RowVerdict[]>;
  /** Of rows that were exported and changed since: what each is written as; undefined for others. */
  replacements?(
    rows: readonly ComparedRow[],
    fields: ReadonlySet<string>,
  ): Promise<readonly (Replacement | undefined)[]>;
  /**
   * Writes all rows or none.
   * @param onProgress is told the rows written so far, where that can be told
   * @throws UserError when something changed since they were judged
   */
  commit(
    actor: Actor,
    rows: RowsToWrite,
    name: string,
    onProgress: (done: number) => void,
  ): Promise<Committed>;
}

/** All portions as one. */
export async function allOf<T>(portions: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const portion of portions) for (const each of portion) all.push(each);
  return all;
}

/** A problem of a row as a whole, or of one of its fields. */
export function rowProblem(
  { row, values }: CheckedRow,
  field: string | null,
  message: string,
  more: Partial<Pick<SheetProblem, 'code' | 'severity' | 'expectation' | 'suggestion'>> = {},
): SheetProblem {
  const value = field === null ? null : (values[field] ?? null);
  return {
    code: 'BAD_ROW',
    severity: 'error',
    expectation: null,
    suggestion: null,
    ...more,
    row,
    // The column is known to who mapped it.
    column: null,
    field,
    message,
    value: value === null ? null : String(value),
    damage: null,
  };
}

export const fine: RowVerdict = { status: 'new', problems: [] };

export const wrong = (problem: SheetProblem): RowVerdict => ({ status: 'error', problems: [problem] });

/** Rows whose value of a field was there before, by row number, with the number of the first. */
export function doubles(rows: readonly CheckedRow[], field: string): ReadonlyMap<number, number> {
  const first = new Map<unknown, number>();
  const later = new Map<number, number>();
  for (const { row, values } of rows) {
    const value = values[field] ?? null;
    if (value === null) continue;
    const before = first.get(value);
    if (before === undefined) first.set(value, row);
    else later.set(row, before);
  }
  return later;
}
