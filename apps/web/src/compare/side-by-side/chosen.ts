/** Which jobs stand beside each other: one input under some settings. */
import type { InputCell, InputMatrix, InputRow } from '../by-input/queries';
import type { ComparisonData, Setting } from '../queries';

export interface Beside {
  readonly setting: Setting;
  /** undefined: the setting was not tried on this input. */
  readonly cell: InputCell | undefined;
}

/** Beside more than this nothing can be seen. */
export const mostBeside = 4;

/** The row asked for, else the one about which settings disagree most; null where there is none. */
export function chosenRow({ rows }: Pick<InputMatrix, 'rows'>, key: string | null): InputRow | null {
  return rows.find((row) => row.key === key) ?? rows[0] ?? null;
}

/** The row before or after, around the ends. */
export function neighbour({ rows }: Pick<InputMatrix, 'rows'>, row: InputRow, step: 1 | -1): InputRow {
  const index = rows.findIndex(({ key }) => key === row.key);
  return rows[(index + step + rows.length) % rows.length] ?? row;
}

/** The selected settings, best first; else the best and the baseline, or the best two where these are one. */
export function chosenSettings(
  { settings, bestKey, baselineKey }: Pick<ComparisonData, 'settings' | 'bestKey' | 'baselineKey'>,
  selected: ReadonlySet<string>,
  most: number,
): readonly Setting[] {
  const chosen = settings.filter(({ key }) => selected.has(key));
  if (chosen.length > 1) return chosen.slice(0, most);
  const wanted = new Set([...selected, bestKey ?? settings[0]?.key, baselineKey].filter(Boolean));
  const usual = settings.filter(({ key }) => wanted.has(key));
  const rest = settings.filter(({ key }) => !wanted.has(key));
  return [...usual, ...rest].slice(0, Math.max(2, Math.min(usual.length, most)));
}

export function besideEachOther(row: InputRow, settings: readonly Setting[]): readonly Beside[] {
  return settings.map((setting) => ({
    setting,
    cell: row.cells.find(({ settingKey }) => settingKey === setting.key),
  }));
}
