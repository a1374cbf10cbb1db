/** Everything at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from '@jest/globals';
import { keyed, quiet, scenario, seededRandom } from './scenario.js';

describe('several at once', () => {
  scenario('F26', 'cancel 80 jobs at random moments, some twice, some with a retry', async (farm) => {
    const random = seededRandom(26);
    farm.startWorker({ slots: 4 });
    const batchId = await farm.startBatch(keyed('f26', 80, { ms: 40 }), { maxAttempts: 3 });
    const jobs = await farm.jobs(batchId);
    const stateOf = async (id: string) =>
      (await farm.database.query<{ state: string }>('select state from job where id = $1', [id]))[0]?.state;
    const cancelled = new Set<string>();
    await Promise.all(
      jobs.map(async ({ id }) => {
        await sleep(random() * 4_000);
        // Refused where the job has already ended.
        await farm.store.jobs.cancel(id).catch(() => undefined);
        if (random() < 0.3) await farm.store.jobs.cancel(id).catch(() => undefined);
        if ((await stateOf(id)) === 'cancelled') cancelled.add(id);
        if (
          random() < 0.2 &&
          (await farm.store.jobs.retry(id).then(
            () => true,
            () => false,
          ))
        )
          cancelled.delete(id);
      }),
    );
    await quiet(farm);
    expect(cancelled.size).toBeGreaterThan(0);
    const final = await farm.jobs(batchId);
    for (const { id, state } of final) if (cancelled.has(id)) expect([id, state]).toEqual([id, 'cancelled']);
    return { note: `${cancelled.size} of 80 stayed cancelled, the others ended as they were to` };
  });

  scenario('F26b', 'pause and resume while jobs start', async (farm) => {
    farm.startWorker({ slots: 4 });
    const batchId = await farm.startBatch(keyed('f26b', 120, { ms: 20 }));
    for (let round = 0; round < 10; round++) {
      await sleep(100);
      await farm.store.batches.pause(batchId).catch(() => undefined);
      const [{ at } = { at: new Date() }] = await farm.database.query<{ at: Date }>(
        'select clock_timestamp() as at',
      );
      await sleep(150);
      const late = await farm.database.query(
        `select 1 from attempt a join job j on j.id = a.job_id where j.batch_id = $1 and a.started_at > $2`,
        [batchId, at],
      );
      expect(late).toEqual([]);
      await farm.store.batches.resume(batchId).catch(() => undefined);
    }
    return { note: 'nothing started after pause had returned, 10 times' };
  });

  scenario('F27', 'three workers dispatch, sweep and run 150 jobs', async (farm) => {
    for (let n = 0; n < 3; n++) farm.startWorker({ slots: 2 });
    const batchId = await farm.startBatch(keyed('f27', 150), { concurrency: 5 });
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await farm.store.jobs.requeueForgotten(0);
        await farm.store.batches.settleAll();
        await farm.store.batches.settle(batchId);
      }),
    );
    await quiet(farm);
    const starts = farm.ledger().filter(({ event, key }) => event === 'start' && key?.startsWith('f27'));
    expect(starts).toHaveLength(150);
    return { note: 'each ran once' };
  });
});
