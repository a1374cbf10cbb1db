import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from './session.js';

/** Far below the time for which the database lets a transaction idle. */
const napMs = 1_000;

/**
 * Lets this transaction idle for longer than others may: on a busy machine its own process may need long to come to the
 * next portion. What it holds meanwhile must be locks that few wait for.
 */
export async function letIdle(session: Session): Promise<void> {
  await session.query(`set local idle_in_transaction_session_timeout = '2min'`);
}

/**
 * Portions from elsewhere, for work in an open transaction: the next one is fetched while one is worked on, and while it
 * is waited for the database hears from the transaction, which it would end otherwise.
 */
export async function* keptAwake<T>(session: Session, portions: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = portions[Symbol.asyncIterator]();
  try {
    for (let next = fetched(iterator); ; ) {
      const portion = await awaited(session, next);
      if (portion.done) return;
      next = fetched(iterator);
      yield portion.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function fetched<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = iterator.next();
  // It may fail while nobody waits for it; whoever does hears of it.
  next.catch(() => undefined);
  return next;
}

async function awaited<T>(session: Session, next: Promise<T>): Promise<T> {
  const over = new AbortController();
  try {
    for (;;) {
      const nap = sleep(napMs, 'nap' as const, { signal: over.signal }).catch(() => 'nap' as const);
      const first = await Promise.race([next.then((value) => ({ value })), nap]);
      if (first !== 'nap') return first.value;
      await session.query('select');
    }
  } finally {
    over.abort();
  }
}
