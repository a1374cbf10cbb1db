/** Order of the settings table: sorted on request, and steady while results arrive. */

import type { Setting } from '../queries';
import { numbersOf } from '../settings';
import type { Sort } from '../view/url-state';
import type { Column } from './columns';

/** Sorts by a value of settings; settings without a value come last in both orders, equals keep their rank. */
export function sortSettings(
  settings: readonly Setting[],
  sortValue: Column['sortValue'] | undefined,
  order: Sort['order'],
): readonly Setting[] {
  if (sortValue === undefined) return settings;
  const sign = order === 'ascending' ? 1 : -1;
  const values = new Map(settings.map((setting) => [setting.key, sortValue(setting)]));
  return [...settings].sort((a, b) => {
    const left = values.get(a.key) ?? null;
    const right = values.get(b.key) ?? null;
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return (left - right) * sign;
  });
}

/** The order the reader last asked for, and what each setting rested on then. */
export interface FrozenOrder {
  readonly keys: readonly string[];
  /** Jobs with a value of the metric, by setting. */
  readonly jobsWithValue: ReadonlyMap<string, number>;
}

export function freezeOrder(sorted: readonly Setting[], metricName: string): FrozenOrder {
  return {
    keys: sorted.map((setting) => setting.key),
    jobsWithValue: new Map(sorted.map((setting) => [setting.key, valuesIn(setting, metricName)])),
  };
}

/** The settings in the frozen order with their present numbers; new settings follow in the sorted order. */
export function inFrozenOrder(frozen: FrozenOrder, sorted: readonly Setting[]): readonly Setting[] {
  const byKey = new Map(sorted.map((setting) => [setting.key, setting]));
  const known = frozen.keys.flatMap((key) => byKey.get(key) ?? []);
  const old = new Set(frozen.keys);
  return [...known, ...sorted.filter((setting) => !old.has(setting.key))];
}

/** Settings with new values since the order was frozen, when sorting again would move something; else 0. */
export function newSinceFrozen(frozen: FrozenOrder, sorted: readonly Setting[], metricName: string): number {
  const shown = inFrozenOrder(frozen, sorted);
  if (shown.every((setting, index) => setting.key === sorted[index]?.key)) return 0;
  const changed = sorted.filter(
    (setting) => frozen.jobsWithValue.get(setting.key) !== valuesIn(setting, metricName),
  );
  return Math.max(1, changed.length);
}

function valuesIn(setting: Setting, metricName: string): number {
  return numbersOf(setting, metricName)?.n ?? 0;
}
