/** Jobs that are over in no time, which a slot starts together and runs one after another. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Farm, openFarm, until } from './farm.js';

let farm: Farm;

beforeEach(async () => {
  farm = await openFarm();
});
afterEach(() => farm.dispose());

const quickJobs = (count: number) => Array.from({ length: count }, () => ({ do: 'nothing' }));

interface Ended {
  readonly position: number;
  readonly state: string;
  readonly outcomes: readonly string[];
}

async function ended(batchId: string): Promise<Ended[]> {
  const final = ['succeeded', 'completed_with_errors', 'cancelled'];
  await until('the batch has ended', async () => final.includes((await farm.batch(batchId)).state));
  return farm.database.query<Ended>(
    `select position, state,
       array(select outcome from attempt where job_id = job.id order by number) as outcomes
     from job where batch_id = $1 order by position`,
    [batchId],
  );
}

const handedBack = (jobs: readonly Ended[]) =>
  jobs.filter(({ outcomes }) => outcomes.includes('handed_back'));

it('are ended alone by what one of them does, and leave what takes long or prints behind', async () => {
  const jobs: Record<string, unknown>[] = quickJobs(800);
  jobs[200] = { do: 'crash' };
  jobs[300] = { do: 'fail' };
  const gate = farm.gate('long');
  jobs[400] = { do: 'wait', gate: gate.path };
  jobs[500] = { do: 'talk' };
  farm.startWorker({ slots: 2 });
  const batchId = await farm.startBatch(jobs, { maxAttempts: 1 });
  await until('all but the long one have ended', async () => {
    const { succeeded, failed } = await farm.store.batches.counts(batchId);
    return succeeded + failed === jobs.length - 1;
  });
  gate.open();
  const all = await ended(batchId);
  const failed = all.filter(({ state }) => state !== 'succeeded');
  expect(failed).toMatchObject([
    { position: 200, state: 'failed', outcomes: ['failed'] },
    { position: 300, state: 'failed', outcomes: ['failed'] },
  ]);
  // Each ran once, whatever happened to its neighbours.
  const ran = all.map(({ outcomes }) => outcomes.filter((outcome) => outcome !== 'handed_back').length);
  expect(new Set(ran)).toEqual(new Set([1]));
  expect(handedBack(all).length).toBeGreaterThan(0);
  const lines = await farm.database.query<{ position: number }>(
    'select distinct position from job_log join job on job.id = job_id',
  );
  expect(lines).toEqual([{ position: 500 }]);
});

it('cost no attempt where their worker dies before them', async () => {
  const slots = 2;
  const worker = farm.startWorker({ slots });
  const batchId = await farm.startBatch(quickJobs(4_000), { maxAttempts: 1 });
  await until('more jobs are started than there are slots', async () => {
    const { running } = await farm.store.batches.counts(batchId);
    return running > 10 * slots;
  });
  worker.kill('SIGKILL');
  farm.startWorker({ slots });
  const all = await ended(batchId);
  const failed = all.filter(({ state }) => state !== 'succeeded');
  // The first of each slot, and one that was heard of.
  expect(failed.length).toBeLessThanOrEqual(2 * slots);
  expect(failed.every(({ outcomes }) => outcomes.join() === 'lost')).toBe(true);
  expect(handedBack(all).length).toBeGreaterThan(0);
});

it('are cancelled at once with their batch, wherever they are', async () => {
  farm.startWorker({ slots: 2 });
  const batchId = await farm.startBatch(quickJobs(5_000));
  await until('some have ended', async () => (await farm.store.batches.counts(batchId)).succeeded > 50);
  await farm.store.batches.cancel(batchId);
  const all = await ended(batchId);
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['succeeded', 'cancelled']));
});
