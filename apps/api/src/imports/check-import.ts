/** Checks all rows of a draft, a portion at a time; rows that matter to each other are judged together. */
import { type RowChecker, unmappedFields } from '@batchyard/domain';
import type { CheckedImportRow, ImportRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { observedChecker, type RowJudge, rowJudge } from './judge-rows.js';
import type { KindHandler } from './kinds/kind-handler.js';

type Imports = Persistence['imports'];

/** So many rows are judged at once; so many that come back from an export are compared at once, whatever they name. */
const portionRows = 20_000;
const writtenRows = 2_000;

/** Judges every row as it is now and keeps what was found out. @param onProgress is told the rows done so far */
export async function checkImport(
  { imports }: Pick<Persistence, 'imports'>,
  draft: ImportRecord,
  handler: KindHandler,
  onProgress: (done: number) => void = () => undefined,
): Promise<RowChecker> {
  const checker = await observedChecker(imports, draft, handler);
  const judge = rowJudge(draft, handler, checker);
  const isWhole = draft.rowCount <= portionRows || draft.settings.exportedAt !== undefined;
  let done = 0;
  const keep = async (checks: readonly CheckedImportRow[]) => {
    for (let at = 0; at < checks.length; at += writtenRows) {
      const portion = checks.slice(at, at + writtenRows);
      await imports.writeChecks(draft.id, portion);
      done += portion.length;
      onProgress(done);
    }
  };
  if (isWhole) await keep(await judge.judge(await checkedRows(imports, draft.id, judge)));
  else for await (const portion of portions(imports, draft.id, judge)) await keep(portion);
  await imports.writeCounts(draft.id, await imports.countRows(draft.id));
  return checker;
}

async function checkedRows(imports: Imports, id: string, judge: RowJudge) {
  const rows = [];
  for await (const portion of imports.allRows(id)) for (const row of portion) rows.push(judge.check(row));
  return rows;
}

/** Verdicts of all rows, a portion at a time. */
async function* portions(
  imports: Imports,
  id: string,
  judge: RowJudge,
): AsyncGenerator<readonly CheckedImportRow[]> {
  const index = await indexNames(imports, id, judge);
  for (const names of portionsOf(index)) {
    const own = new Set(names.flatMap((name) => index.rows.get(name) ?? []));
    const leaned = ancestors(names, index).flatMap((name) => index.rows.get(name) ?? []);
    const rows = await imports.rowsNumbered(id, [...own, ...leaned]);
    const checks = await judge.judge(rows.map(judge.check));
    yield checks.filter(({ number }) => own.has(number));
  }
}

interface NameIndex {
  /** Numbers of rows by their own name; rows without one each have an entry of their own. */
  readonly rows: ReadonlyMap<string, readonly number[]>;
  /** Names that rows of a name lean on. */
  readonly leansOn: ReadonlyMap<string, readonly string[]>;
}

async function indexNames(imports: Imports, id: string, judge: RowJudge): Promise<NameIndex> {
  const rows = new Map<string, number[]>();
  const leansOn = new Map<string, string[]>();
  for await (const portion of imports.allRows(id)) {
    for (const row of portion) {
      const [own = '', ...others] = judge.namesOf(judge.check(row));
      const name = own === '' ? `\0${row.number}` : own;
      const before = rows.get(name);
      if (before) before.push(row.number);
      else rows.set(name, [row.number]);
      const leaned = others.filter((other) => other !== '');
      if (leaned.length > 0) leansOn.set(name, [...(leansOn.get(name) ?? []), ...leaned]);
    }
  }
  return { rows, leansOn };
}

function* portionsOf({ rows }: NameIndex): Generator<string[]> {
  let names: string[] = [];
  let count = 0;
  for (const [name, numbers] of rows) {
    if (names.length > 0 && count + numbers.length > portionRows) {
      yield names;
      names = [];
      count = 0;
    }
    names.push(name);
    count += numbers.length;
  }
  if (names.length > 0) yield names;
}

function ancestors(names: readonly string[], { leansOn }: NameIndex): string[] {
  const seen = new Set(names);
  const found: string[] = [];
  let wanted = [...names];
  while (wanted.length > 0) {
    wanted = wanted.flatMap((name) => leansOn.get(name) ?? []).filter((name) => !seen.has(name));
    for (const name of wanted) seen.add(name);
    found.push(...new Set(wanted));
    wanted = [...new Set(wanted)];
  }
  return found;
}

/** Why nothing can be imported yet, whatever the rows say; null when something can. */
export function mappingProblem(draft: ImportRecord, handler: KindHandler): string | null {
  const missing = unmappedFields(draft.columns, handler.fields).map(({ title }) => title);
  if (missing.length === 0) return null;
  return `No column fills ${missing.join(', ')}. Match a column of the sheet with ${missing.length === 1 ? 'it' : 'each'}.`;
}
