/** Rows of drafts. */
import type { DamageKind, Decision, RoundTripBase, SheetProblem, SheetRow } from '@batchyard/domain';
import { toJson } from '../database/json.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import {
  type CellEdits,
  type CheckedImportRow,
  type ImportCells,
  type ImportCounts,
  type ImportRowRecord,
  type ImportRowStatus,
  importRowStatuses,
} from './import-record.js';
import { lockDraft } from './lock-draft.js';

/** What people type around a name without seeing it. */
const blanks = ' \t\r\n\u00a0\u2007\u202f\ufeff';

/** Problems of one kind in one column. */
export interface ProblemGroupRecord
  extends Pick<SheetProblem, 'code' | 'severity' | 'column' | 'field' | 'message' | 'suggestion'> {
  readonly damage: DamageKind | null;
  readonly count: number;
  /** Those that have a suggestion. */
  readonly repairable: number;
  readonly firstRow: number;
}

/** Rows that may have problems which people can mend: one that changes something, or nothing, may be damaged all the same. */
const mayHaveProblems = `status in ('error', 'warning', 'changed', 'unchanged', 'conflict') and problems <> '[]'`;

const record = 'number, cells, edits, decisions, status, problems, changes, base';

export function importRows(database: Database) {
  return {
    /** While the draft is being read. */
    addRows: async (
      id: string,
      rows: readonly (SheetRow & { readonly base?: RoundTripBase | null })[],
    ): Promise<void> => {
      await database.query(
        `insert into import_row (draft_id, number, cells, base)
         select $1, r.number, r.cells, nullif(r.base, 'null') from jsonb_to_recordset($2) r (number int, cells jsonb, base jsonb)`,
        [id, toJson(rows)],
      );
    },

    /** Takes away the rows up to one, which are no data. @returns how many */
    removeRows: async (id: string, upTo: number): Promise<number> => {
      const gone = await database.query(
        'delete from import_row where draft_id = $1 and number <= $2 returning number',
        [id, upTo],
      );
      return gone.length;
    },

    /**
     * A page in the order of the sheet.
     * @param status null: all; @param after number of the last row before it; 0: from the first
     */
    rows: (id: string, status: ImportRowStatus | null, after: number, first: number) =>
      database.query<ImportRowRecord>(
        `select ${record} from import_row where draft_id = $1 and ($2::text is null or status = $2) and number > $3
         order by number limit $4`,
        [id, status, after, first],
      ),

    /** The rows of these numbers, in the order of the sheet. */
    rowsNumbered: (id: string, numbers: readonly number[]) =>
      database.query<ImportRowRecord>(
        `select ${record} from import_row where draft_id = $1 and number = any($2::int[]) order by number`,
        [id, [...numbers]],
      ),

    /** A page of those with problems, in the order of the sheet. @param after number of the last row before it */
    rowsWithProblems: (id: string, after: number, first: number) =>
      database.query<ImportRowRecord>(
        `select ${record} from import_row where draft_id = $1 and ${mayHaveProblems} and number > $2
         order by number limit $3`,
        [id, after, first],
      ),

    /** Rows of these statuses that have cells which differ from what the project has, in the order of the sheet. */
    allChanges: (id: string, statuses: readonly ImportRowStatus[]) =>
      allRows<Pick<ImportRowRecord, 'number' | 'changes'>>(
        database,
        'number, changes',
        id,
        statuses,
        `changes <> '[]'`,
      ),

    /** Numbers of all rows in the order of the sheet. @param status null: of any */
    rowNumbers: async (id: string, status: ImportRowStatus | null): Promise<number[]> => {
      const rows = await database.query<{ number: number }>(
        'select number from import_row where draft_id = $1 and ($2::text is null or status = $2) order by number',
        [id, status],
      );
      return rows.map(({ number }) => number);
    },

    /** All rows in order, a portion at a time. @param statuses only those of these; all unless given */
    allRows: (id: string, statuses: readonly ImportRowStatus[] = importRowStatuses) =>
      allRows<ImportRowRecord>(database, record, id, statuses),

    /** The same with their cells alone, which is much faster. */
    allCells: (id: string, statuses: readonly ImportRowStatus[] = importRowStatuses) =>
      allRows<ImportCells>(database, 'number, cells, edits', id, statuses),

    /** Numbers of the rows that say one of these names in one of the columns, blanks around them aside. */
    rowsNaming: async (
      id: string,
      columns: readonly number[],
      names: readonly string[],
    ): Promise<number[]> => {
      if (columns.length === 0 || names.length === 0) return [];
      const saysOne = columns.map((_, index) => {
        const column = `$${index + 4}::int`;
        const text = `case when edits ? ${column}::text then edits ->> ${column}::text else cells ->> ${column} end`;
        return `btrim(${text}, $3) = any($2::text[])`;
      });
      const rows = await database.query<{ number: number }>(
        `select number from import_row where draft_id = $1 and (${saysOne.join(' or ')}) order by number`,
        [id, [...names], blanks, ...columns],
      );
      return rows.map(({ number }) => number);
    },

    /**
     * Equal problems of one column together, those with a suggestion apart from those without: errors first, then the
     * most frequent.
     */
    problemGroups: (id: string) =>
      database.query<ProblemGroupRecord>(
        `with told as (
           select number, p, p ->> 'code' as code, p ->> 'severity' as severity, p -> 'column' as col, p ->> 'damage' as damage,
             p ->> 'suggestion' is not null as is_repairable
           from import_row, jsonb_array_elements(problems) p where draft_id = $1 and ${mayHaveProblems}
         ), alike as (
           select code, severity, col, damage, is_repairable, count(*)::int as count, min(number) as first
           from told group by code, severity, col, damage, is_repairable
         )
         select g.code, g.severity, (f.p ->> 'column')::int as "column", f.p ->> 'field' as field, g.damage,
           f.p ->> 'message' as message, f.p ->> 'suggestion' as suggestion, g.count,
           case when g.is_repairable then g.count else 0 end as repairable, g.first as "firstRow"
         from alike g cross join lateral (
           select p from import_row r, jsonb_array_elements(r.problems) p
           where r.draft_id = $1 and r.number = g.first and p ->> 'code' = g.code and p ->> 'severity' = g.severity
             and p -> 'column' = g.col and p ->> 'damage' is not distinct from g.damage
             and (p ->> 'suggestion' is not null) = g.is_repairable
           limit 1
         ) f
         order by g.severity, g.count desc, g.first`,
        [id],
      ),

    /** What checking found out, for these rows. */
    writeChecks: async (id: string, checks: readonly CheckedImportRow[]): Promise<void> => {
      await database.query(
        `update import_row r set status = c.status, problems = c.problems, changes = c.changes
         from jsonb_to_recordset($2) c (number int, status text, problems jsonb, changes jsonb)
         where r.draft_id = $1 and r.number = c.number
           and (r.status, r.problems, r.changes) is distinct from (c.status, c.problems, c.changes)`,
        [id, toJson(checks)],
      );
    },

    countRows: async (id: string): Promise<ImportCounts> => {
      const rows = await database.query<{ status: ImportRowStatus; n: number }>(
        'select status, count(*)::int as n from import_row where draft_id = $1 group by status',
        [id],
      );
      const counts = new Map(rows.map(({ status, n }) => [status, n]));
      return Object.fromEntries(
        importRowStatuses.map((status) => [status, counts.get(status) ?? 0]),
      ) as unknown as ImportCounts;
    },

    /**
     * @param edits texts by column, by row
     * @param restored columns whose cells are as they were read again, by row
     * @throws NotFound, Conflict when it is committed
     */
    editCells: (
      id: string,
      edits: ReadonlyMap<number, CellEdits>,
      restored: ReadonlyMap<number, readonly number[]> = new Map(),
    ): Promise<void> =>
      database.transaction(async (session) => {
        await lockDraft(session, id);
        const rows = [...new Set([...edits.keys(), ...restored.keys()])].map((number) => ({
          number,
          cells: edits.get(number) ?? {},
          restored: (restored.get(number) ?? []).map(String),
        }));
        await session.query(
          `update import_row r set edits = (r.edits || e.cells) - array(select jsonb_array_elements_text(e.restored))
           from jsonb_to_recordset($2) e (number int, cells jsonb, restored jsonb)
           where r.draft_id = $1 and r.number = e.number`,
          [id, toJson(rows)],
        );
        await touch(session, id);
      }),

    /** @param rows null: all that have a conflict @throws NotFound, Conflict when it is committed */
    decide: (id: string, rows: readonly number[] | null, decision: Decision): Promise<void> =>
      database.transaction(async (session) => {
        await lockDraft(session, id);
        await session.query(
          `update import_row r set decisions = coalesce((
             select jsonb_object_agg(c ->> 'field', $3::text) from jsonb_array_elements(r.changes) c
             where c ->> 'change' = 'conflict'), '{}')
           where draft_id = $1 and changes @> '[{"change": "conflict"}]' and ($2::int[] is null or number = any($2))`,
          [id, rows === null ? null : [...rows], decision],
        );
        await touch(session, id);
      }),
  };
}

/** Numbers of rows that are asked for at once; blank rows have numbers too. */
const portionNumbers = 2_000;

/**
 * Portions by number and not by count: of a draft that was just read the database knows nothing yet, and would sort all
 * the rest of it for each portion. The next one is asked for while one is worked on.
 */
async function* allRows<Row extends Pick<ImportRowRecord, 'number'>>(
  session: Session,
  columns: string,
  id: string,
  statuses: readonly ImportRowStatus[],
  condition = 'true',
): AsyncGenerator<Row[]> {
  const { last } = onlyRow(
    await session.query<{ last: number | null }>(
      'select max(number) as last from import_row where draft_id = $1',
      [id],
    ),
  );
  const read = (after: number) => {
    const rows = session.query<Row>(
      `select ${columns} from import_row where draft_id = $1 and number > $2 and number <= $3 and status = any($4)
         and ${condition} order by number`,
      [id, after, after + portionNumbers, [...statuses]],
    );
    // It may fail while nobody waits for it; whoever does hears of it.
    rows.catch(() => undefined);
    return rows;
  };
  let next = read(0);
  for (let after = portionNumbers; ; after += portionNumbers) {
    const rows = await next;
    const isEnd = after >= (last ?? 0);
    if (!isEnd) next = read(after);
    if (rows.length > 0) yield rows;
    if (isEnd) return;
  }
}

async function touch(session: Session, id: string): Promise<void> {
  await session.query('update import_draft set touched_at = clock_timestamp() where id = $1', [id]);
}
