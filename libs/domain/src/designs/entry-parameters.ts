import { type AxisEntry, isGroup } from './axes.js';

/** Paths of all parameters that entries vary, groups included, in their order; each once. */
export function parametersOf(entries: readonly AxisEntry[]): readonly string[] {
  return [...new Set(entries.flatMap(parametersOfEntry))];
}

function parametersOfEntry(entry: AxisEntry): readonly string[] {
  if (!isGroup(entry)) return [entry.parameter];
  return [...parametersOf(entry.axes ?? []), ...(entry.rows ?? []).flatMap((row) => Object.keys(row))];
}
