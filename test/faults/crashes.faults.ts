/** Processes that die or stand still at the worst moment. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from '@jest/globals';
import { newBatch } from '../fixtures/batches.js';
import { dieAt } from './die-at.js';
import { type Farm, until } from './farm.js';
import { keyed, quiet, scenario, secondsUntil, seededRandom } from './scenario.js';

const startedCount = (farm: Farm, key: string) =>
  farm.ledger().filter((line) => line.event === 'start' && line.key?.startsWith(key)).length;

describe('a worker', () => {
  scenario(
    'F1',
    'is killed at 20 random moments',
    async (farm) => {
      const random = seededRandom(1);
      await farm.startBatch(keyed('f1', 40, { ms: 250 }), { maxAttempts: 20, concurrency: 4 });
      farm.startWorker({ slots: 2 });
      for (let kill = 0; kill < 20; kill++) {
        const victim = farm.startWorker({ slots: 2 });
        await until('it is up', () => victim.log().includes('jobs at once') || victim.hasExited());
        await sleep(random() * 900);
        victim.kill('SIGKILL');
      }
      const worker = farm.startWorker({ slots: 2, environment: {} });
      await quiet(farm);
      // How long it takes, once, with nothing else going on.
      await farm.startBatch(keyed('f1x', 1, { ms: 2_000 }), { maxAttempts: 5 });
      await until('the job runs', () => startedCount(farm, 'f1x') === 1);
      const holder = await holderOf(farm, 'f1x-0');
      for (const each of farm.workers) if (holder.includes(`-${each.pid}-`)) each.kill('SIGKILL');
      const recoveredS = await secondsUntil(farm, 'it starts again', (line) => line.key === 'f1x-0');
      expect(worker.pid).toBeGreaterThan(0);
      return { recoveredS, note: '20 kills, 40 jobs' };
    },
    // 22 workers start, one after the other.
    { timeoutMs: 300_000 },
  );

  scenario('F3b', 'dies with all files stored, before the row', (farm) => dieAt(farm, 'before_finish'));
  scenario('F3c', 'dies right after it took a job', (farm) => dieAt(farm, 'after_start', 0));

  scenario('F4', 'dies between marking jobs as queued and announcing them', async (farm) => {
    const dying = farm.startWorker({ environment: { FP: 'in_dispatch:kill' } });
    await farm.startBatch(keyed('f4', 4));
    await dying.exited;
    farm.startWorker();
    const recoveredS = await secondsUntil(farm, 'the jobs start', (line) => line.key === 'f4-0');
    return { recoveredS };
  });

  scenario('F5', 'that submits a batch dies before the commit; the client submits it again', async (farm) => {
    expect(submit(farm, 'before_batch_commit:kill')).toBe('');
    expect(await batchesNamed(farm, 'submitted')).toBe(0);
    const batchId = submit(farm);
    (farm.batchIds as string[]).push(batchId);
    farm.startWorker();
    await quiet(farm);
    expect(await batchesNamed(farm, 'submitted')).toBe(1);
    return { note: 'one batch' };
  });

  scenario('F5b', 'that submits a batch dies right after the commit: the batch runs', async (farm) => {
    expect(submit(farm, 'after_batch_commit:kill')).toBe('');
    expect(await batchesNamed(farm, 'submitted')).toBe(1);
    farm.startWorker();
    const recoveredS = await secondsUntil(farm, 'it starts', ({ event }) => event === 'start');
    await until(
      'it has ended',
      async () => (await farm.database.query(`select 1 from batch where state = 'succeeded'`)).length === 1,
    );
    return { recoveredS };
  });

  scenario('F8', 'stands still for three leases', async (farm) => {
    farm.startWorker({ slots: 1, environment: { FP: 'before_finish:block(9000)' } });
    await farm.startBatch(keyed('f8', 1), { maxAttempts: 3 });
    await until('the job has run', () =>
      farm.ledger().some((line) => line.key === 'f8-0' && line.event === 'end'),
    );
    farm.startWorker({ slots: 1 });
    const recoveredS = await secondsUntil(farm, 'another worker runs it', (line) => line.key === 'f8-0');
    return { recoveredS };
  });

  scenario('F22', 'ends by an error of its own', async (farm) => {
    farm.startWorker({ slots: 1, environment: { NODE_OPTIONS: '--max-old-space-size=24' } });
    const dying = farm.workers[0];
    await farm.startBatch(keyed('f22', 3), { maxAttempts: 10 });
    // With so little memory it dies at its start or a little later, or lives: either is fine for the jobs.
    await Promise.race([dying?.exited, sleep(8_000)]);
    dying?.kill('SIGKILL');
    farm.startWorker({ slots: 1 });
    return { recoveredS: await secondsUntil(farm, 'work goes on', (line) => line.event === 'end') };
  });

  scenario('F23', 'is killed by its own job again and again', async (farm) => {
    const batchId = await farm.startBatch(keyed('f23', 1, { do: 'poison' }), { maxAttempts: 2 });
    const others = await farm.startBatch(keyed('f23ok', 4), { maxAttempts: 9 });
    for (let death = 0; death < 2; death++) {
      const worker = farm.startWorker({ slots: 1, environment: { BATCHYARD_TEST_ENCLOSURE: 'group' } });
      await until('the job takes the worker with it', () => worker.hasExited());
    }
    farm.startWorker({ slots: 1 });
    await quiet(farm);
    const [job] = await farm.jobs(batchId);
    expect(job).toMatchObject({ state: 'failed', attempt: 2 });
    expect((await farm.batch(others)).state).toBe('succeeded');
    return { note: 'failed after its 2 attempts; the queue moved on' };
  });
});

/** @returns the batch's id; empty when the process died */
function submit(farm: Farm, failPoint?: string): string {
  const ledger = path.join(path.dirname(farm.workDir), 'ledger');
  const batch = newBatch(farm.projectId, [{ key: 'submitted', ledger }], { label: 'submitted' });
  const order = { databaseUrl: farm.database.databaseUrl, filesDir: farm.filesDir, batch, failPoint };
  const script = path.join(import.meta.dirname, 'submit.mjs');
  return spawnSync(process.execPath, [script, JSON.stringify(order)], { encoding: 'utf8' }).stdout;
}

async function batchesNamed(farm: Farm, name: string): Promise<number> {
  return (await farm.database.query('select 1 from batch where name = $1', [name])).length;
}

async function holderOf(farm: Farm, key: string): Promise<string> {
  const rows = await farm.database.query<{ worker: string }>(
    `select worker_id as worker from job where params->>'key' = $1 and state = 'running'`,
    [key],
  );
  return rows[0]?.worker ?? '';
}
