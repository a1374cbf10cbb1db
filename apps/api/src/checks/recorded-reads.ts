/**
 * Which parts of the parameters a check looked at. A check is a function of its files and of what it reads of the
 * parameters, so its answer holds for all parameters that agree there: a sweep over weights is checked once per file.
 */

/** What was read: where, and what was found there. */
export interface Read {
  readonly path: readonly string[];
  readonly found: string;
}

export interface Recorded<T> {
  /** Behaves like the value; plain JSON only. */
  readonly value: T;
  reads(): readonly Read[];
}

export function recordReads<T>(value: T): Recorded<T> {
  const reads = new Map<string, Read>();
  const record = (path: readonly string[], found: string) => {
    reads.set(JSON.stringify([path, found]), { path, found });
  };
  // A copy: a frozen object would not let itself be replaced by its recorder.
  return { value: recorder(structuredClone(value), [], record), reads: () => [...reads.values()] };
}

/** Where something was read, and whether the whole value counts or only its kind. */
export interface ReadPlace {
  readonly path: readonly string[];
  readonly isWhole: boolean;
}

export function placeOf({ path, found }: Read): ReadPlace {
  return { path, isWhole: found.startsWith('=') };
}

/** What the same look finds in other parameters: the answer holds for them where all of it is equal. */
export function foundAt(value: unknown, { path, isWhole }: ReadPlace): string {
  const there = valueAt(value, path);
  return isWhole ? wholeOf(there) : kindOf(there);
}

function recorder<T>(
  value: T,
  path: readonly string[],
  record: (path: readonly string[], found: string) => void,
): T {
  if (typeof value !== 'object' || value === null) return value;
  const inner = new Map<string, unknown>();
  const readAll = () => record(path, wholeOf(value));
  return new Proxy(value, {
    get(target, key, receiver) {
      const found: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || typeof found === 'function') return found;
      const innerPath = [...path, key];
      if (typeof found !== 'object' || found === null) {
        record(innerPath, wholeOf(found));
        return found;
      }
      record(innerPath, kindOf(found));
      const known = inner.get(key) ?? recorder(found, innerPath, record);
      inner.set(key, known);
      return known;
    },
    has(target, key) {
      readAll();
      return Reflect.has(target, key);
    },
    ownKeys(target) {
      readAll();
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, key) {
      readAll();
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

const wholeOf = (value: unknown) => `=${JSON.stringify(value)}`;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'object' : wholeOf(value);
}
