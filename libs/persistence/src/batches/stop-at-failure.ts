/** The failure of a job that ends its batch: both in one commit, so that no other job of the batch starts between them. */
import type { Database } from '../database/session.js';
import type { Fence } from '../jobs/fence.js';
import { type AttemptResult, finishParameter } from '../jobs/finish.js';
import { changeStatesSql, countsItself } from '../jobs/state-changes.js';
import { holdStarts, lockBatch, settleBatch } from './settle.js';

/** @returns false when the attempt is no longer this worker's; nothing was written then */
export async function stopAtFailure(
  database: Database,
  batchId: string,
  fence: Fence,
  result: AttemptResult,
): Promise<boolean> {
  return database.transaction(async (session) => {
    if ((await lockBatch(session, batchId)) === null) return false;
    await holdStarts(session, batchId);
    await session.query(`select set_config($1, 'on', true)`, [countsItself]);
    const ended = await session.query(changeStatesSql, [`[${finishParameter(fence, result)}]`, []]);
    await session.query(`select set_config($1, 'off', true)`, [countsItself]);
    if (ended.length > 0) await settleBatch(session, batchId);
    return ended.length > 0;
  });
}
