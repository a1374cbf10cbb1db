/**
 * Edits and decisions outlive a new reading of the sheet: they are set aside, and taken up again where the sheet still
 * says the same. What does not fit waits for the next reading.
 */
import type { Decision, SheetCell } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { CellEdits, ImportSettings } from './import-record.js';

interface SetAside {
  readonly sheet: string;
  readonly number: number;
  readonly cells: readonly SheetCell[];
  readonly edits: CellEdits;
  readonly decisions: Readonly<Record<string, Decision>>;
}

/** Before the rows go. */
export async function setEditsAside(session: Session, id: string): Promise<void> {
  await session.query(
    `update import_draft d set settings = settings || jsonb_build_object('setAside',
       coalesce(settings -> 'setAside', '[]') || coalesce((
         select jsonb_agg(jsonb_build_object('sheet', d.settings -> 'sheet', 'number', number, 'cells', cells,
           'edits', edits, 'decisions', decisions) order by number)
         from import_row where draft_id = d.id and (edits <> '{}' or decisions <> '{}')), '[]'))
     where id = $1`,
    [id],
  );
}

/** When the rows are there again. @returns what could not be taken up, to be kept with the settings */
export async function takeEditsUp(
  session: Session,
  id: string,
  sheet: string,
): Promise<Pick<ImportSettings, 'notKept'> & { readonly setAside: readonly SetAside[] }> {
  const [draft] = await session.query<{ setAside: readonly SetAside[] | null }>(
    `select settings -> 'setAside' as "setAside" from import_draft where id = $1`,
    [id],
  );
  const all = draft?.setAside ?? [];
  const own = all.filter((each) => each.sheet === sheet);
  const rows = await session.query<{ number: number; cells: readonly SheetCell[] }>(
    'select number, cells from import_row where draft_id = $1 and number = any($2::int[])',
    [id, own.map(({ number }) => number)],
  );
  const cellsOf = new Map(rows.map(({ number, cells }) => [number, cells]));
  const fitted = own.map((each) => fit(each, cellsOf.get(each.number)));
  await session.query(
    `update import_row r set edits = r.edits || f.edits, decisions = r.decisions || f.decisions
     from jsonb_to_recordset($2) f (number int, edits jsonb, decisions jsonb)
     where r.draft_id = $1 and r.number = f.number`,
    [id, JSON.stringify(merged(fitted.map(({ taken }) => taken)))],
  );
  const left = [
    ...all.filter((each) => each.sheet !== sheet),
    ...fitted.flatMap(({ rest }) => (rest === null ? [] : [rest])),
  ];
  if (left.length === 0) return { setAside: [] };
  const cells = left.reduce((sum, { edits }) => sum + Object.keys(edits).length, 0);
  const numbers = [...new Set(left.map(({ number }) => number))];
  return { setAside: left, notKept: { cells, rows: numbers.slice(0, toldRows) } };
}

const toldRows = 20;

type Taken = Pick<SetAside, 'number' | 'edits' | 'decisions'>;

/** @param cells of the row now; undefined: there is none */
function fit(
  aside: SetAside,
  cells: readonly SheetCell[] | undefined,
): { readonly taken: Taken; readonly rest: SetAside | null } {
  const { number, edits } = aside;
  const isSame = (column: number) => cells !== undefined && sameCell(cells[column], aside.cells[column]);
  const length = Math.max(cells?.length ?? 0, aside.cells.length);
  const isSameRow = Array.from({ length }, (_, column) => column).every(isSame);
  const entries = Object.entries(edits);
  const fitting = isSameRow ? entries : entries.filter(([column]) => isSame(Number(column)));
  const others = entries.filter((entry) => !fitting.includes(entry));
  const decisions = isSameRow ? aside.decisions : {};
  const isDone = others.length === 0 && (isSameRow || Object.keys(aside.decisions).length === 0);
  return {
    taken: { number, edits: Object.fromEntries(fitting), decisions },
    rest: isDone ? null : { ...aside, edits: Object.fromEntries(others) },
  };
}

const sameCell = (a: SheetCell | undefined, b: SheetCell | undefined) =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** One for each row; what was typed last counts. */
function merged(taken: readonly Taken[]): Taken[] {
  const rows = new Map<number, Taken>();
  for (const { number, edits, decisions } of taken) {
    const before = rows.get(number);
    rows.set(number, {
      number,
      edits: { ...before?.edits, ...edits },
      decisions: { ...before?.decisions, ...decisions },
    });
  }
  return [...rows.values()];
}
