/** Tells people and programs what happened. Every worker does it; the database hands each piece to one of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';
import { deliver } from './deliver.js';
import { lookUpPackages } from './packages.js';

/** Looked for new events and due deliveries; for nights that are over; for what is old; for changed packages. */
const [everyMs, nightsEveryMs, sweepEveryMs, packagesEveryMs] = [2_000, 20_000, 3_600_000, 1_800_000];
/** Sent at once by one worker: a slow receiver must not hold up the others. */
const atOnce = 20;
const stopGraceMs = 5_000;

type Store = Pick<Persistence, 'notifications' | 'nights'>;

export interface NotificationsOptions {
  readonly workerId: string;
  /** Of job processes, as packages are looked for with it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onError: (error: unknown) => void;
}

export function runNotifications(store: Store, { workerId, environment, onError }: NotificationsOptions) {
  const ending = new AbortController();
  const sending = repeat(
    async () => {
      await store.notifications.spread();
      while (!ending.signal.aborted && (await sendSome(store, onError)) === atOnce);
    },
    { everyMs, pauseMs: 0, onError },
  );
  const nights = repeat(() => store.nights.pass(), { everyMs: nightsEveryMs, pauseMs: 0, onError });
  const sweeping = repeat(() => store.notifications.sweep(), { everyMs: sweepEveryMs, pauseMs: 0, onError });
  const packages = repeat(
    async () => {
      const found = await lookUpPackages(environment, ending.signal);
      if (!ending.signal.aborted) await store.nights.setEnvironment(workerId, found);
    },
    { everyMs: packagesEveryMs, pauseMs: 0, onError },
  );
  return {
    /** What a slow receiver has not answered by then is sent again by another worker. */
    async stop() {
      ending.abort();
      const stopped = Promise.all([sending, nights, sweeping, packages].map((repeated) => repeated.stop()));
      await Promise.race([stopped, sleep(stopGraceMs, undefined, { ref: false })]);
    },
  };
}

/** @returns how many deliveries were taken */
async function sendSome(store: Store, onError: (error: unknown) => void): Promise<number> {
  const taken = await store.notifications.take(atOnce);
  if (taken.length === 0) return 0;
  const settings = await store.notifications.settings();
  await Promise.all(
    taken.map(async (delivery) => {
      const outcome = await deliver({ store, settings }, delivery);
      await store.notifications.record(delivery, outcome).catch(onError);
    }),
  );
  return taken.length;
}
