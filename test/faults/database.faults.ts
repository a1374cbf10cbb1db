/** The database goes away, is cut off, or is slow. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from '@jest/globals';
import type { Farm } from './farm.js';
import { until } from './farm.js';
import { type ClusterFarm, keyed, openClusterFarm, quiet, scenario, secondsUntil } from './scenario.js';

/** A scenario on a PostgreSQL of its own. */
function onCluster(
  id: string,
  title: string,
  run: (farm: ClusterFarm) => ReturnType<Parameters<typeof scenario>[2]>,
) {
  scenario(id, title, (farm) => run(farm as ClusterFarm), { open: () => openClusterFarm() });
}

const running = (farm: Farm, count: number) => () =>
  farm.ledger().filter(({ event }) => event === 'start').length >= count;

describe('the database', () => {
  onCluster('F12', 'is restarted under 50 jobs', async (farm) => {
    farm.startWorker({ slots: 4 });
    await farm.startBatch(keyed('f12', 50, { ms: 150 }), { maxAttempts: 5 });
    await until('some have started', running(farm, 8));
    await farm.cluster.stop();
    await farm.cluster.start();
    const recoveredS = await secondsUntil(farm, 'work goes on', ({ event }) => event === 'start');
    await quiet(farm);
    expect(await failedJobs(farm)).toBe(0);
    return { recoveredS };
  });

  onCluster('F13', 'is killed and away for 5 s', async (farm) => {
    farm.startWorker({ slots: 4 });
    await farm.startBatch(keyed('f13', 40, { ms: 200 }), { maxAttempts: 5 });
    await until('some have started', running(farm, 8));
    await farm.cluster.crash();
    await sleep(5_000);
    await farm.cluster.start();
    const recoveredS = await secondsUntil(farm, 'work goes on', ({ event }) => event === 'start');
    await quiet(farm);
    expect(await failedJobs(farm)).toBe(0);
    return { recoveredS };
  });

  onCluster('F13b', 'is away for 1 s while a job ends, which costs the job nothing', async (farm) => {
    farm.startWorker({ slots: 1 });
    const gate = farm.gate('f13b');
    const batchId = await farm.startBatch(keyed('f13b', 1, { do: 'wait', gate: gate.path }));
    await until('it runs', running(farm, 1));
    await farm.cluster.stop();
    gate.open();
    await until('the job has ended', () => farm.ledger().some(({ event }) => event === 'end'));
    await farm.cluster.start();
    await quiet(farm);
    expect(await farm.jobs(batchId)).toMatchObject([{ state: 'succeeded', attempt: 1 }]);
    return { note: 'the result was kept and written; 1 attempt' };
  });

  onCluster('F14', 'resets all connections every 200 ms for 10 s', async (farm) => {
    const { proxy, proxiedUrl: databaseUrl } = farm;
    farm.startWorker({ slots: 2, databaseUrl });
    // More than can be done while the connections break.
    await farm.startBatch(keyed('f14', 200, { ms: 150 }), { maxAttempts: 20 });
    await until('some have started', running(farm, 2));
    for (let reset = 0; reset < 50; reset++) {
      proxy.reset();
      await sleep(200);
    }
    const recoveredS = await secondsUntil(farm, 'work goes on', ({ event }) => event === 'start');
    await quiet(farm);
    expect(await failedJobs(farm)).toBe(0);
    return { recoveredS };
  });

  onCluster('F15', 'swallows everything for 25 s', async (farm) => {
    const { proxy, proxiedUrl: databaseUrl } = farm;
    const worker = farm.startWorker({ slots: 2, databaseUrl });
    await farm.startBatch(keyed('f15', 6, { ms: 1_000 }), { maxAttempts: 5 });
    await until('some have started', running(farm, 2));
    const before = worker.log().length;
    proxy.swallow(true);
    const cutMs = Date.now();
    await until('the worker says so', () => worker.log().length > before);
    const loggedS = (Date.now() - cutMs) / 1_000;
    await sleep(Math.max(0, 25_000 - (Date.now() - cutMs)));
    proxy.swallow(false);
    const recoveredS = await secondsUntil(farm, 'work goes on', ({ event }) => event === 'start');
    await quiet(farm);
    return { recoveredS, note: `the worker complained after ${loggedS.toFixed(1)} s` };
  });

  onCluster(
    'F16',
    'is cut off from one worker, which ends its job before another may start it',
    async (farm) => {
      const { proxy, proxiedUrl: databaseUrl } = farm;
      farm.startWorker({ slots: 1, databaseUrl });
      await farm.startBatch(keyed('f16', 1, { ms: 60_000 }), { maxAttempts: 2 });
      await until('it runs', running(farm, 1));
      const children = farm.jobProcesses().map(({ pid }) => pid);
      farm.startWorker({ slots: 1 });
      proxy.swallow(true);
      const recoveredS = await secondsUntil(farm, 'it starts elsewhere', ({ event }) => event === 'start');
      const left = farm.jobProcesses().filter(({ pid }) => children.includes(pid));
      expect(left).toEqual([]);
      for (const batchId of farm.batchIds) await farm.store.batches.cancel(batchId);
      await quiet(farm);
      return { recoveredS };
    },
  );

  onCluster('F17', 'answers 150 ms late each way', async (farm) => {
    const { proxy, proxiedUrl: databaseUrl } = farm;
    proxy.delay(150);
    farm.startWorker({ slots: 2, databaseUrl });
    await farm.startBatch(keyed('f17', 8, { ms: 500 }), { maxAttempts: 3 });
    await quiet(farm);
    const lost = await farm.database.query('select 1 from attempt where outcome = $1', ['lost']);
    expect(lost).toEqual([]);
    return { note: 'no lease was lost' };
  });
});

async function failedJobs(farm: Farm): Promise<number> {
  const rows = await farm.database.query<{ n: number }>(
    `select count(*)::int as n from job where batch_id = any($1) and state <> 'succeeded'`,
    [farm.batchIds],
  );
  return rows[0]?.n ?? -1;
}
