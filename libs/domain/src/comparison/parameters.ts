/** Which parameters vary between settings, and their values in a sane order. */
import { canonicalJson, type Json } from '../designs/canonical.js';
import type { VaryingParameter } from './comparison.js';

/** Values of one setting by dotted path. */
export type Leaves = ReadonlyMap<string, Json>;

/** Parameters with several values over the settings and those with one; a path that a setting lacks counts as null. */
export function splitParameters(settings: readonly Leaves[]): {
  varying: VaryingParameter[];
  constant: Record<string, Json>;
} {
  const varying: VaryingParameter[] = [];
  const constant: Record<string, Json> = {};
  const paths = new Set<string>();
  for (const leaves of settings) for (const path of leaves.keys()) paths.add(path);
  for (const path of paths) {
    const values = distinctValues(settings, path);
    if (values.length > 1) varying.push({ path, values: values.sort(byValue) });
    else constant[path] = values[0] ?? null;
  }
  return { varying, constant };
}

function distinctValues(settings: readonly Leaves[], path: string): Json[] {
  const distinct = new Map<string | number, Json>();
  let last: Json | undefined;
  for (const leaves of settings) {
    const value = leaves.get(path) ?? null;
    // Most parameters are equal in neighbouring settings, and digesting each would take longest of all.
    if (value === last) continue;
    last = value;
    const key = valueKey(value);
    if (!distinct.has(key)) distinct.set(key, value);
  }
  return [...distinct.values()];
}

/** A key that is equal for equal values and for no others: a number itself, otherwise its canonical JSON. */
export function valueKey(value: Json | undefined): string | number {
  return typeof value === 'number' ? value : canonicalJson(value ?? null);
}

/** A value as people read it: text as it is, lists and objects as JSON. */
export function valueText(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

/** Orders numbers numerically, then everything else by its JSON text. */
export function byValue(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  const [first, second] = [canonicalJson(a), canonicalJson(b)];
  return first === second ? 0 : first < second ? -1 : 1;
}

/** The last part of a dotted path, or all of it where two of `paths` end alike. */
export function shortName(path: string, paths: readonly string[]): string {
  const last = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  return paths.some((other) => other !== path && last(other) === last(path)) ? path : last(path);
}
