/** Does one thing to many items in portions, each item for itself. */

export interface ProcessOptions {
  /** Items of a portion, at least 1. */
  readonly chunkSize?: number;
  /** Most items worked on at once, at least 1. */
  readonly workers?: number;
  /** Told after each portion and finally with (n, n); once for no items at all. */
  readonly onProgress?: (processed: number, total: number) => void;
}

/** Each list is in the order of the items. */
export interface Processed<Value> {
  readonly succeeded: readonly { readonly id: string; readonly value: Value }[];
  /** Items whose work gave null or false. */
  readonly skipped: readonly { readonly id: string; readonly note: string }[];
  readonly failed: readonly { readonly id: string; readonly message: string }[];
}

/** Items of a portion unless said otherwise. */
export const defaultChunkSize = 100;

/**
 * Splits items evenly into portions of `chunkSize`, the last one shorter.
 * @throws RangeError when `chunkSize` is no whole number above 0
 */
export function portionsOf<Item>(items: readonly Item[], chunkSize = defaultChunkSize): Item[][] {
  requireCount('chunkSize', chunkSize);
  return Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, index) =>
    items.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

/**
 * Works on all items. A result of null or false means that there was nothing to do (skipped); everything else is
 * success, 0 and '' too; an exception fails only its item. Portions follow one after another.
 * @throws RangeError when `chunkSize` or `workers` is no whole number above 0; nothing was done then
 */
export async function processItems<Item extends { readonly id: string }, Value>(
  items: readonly Item[],
  work: (item: Item) => Value | null | false | Promise<Value | null | false>,
  { chunkSize = defaultChunkSize, workers = 1, onProgress }: ProcessOptions = {},
): Promise<Processed<Value>> {
  requireCount('workers', workers);
  const portions = portionsOf(items, chunkSize);
  const outcomes: Outcome<Value>[] = [];
  for (const portion of portions) {
    outcomes.push(...(await processPortion(portion, work, workers)));
    onProgress?.(outcomes.length, items.length);
  }
  if (portions.length === 0) onProgress?.(0, 0);
  return {
    succeeded: outcomes
      .filter((outcome) => outcome.type === 'succeeded')
      .map(({ id, value }) => ({ id, value })),
    skipped: outcomes
      .filter((outcome) => outcome.type === 'skipped')
      .map(({ id }) => ({ id, note: nothingToDo })),
    failed: outcomes
      .filter((outcome) => outcome.type === 'failed')
      .map(({ id, message }) => ({ id, message })),
  };
}

const nothingToDo = 'There was nothing to do.';

type Outcome<Value> =
  | { readonly type: 'succeeded'; readonly id: string; readonly value: Value }
  | { readonly type: 'skipped'; readonly id: string }
  | { readonly type: 'failed'; readonly id: string; readonly message: string };

async function processPortion<Item extends { readonly id: string }, Value>(
  portion: readonly Item[],
  work: (item: Item) => Value | null | false | Promise<Value | null | false>,
  workers: number,
): Promise<Outcome<Value>[]> {
  const outcomes: Outcome<Value>[] = [];
  const queue = portion.entries();
  const takeItems = async () => {
    for (const [index, item] of queue) outcomes[index] = await processItem(item, work);
  };
  await Promise.all(Array.from({ length: Math.min(workers, portion.length) }, takeItems));
  return outcomes;
}

async function processItem<Item extends { readonly id: string }, Value>(
  item: Item,
  work: (item: Item) => Value | null | false | Promise<Value | null | false>,
): Promise<Outcome<Value>> {
  const { id } = item;
  try {
    const value = await work(item);
    return value === null || value === false ? { type: 'skipped', id } : { type: 'succeeded', id, value };
  } catch (error) {
    return { type: 'failed', id, message: error instanceof Error ? error.message : String(error) };
  }
}

function requireCount(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new RangeError(`${name} is ${value}: expected a whole number of at least 1.`);
}
