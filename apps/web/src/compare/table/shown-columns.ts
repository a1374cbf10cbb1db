/** Which columns the settings table shows. */
import type { Setting } from '../queries';
import type { Column } from './columns';

export interface ShownColumns {
  readonly shown: readonly Column[];
  /** Left out because all settings have the same there. */
  readonly identical: readonly Column[];
}

/** Without these there is no table. */
export function canHide({ kind }: Column): boolean {
  return kind !== 'rank' && kind !== 'objective';
}

/** Columns the reader has not hidden; those with one text in all settings only where they are asked for. */
export function shownColumns(
  columns: readonly Column[],
  settings: readonly Setting[],
  { hidden, identical }: { readonly hidden: readonly string[]; readonly identical: 'hide' | 'show' },
): ShownColumns {
  const chosen = columns.filter((column) => !canHide(column) || !hidden.includes(column.id));
  if (identical === 'show' || settings.length < 2) return { shown: chosen, identical: [] };
  const same = new Set(chosen.filter((column) => canHide(column) && isSame(column, settings)));
  return {
    shown: chosen.filter((column) => !same.has(column)),
    identical: chosen.filter((column) => same.has(column)),
  };
}

function isSame(column: Column, settings: readonly Setting[]): boolean {
  const { kind, text, sortValue, parts = [] } = column;
  // What varies is what the table is about, and the verdict of the baseline itself is always empty.
  if (kind === 'parameter' || kind === 'verdict' || kind === 'difference') return false;
  // Numbers are compared before they are written: writing thousands of them takes seconds.
  const tests = parts.length > 0 ? [sortValue, ...parts.map((part) => part.sortValue)] : [text];
  return tests.every((read) => {
    const [first, ...others] = settings;
    const wanted = first && read(first);
    return others.every((setting) => read(setting) === wanted);
  });
}
