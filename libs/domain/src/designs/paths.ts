/** Dotted parameter paths such as `weights.lambda_rigid`. */
import type { Json, JsonObject } from '@batchyard/pipelines';

export type { JsonObject };

export function isJsonObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A copy of `object` with the value at the dotted path replaced; the original is not touched. */
export function withValueAt(object: JsonObject, path: string, value: Json): JsonObject {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return { ...object, [head]: value };
  const inner = Object.hasOwn(object, head) ? object[head] : undefined;
  return { ...object, [head]: withValueAt(isJsonObject(inner) ? inner : {}, rest.join('.'), value) };
}

/** The value at a dotted path, or undefined where the path does not lead anywhere. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
  let current: Json | undefined = object;
  for (const key of path.split('.')) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** The path of each key, level by level. */
export type PathNames = Map<string, { readonly path: string; readonly inner: PathNames }>;

/**
 * Every leaf of a parameter object by its dotted path; arrays are leaves.
 * @param names one for many objects of the same shape, so that each path is joined once, which takes longest of all
 */
export function flattenParams(object: JsonObject, names: PathNames = new Map()): Map<string, Json> {
  const leaves = new Map<string, Json>();
  collectLeaves(object, '', names, leaves);
  return leaves;
}

function collectLeaves(
  object: JsonObject,
  prefix: string,
  names: PathNames,
  leaves: Map<string, Json>,
): void {
  for (const key of Object.keys(object)) {
    const value = object[key] as Json;
    let name = names.get(key);
    if (name === undefined) {
      name = { path: `${prefix}${key}`, inner: new Map() };
      names.set(key, name);
    }
    if (isJsonObject(value)) collectLeaves(value, `${name.path}.`, name.inner, leaves);
    else leaves.set(name.path, value);
  }
}

/** Whether a path matches a pattern in which `*` stands for any rest, as in `weights.*`. */
export function pathMatches(path: string, pattern: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** `base` with the leaves of `changes` replaced, however deep; neither is touched. Arrays are leaves. */
export function mergeParams(base: JsonObject, changes: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const old = Object.hasOwn(base, key) ? base[key] : undefined;
    Object.defineProperty(merged, key, {
      value: isJsonObject(value) && isJsonObject(old) ? mergeParams(old, value) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return merged;
}
