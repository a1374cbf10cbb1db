/** Makes a due time one worker's while it reads what is to be run, so that no two read the same files. */
import type { Session } from '../database/session.js';

/** A worker that has not said within this time that it is still at it is taken for dead. */
const leaseMs = 15_000;
const renewEveryMs = 5_000;

const until = `clock_timestamp() + ${leaseMs} * interval '1 ms'`;

/**
 * Does `work` while the time is this caller's. What it writes must still see that nobody was faster: a worker may be
 * taken for dead wrongly.
 * @returns null where another has it, or it waits no longer
 */
export async function whileClaimed<T>(
  session: Session,
  id: string,
  work: () => Promise<T>,
): Promise<T | null> {
  const claimed = await session.query(
    `update occurrence set claimed_until = ${until} where id = $1 and state = 'waiting'
       and (claimed_until is null or claimed_until < clock_timestamp()) returning id`,
    [id],
  );
  if (claimed.length === 0) return null;
  const renew = () => session.query(`update occurrence set claimed_until = ${until} where id = $1`, [id]);
  // One that fails is made up for by the next.
  const timer = setInterval(() => void renew().catch(() => undefined), renewEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await session.query('update occurrence set claimed_until = null where id = $1', [id]);
  }
}
