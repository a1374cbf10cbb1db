/** Which parameters vary between settings, and their values in a sane order. */
import { canonicalJson, type Json } from '../designs/canonical.js';
import { isJsonObject, type JsonObject } from '../designs/paths.js';
import type { VaryingParameter } from './comparison.js';

export interface SplitParameters {
  /** Those with several values over the settings; a path that a setting lacks counts as null. */
  readonly varying: readonly VaryingParameter[];
  /** Those with one value, by dotted path. */
  readonly constant: Readonly<Record<string, Json>>;
  /** The value of a varying parameter in the parameters of a setting; null where it has none. */
  valueIn(params: JsonObject, path: string): Json;
}

/** Parameters of settings by whether they vary. No copy of the parameters is made: there may be many settings. */
export function splitParameters(settings: readonly JsonObject[]): SplitParameters {
  const leaves = new Map<string, Leaf>();
  const branches: Branches = new Map();
  for (const params of settings) collectValues(params, [], branches, leaves);
  const varying: VaryingParameter[] = [];
  const constant: Record<string, Json> = {};
  for (const [path, { values, settings: having }] of leaves) {
    if (having < settings.length) values.set(valueKey(null), null);
    const [value = null, ...others] = values.values();
    if (others.length > 0) varying.push({ path, values: [value, ...others].sort(byValue) });
    else constant[path] = value;
  }
  return { varying, constant, valueIn: (params, path) => leafAt(params, leaves.get(path)?.keys ?? []) };
}

/** What is known of one dotted path. */
interface Leaf {
  /** Keys that lead to it. */
  readonly keys: readonly string[];
  /** Distinct values by `valueKey`. */
  readonly values: Map<string | number, Json>;
  last: Json | undefined;
  /** Settings that have it. */
  settings: number;
}

type Branches = Map<
  string,
  { readonly keys: readonly string[]; readonly inner: Branches; leaf: Leaf | null }
>;

function collectValues(
  object: JsonObject,
  above: readonly string[],
  branches: Branches,
  leaves: Map<string, Leaf>,
): void {
  for (const key of Object.keys(object)) {
    let branch = branches.get(key);
    if (branch === undefined) {
      branch = { keys: [...above, key], inner: new Map(), leaf: null };
      branches.set(key, branch);
    }
    const value = object[key] as Json;
    if (isJsonObject(value)) collectValues(value, branch.keys, branch.inner, leaves);
    else {
      branch.leaf ??= leafOf(branch.keys, leaves);
      addValue(branch.leaf, value);
    }
  }
}

function leafOf(keys: readonly string[], leaves: Map<string, Leaf>): Leaf {
  const path = keys.join('.');
  const leaf = leaves.get(path) ?? { keys, values: new Map(), last: undefined, settings: 0 };
  leaves.set(path, leaf);
  return leaf;
}

function addValue(leaf: Leaf, value: Json): void {
  leaf.settings++;
  // Most parameters are equal in neighbouring settings, and digesting each would take longest of all.
  if (value === leaf.last) return;
  leaf.last = value;
  const key = valueKey(value);
  if (!leaf.values.has(key)) leaf.values.set(key, value);
}

function leafAt(params: JsonObject, keys: readonly string[]): Json {
  let current: Json = params;
  for (const key of keys) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) return null;
    current = current[key] as Json;
  }
  return isJsonObject(current) ? null : current;
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
