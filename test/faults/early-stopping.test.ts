/** Poor jobs that a batch ends early, as its design asks for, under a real worker. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newBatch } from '../fixtures/batches.js';
import { type Farm, openFarm, until } from './farm.js';

let farm: Farm;
let batchId: string;

const metrics = [{ name: 'score', title: 'Score', unit: 'mm', direction: 'minimize', description: '' }];
const earlyStopping = { rule: 'median', metric: 'score', afterStep: 2, factor: 3, minJobs: 3 };
const fair = [9, 5, 4].map((first) => ({ do: 'course', scores: [first, first] }));
const good = { do: 'course', scores: Array(40).fill(1), ms: 50 };
const poor = { do: 'course', scores: Array(600).fill(12), ms: 100 };

beforeAll(async () => {
  farm = await openFarm();
  await farm.database.query(`update pipeline set definition = $1 where name = 'trial'`, [{ metrics }]);
  const plan = newBatch(farm.projectId, [...fair, good, poor]);
  ({ batchId } = await farm.store.batches.create({ ...plan, spec: { earlyStopping } }));
  farm.startWorker({ slots: 2 });
  await until('the batch has ended', async () => (await farm.batch(batchId)).state === 'succeeded');
});
afterAll(() => farm.dispose());

const facts = () =>
  farm.database.query<{ id: string; state: string; cancel_reason: string | null }>(
    'select id, state, cancel_reason from job where batch_id = $1 order by position',
    [batchId],
  );

describe('early stopping', () => {
  it('cancels the poor job with the reason and lets the others end; the batch has succeeded', async () => {
    const jobs = await facts();
    expect(jobs.slice(0, 4).map(({ state }) => state)).toEqual(Array(4).fill('succeeded'));
    expect(jobs[4]?.state).toBe('cancelled');
    expect(jobs[4]?.cancel_reason).toMatch(
      /^Stopped early: at step \d+ its best value was 12 mm, worse than \S+ mm, the median of \d other jobs on this input\.$/,
    );
  });

  it('keeps what the jobs reported on their way, each step once', async () => {
    const [first] = await facts();
    const steps = await farm.store.jobDetails.metricSteps([first?.id ?? '']);
    expect(steps).toMatchObject([
      { name: 'score', step: 1, value: 9 },
      { name: 'score', step: 2, value: 9 },
    ]);
  });

  it('does not run it again with the failed ones, but when somebody retries that very job', async () => {
    const [, , , , stopped] = await facts();
    await expect(farm.store.batches.retryFailed(batchId)).rejects.toThrow(
      'no failed, cancelled or skipped job',
    );
    expect((await facts())[4]).toMatchObject({ state: 'cancelled' });
    await farm.store.jobs.retry(stopped?.id ?? '');
    const again = (await facts())[4];
    expect(again?.state).not.toBe('cancelled');
    expect(again?.cancel_reason).toBeNull();
    await farm.store.jobs.cancel(stopped?.id ?? '');
  });
});
