/**
 * Listens for jobs on behalf of all slots of a worker: for jobs that any worker takes, and for each set of labels that
 * batches ask for and this worker carries. What one kind has in hand the others leave free, so that a worker never
 * sits on messages that others could take.
 */
import { carriesLabels, labelKey } from '@batchyard/domain';
import type { Consumer, Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';

export interface JobSource {
  /** Takes no further message; those in hand go on. */
  pause(): Promise<void>;
}

export interface ConsumeJobsOptions {
  readonly slots: number;
  /** What this worker carries. */
  readonly labels: readonly string[];
  readonly handle: (jobIds: readonly string[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

interface Listener {
  readonly labels: readonly string[];
  readonly consumer: Consumer;
  /** Messages. */
  inHand: number;
}

const lookEveryMs = 2_000;

export function consumeJobs(
  store: Pick<Persistence, 'queue' | 'jobs'>,
  { slots, labels, handle, onError }: ConsumeJobsOptions,
): JobSource {
  if (labels.length === 0) return store.queue.consume({ concurrency: slots, handle, onError });
  const listeners = new Map<string, Listener>();
  const share = () => {
    const taken = [...listeners.values()].reduce((sum, { inHand }) => sum + inHand, 0);
    const free = Math.max(0, slots - taken);
    for (const { consumer, inHand } of listeners.values()) consumer.allow(inHand + free);
  };
  const listen = (wanted: readonly string[]) => {
    const consumer = store.queue.consume({
      labels: wanted,
      concurrency: slots,
      onError,
      async handle(jobIds) {
        listener.inHand++;
        share();
        await handle(jobIds).finally(() => {
          listener.inHand--;
          share();
        });
      },
    });
    const listener: Listener = { labels: wanted, consumer, inHand: 0 };
    listeners.set(labelKey(wanted), listener);
  };
  listen([]);
  const look = async () => {
    const wanted = (await store.jobs.wantedLabels()).filter((set) => carriesLabels(labels, set));
    const keys = new Set(['', ...wanted.map(labelKey)]);
    for (const [key, { consumer, inHand }] of listeners) {
      if (keys.has(key) || inHand > 0) continue;
      listeners.delete(key);
      await consumer.close();
    }
    for (const set of wanted) if (!listeners.has(labelKey(set))) listen(set);
    share();
  };
  const looking = repeat(look, { everyMs: lookEveryMs, pauseMs: 0, onError });
  return {
    async pause() {
      await looking.stop();
      await Promise.all([...listeners.values()].map(({ consumer }) => consumer.pause()));
    },
  };
}
