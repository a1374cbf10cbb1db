/**
 * What is not saved yet, in order. Kept in the browser's storage, so that neither a lost connection nor a closed page
 * loses anything. Pages of one person and project share it: each change is made to what is stored, not to a copy.
 */
import type { QueueEntry } from './work';

/** The part of `Storage` that is needed. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface SaveQueue {
  entries(): readonly QueueEntry[];
  add(entry: QueueEntry): void;
  /** Puts an entry in the place of the one with its id. */
  replace(entry: QueueEntry): void;
  /** Takes an entry out, whether it was saved or given up. */
  remove(id: string): void;
  /** Keeps an entry with the reason why it was not taken; it is not sent again by itself. */
  refuse(id: string, reason: string): void;
  /** Lets a refused entry be sent again, in its old place. */
  retry(id: string): void;
}

/** Key of the stored queue of one person in one project. */
export function queueKey(userId: string, slug: string): string {
  return `batchyard:unsaved:${userId}:${slug}`;
}

/** The queue below `key`; where storage is full or forbidden, it lives as long as the page. */
export function openQueue(shelf: Shelf, key: string): SaveQueue {
  let unstored: readonly QueueEntry[] | null = null;
  const read = () => unstored ?? readEntries(shelf, key);
  const write = (entries: readonly QueueEntry[]) => {
    try {
      if (entries.length === 0) shelf.removeItem(key);
      else shelf.setItem(key, JSON.stringify(entries));
      unstored = null;
    } catch {
      unstored = entries;
    }
  };
  const change = (id: string, refusal: string | null) =>
    write(read().map((entry) => (entry.id === id ? { ...entry, refusal } : entry)));
  return {
    entries: read,
    add: (entry) => write([...read(), entry]),
    replace: (changed) => write(read().map((entry) => (entry.id === changed.id ? changed : entry))),
    remove: (id) => write(read().filter((entry) => entry.id !== id)),
    refuse: change,
    retry: (id) => change(id, null),
  };
}

function readEntries(shelf: Shelf, key: string): readonly QueueEntry[] {
  try {
    const stored: unknown = JSON.parse(shelf.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is QueueEntry {
  const entry = value as Partial<QueueEntry> | null;
  return (
    typeof entry?.id === 'string' &&
    typeof entry.subjectId === 'string' &&
    typeof entry.work?.type === 'string'
  );
}

/**
 * The entry to send next, or null. A refused one is passed over; what was done later on the same subject still goes,
 * because the server checks each by itself.
 */
export function nextToSend(entries: readonly QueueEntry[]): QueueEntry | null {
  return entries.find(({ refusal }) => refusal === null) ?? null;
}

/** Seconds from 1 to 30 between attempts while the server is away. */
export function retryDelayMs(failures: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1));
}
