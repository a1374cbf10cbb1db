/** Workers that die, freeze or are told to stop while they run jobs. */
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Farm, openFarm, until } from './farm.js';

let farm: Farm;

beforeEach(async () => {
  farm = await openFarm();
});
afterEach(() => farm.dispose());

const ended = (batchId: string) => async () =>
  ['succeeded', 'failed', 'completed_with_errors', 'stopped', 'cancelled'].includes(
    (await farm.batch(batchId)).state,
  );
const started = (count: number) => () =>
  farm.ledger().filter((line) => line.event === 'start').length >= count;
describe('a worker killed in the middle of a job', () => {
  it('loses the job to another worker, which finishes it once', async () => {
    const first = farm.startWorker({ slots: 1 });
    const batchId = await farm.startBatch([{ do: 'succeed', ms: 3_000 }]);
    await until('the job runs', started(1));
    first.kill('SIGKILL');
    farm.startWorker({ slots: 1 });
    await until('the batch has ended', ended(batchId));
    const [job] = await farm.jobs(batchId);
    expect(job).toMatchObject({ state: 'succeeded', attempt: 2, error: null });
    const attempts = await farm.attempts(job?.id ?? '');
    expect(attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'lost'],
      [2, 'succeeded'],
    ]);
    expect(attempts[0]?.worker_id).not.toBe(attempts[1]?.worker_id);
    expect(farm.ledger().map((line) => line.event)).toEqual(['start', 'start', 'end']);
    await until('the dead worker left no folder', async () => (await readdir(farm.workDir)).length === 1);
  });

  it.each([
    ['in a namespace where there are any', {}],
    ['in a process group', { BATCHYARD_TEST_ENCLOSURE: 'group' }],
  ])('takes deaf job processes and their children with it, %s', async (_where, environment) => {
    const worker = farm.startWorker({ slots: 1, environment });
    await farm.startBatch([{ do: 'spin' }]);
    await until('the job and its child run', () => farm.ledger().length >= 2);
    expect(farm.jobProcesses().length).toBeGreaterThanOrEqual(2);
    worker.kill('SIGKILL');
    await until('nobody of them is left', () => farm.jobProcesses().length === 0);
  });

  it('again and again fails the job after its last attempt', async () => {
    const batchId = await farm.startBatch([{ do: 'succeed', ms: 60_000 }], { maxAttempts: 2 });
    for (let death = 1; death <= 2; death++) {
      const worker = farm.startWorker({ slots: 1 });
      await until(`try ${death} runs`, started(death));
      worker.kill('SIGKILL');
    }
    farm.startWorker({ slots: 1 });
    await until('the batch has ended', ended(batchId));
    const [job] = await farm.jobs(batchId);
    expect(job).toMatchObject({
      state: 'failed',
      attempt: 2,
      error: { message: 'The worker died 2 times while it ran this job; no attempt is left.' },
    });
  });
});

describe('a worker frozen for longer than its lease', () => {
  it('writes nothing when it wakes up', async () => {
    const frozen = farm.startWorker({ slots: 1 });
    const batchId = await farm.startBatch([{ do: 'succeed', ms: 1_500 }]);
    await until('the job runs', started(1));
    frozen.kill('SIGSTOP');
    farm.startWorker({ slots: 1 });
    await until('the other worker has finished the job', ended(batchId));
    const before = await farm.attempts((await farm.jobs(batchId))[0]?.id ?? '');
    frozen.kill('SIGCONT');
    const next = await farm.startBatch([{ do: 'succeed' }, { do: 'succeed' }, { do: 'succeed' }]);
    await until('further work is done', ended(next));
    const [job] = await farm.jobs(batchId);
    expect(job).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(await farm.attempts(job?.id ?? '')).toEqual(before);
    expect(before.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'lost'],
      [2, 'succeeded'],
    ]);
  });
});

describe('SIGTERM', () => {
  it('lets short jobs end, hands long ones back without using up an attempt, and leaves nothing behind', async () => {
    const first = farm.startWorker({ slots: 2, timing: { shutdownGraceMs: 3_000 } });
    const [short, long] = [farm.gate('short'), farm.gate('long')];
    const batchId = await farm.startBatch(
      [{ do: 'wait', gate: short.path }, { do: 'wait', gate: long.path }, { ms: 10 }],
      { maxAttempts: 1, concurrency: 2 },
    );
    await until('both run', started(2));
    first.kill('SIGTERM');
    await until('it heard that', () => first.log().includes('Stopping'));
    short.open();
    expect(await first.exited).toBe(0);
    await until('nobody of them is left', () => farm.jobProcesses().length === 0);
    const jobs = await farm.jobs(batchId);
    expect(jobs[0]).toMatchObject({ state: 'succeeded' });
    expect(jobs[1]).toMatchObject({ state: 'waiting', attempt: 1, attempt_limit: 2 });
    expect(jobs[2]?.attempt).toBe(0);
    expect(await readdir(farm.workDir)).toEqual([]);
    long.open();
    farm.startWorker({ slots: 2 });
    await until('the batch has ended', ended(batchId));
    expect((await farm.batch(batchId)).state).toBe('succeeded');
  });

  it('given twice does not wait', async () => {
    const worker = farm.startWorker({ slots: 1, timing: { shutdownGraceMs: 60_000 } });
    const batchId = await farm.startBatch([{ do: 'spin' }]);
    await until('the job and its child run', () => farm.ledger().length >= 2);
    worker.kill('SIGTERM');
    await until('it heard the first', () => worker.log().includes('Stopping'));
    worker.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
    await until('nobody of them is left', () => farm.jobProcesses().length === 0);
    expect((await farm.jobs(batchId))[0]).toMatchObject({ state: 'waiting' });
  });
});
