/** Sends unsaved work in order, one at a time, and goes on by itself when the server is back. Knows nothing of React. */
import { nextToSend, retryDelayMs, type SaveQueue } from './queue';
import type { QueueEntry } from './work';

export type SendOutcome =
  /** `changesetId` null: nothing had to change. */
  | { readonly type: 'saved'; readonly changesetId: string | null; readonly notes: readonly string[] }
  | { readonly type: 'refused'; readonly reason: string }
  /** No answer: it is sent again later. */
  | { readonly type: 'away' };

export interface SaverOptions {
  readonly queue: SaveQueue;
  readonly send: (entry: QueueEntry) => Promise<SendOutcome>;
  /** Runs work while no other page of this person does: two of them share the queue. Directly where that is no matter. */
  readonly exclusively?: (work: () => Promise<void>) => Promise<void>;
  /** Called once for each entry that was saved or refused. */
  readonly onSettled: (entry: QueueEntry, outcome: Exclude<SendOutcome, { type: 'away' }>) => void;
}

export interface SaveState {
  /** All that the server has not taken: on its way, waiting or refused. */
  readonly entries: readonly QueueEntry[];
  readonly isAway: boolean;
}

export interface Saver {
  submit(entry: QueueEntry): void;
  /** Takes back what has not been sent yet; false where it is on its way or gone. */
  withdraw(id: string): boolean;
  retry(id: string): void;
  discard(id: string): void;
  /** Tries again at once, for example when the browser is online again. */
  wake(): void;
  /** Shows what another page of this person put into the queue or took out of it. */
  look(): void;
  state(): SaveState;
  subscribe(listener: () => void): () => void;
  /** Sends nothing more; what is unsaved stays in the queue. */
  stop(): void;
}

export function createSaver({ queue, send, onSettled, exclusively = (work) => work() }: SaverOptions): Saver {
  const listeners = new Set<() => void>();
  let shown: SaveState = { entries: queue.entries(), isAway: false };
  let onItsWay: string | null = null;
  let isPumping = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isStopped = false;

  const changed = () => {
    shown = { entries: queue.entries(), isAway: failures > 0 };
    for (const listener of listeners) listener();
  };

  const later = () => {
    failures += 1;
    timer = setTimeout(wake, retryDelayMs(failures));
  };

  const settle = (entry: QueueEntry, outcome: SendOutcome) => {
    if (outcome.type === 'away') return later();
    failures = 0;
    if (outcome.type === 'refused') {
      queue.refuse(entry.id, outcome.reason);
      linkUndo(queue, entry.id, null);
    } else {
      queue.remove(entry.id);
      linkUndo(queue, entry.id, outcome.changesetId);
    }
    onSettled(entry, outcome);
  };

  const pump = async () => {
    if (isPumping) return;
    isPumping = true;
    while (!isStopped && timer === null && nextToSend(queue.entries()) !== null) await exclusively(sendNext);
    isPumping = false;
  };

  /** Looks again which one is next: while this page waited for its turn, another may have sent some. */
  const sendNext = async () => {
    const entry = nextToSend(queue.entries());
    if (entry === null) return changed();
    onItsWay = entry.id;
    changed();
    const outcome = await send(entry);
    onItsWay = null;
    settle(entry, outcome);
    changed();
  };

  function wake() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    changed();
    void pump();
  }

  return {
    submit(entry) {
      queue.add(entry);
      changed();
      void pump();
    },
    withdraw(id) {
      if (id === onItsWay || !queue.entries().some((entry) => entry.id === id)) return false;
      queue.remove(id);
      changed();
      return true;
    },
    retry(id) {
      queue.retry(id);
      wake();
    },
    discard(id) {
      queue.remove(id);
      changed();
    },
    wake,
    look: changed,
    state: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Tells waiting undos which changeset they mean; where there is none, nothing is to be undone. */
function linkUndo(queue: SaveQueue, entryId: string, changesetId: string | null): void {
  for (const entry of queue.entries()) {
    if (entry.work.type !== 'undo' || entry.work.ofEntry !== entryId) continue;
    if (changesetId === null) queue.remove(entry.id);
    else queue.replace({ ...entry, work: { ...entry.work, changesetId } });
  }
}
