/**
 * Loads many objects in one statement: keys asked for in the same turn are read together. Nothing is kept afterwards,
 * so that a subscription never shows what it read for an earlier event.
 */
export type Loader<Key, Value> = (key: Key) => Promise<Value>;

/** @param read is given distinct keys; the answer has the value of each */
export function batched<Value>(
  read: (keys: readonly string[]) => Promise<(key: string) => Value>,
): Loader<string, Value> {
  let waiting: { keys: Set<string>; answer: Promise<(key: string) => Value> } | null = null;
  return async (key) => {
    if (waiting === null) {
      const keys = new Set<string>();
      // A macrotask later, all fields of this level of the query have asked.
      const turn = new Promise<void>((resolve) => setImmediate(resolve));
      const answer = turn.then(() => {
        waiting = null;
        return read([...keys]);
      });
      waiting = { keys, answer };
    }
    waiting.keys.add(key);
    return (await waiting.answer)(key);
  };
}

/** Rows by their id; undefined where there is none that the caller may see. */
export function byId<Row extends { readonly id: string }>(
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
): Loader<string, Row | undefined> {
  return batched(async (ids) => {
    const rows = new Map((await read(ids)).map((row) => [row.id, row]));
    return (id) => rows.get(id);
  });
}

/** The rows that belong to each key, in the order read. */
export function grouped<Row>(
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Loader<string, readonly Row[]> {
  return batched(async (keys) => {
    const groups = new Map<string, Row[]>(keys.map((key) => [key, []]));
    for (const row of await read(keys)) groups.get(keyOf(row))?.push(row);
    return (key) => groups.get(key) ?? [];
  });
}
