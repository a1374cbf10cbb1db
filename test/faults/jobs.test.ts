/** Jobs that fail, run away or are cancelled, under a real worker. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newBatch } from '../fixtures/batches.js';
import { type Farm, openFarm, until } from './farm.js';

let farm: Farm;

beforeAll(async () => {
  farm = await openFarm();
  farm.startWorker({ slots: 2 });
});
afterAll(() => farm.dispose());

async function end(batchId: string): Promise<string> {
  const final = ['succeeded', 'failed', 'completed_with_errors', 'stopped', 'cancelled'];
  await until('the batch has ended', async () => final.includes((await farm.batch(batchId)).state));
  return (await farm.batch(batchId)).state;
}

/** Runs one job to its end. */
async function runOne(params: Record<string, unknown>, options = {}) {
  const batchId = await farm.startBatch([params], options);
  const state = await end(batchId);
  const [job] = await farm.jobs(batchId);
  return { batchId, state, job, attempts: await farm.attempts(job?.id ?? '') };
}

/** What jobs started and left; a job process that waits for its next job is none of it. */
const leftProcesses = () => farm.jobProcesses().filter(({ command }) => !command.includes('job-child.js'));

describe('a job that succeeds', () => {
  it('leaves its metric, and its file by content', async () => {
    const { job, state } = await runOne({});
    expect(state).toBe('succeeded');
    const [artifact] = await farm.database.query<{ path: string; sha256: string; size_bytes: string }>(
      'select path, sha256, size_bytes from artifact where job_id = $1',
      [job?.id],
    );
    expect(artifact).toMatchObject({ path: 'out.txt', size_bytes: '6' });
    expect(await readFile(farm.store.blobs.pathOf(artifact?.sha256 ?? ''), 'utf8')).toBe('job 0\n');
    const metrics = await farm.database.query('select name, value from job_metric where job_id = $1', [
      job?.id,
    ]);
    expect(metrics).toEqual([{ name: 'score', value: 0 }]);
  });

  it('sees its inputs under their own names', async () => {
    const { Readable } = await import('node:stream');
    const { sha256 } = await farm.store.blobs.put(Readable.from([Buffer.from('1,2')]));
    const plan = newBatch(farm.projectId, [{}], { label: 'inputs' });
    const file = { reference: '1', name: 'walk 01.csv', sha256 };
    const jobs = plan.jobs.map((job) => ({ ...job, inputs: { data: [file, file] } }));
    const { batchId } = await farm.store.batches.create({ ...plan, jobs });
    expect(await end(batchId)).toBe('succeeded');
    const [artifact] = await farm.database.query<{ sha256: string }>(
      'select a.sha256 from artifact a join job on job.id = a.job_id where job.batch_id = $1',
      [batchId],
    );
    const text = await readFile(farm.store.blobs.pathOf(artifact?.sha256 ?? ''), 'utf8');
    expect(text).toBe('job 0\nwalk 01.csv: 1,2\nwalk 01.csv: 1,2');
  });

  it('leaves its log, stages and progress, with characters that cannot be stored replaced', async () => {
    const { job } = await runOne({ do: 'talk' });
    const lines = await farm.database.query<{ level: string; stage: string; text: string }>(
      'select level, stage, text from job_log where job_id = $1 order by line',
      [job?.id],
    );
    expect(lines).toContainEqual({ level: 'info', stage: 'work', text: 'printed by the program' });
    expect(lines).toContainEqual({ level: 'info', stage: 'work', text: 'said by the job \uFFFD with a NUL' });
    const stages = await farm.database.query<{ name: string; state: string; duration_ms: number }>(
      'select name, state, duration_ms from job_stage where job_id = $1 order by position',
      [job?.id],
    );
    expect(stages).toMatchObject([
      { name: 'validate', state: 'succeeded' },
      { name: 'work', state: 'succeeded' },
    ]);
    expect(stages[1]?.duration_ms).toBeGreaterThan(700);
  });

  it('takes what it left running with it', async () => {
    const gate = farm.gate('leak');
    const running = runOne({ do: 'leak', gate: gate.path });
    await until('it has started a process', () => leftProcesses().length > 0);
    gate.open();
    expect((await running).state).toBe('succeeded');
    await until('nothing is left', () => leftProcesses().length === 0);
  });
});

describe('a job that fails', () => {
  it.each([
    ['in the pipeline', { do: 'fail' }, 'The trial failed as told.', 'work'],
    ['in its check', { do: 'refuse' }, 'Refused as told.', 'validate'],
    ['in its parameters', { do: 'nonsense' }, /do/, 'validate'],
  ])('%s is not tried again', async (_where, params, message, stage) => {
    const { job, attempts } = await runOne(params);
    expect(job).toMatchObject({ state: 'failed', attempt: 1 });
    expect(job?.error?.message).toMatch(message);
    expect(job?.error?.stage).toBe(stage);
    expect(attempts).toHaveLength(1);
  });

  it.each([
    ['a crash of its process', { do: 'crash' }, /ended unexpectedly \(signal SIGSEGV\)/],
    ['a full disk', { do: 'fill' }, /ENOSPC/],
  ])('by %s is tried as often as allowed', async (_what, params, message) => {
    const { job, attempts } = await runOne(params, { maxAttempts: 3 });
    expect(job).toMatchObject({ state: 'failed', attempt: 3 });
    expect(job?.error?.message).toMatch(message);
    expect(attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'failed'],
    ]);
  });
});

describe('limits', () => {
  it('of time end a job', async () => {
    const { job } = await runOne({ do: 'sleep', ms: 60_000 }, { timeoutS: 0.5 });
    expect(job).toMatchObject({
      state: 'timed_out',
      attempt: 1,
      error: { stage: 'work', message: 'The job ran longer than its limit of 0.5 s.' },
    });
  });

  it('of time end a job that is deaf, and its children', async () => {
    const { job } = await runOne({ do: 'spin' }, { timeoutS: 0.5 });
    expect(job?.state).toBe('timed_out');
    await until('nobody of them is left', () => leftProcesses().length === 0);
  });

  it('of memory end a job', async () => {
    const { job } = await runOne({ do: 'hog' }, { memoryLimitMb: 300 });
    expect(job).toMatchObject({ state: 'out_of_memory', attempt: 1 });
    expect(job?.error?.message).toMatch(/^The job needed \d+ MB of memory; its limit is 300 MB\.$/);
    const [attempt] = await farm.database.query<{ peak: string }>(
      'select peak_memory_bytes as peak from attempt where job_id = $1',
      [job?.id],
    );
    expect(Number(attempt?.peak)).toBeGreaterThan(300e6);
  });
});

describe('cancel', () => {
  it('kills a deaf job and its child, and cancels the rest', async () => {
    const from = farm.ledger().length;
    const batchId = await farm.startBatch([{ do: 'spin' }, { do: 'spin' }, { do: 'spin' }], {
      concurrency: 1,
    });
    await until('one runs with its child', () => leftProcesses().length > 0);
    await farm.store.batches.cancel(batchId);
    expect(await end(batchId)).toBe('cancelled');
    expect((await farm.jobs(batchId)).map((job) => job.state)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    await until('nobody of them is left', () => leftProcesses().length === 0);
    expect(farm.ledger().length).toBe(from + 2);
  });

  it('of one running job leaves the others alone', async () => {
    const from = farm.ledger().length;
    const batchId = await farm.startBatch([{ do: 'sleep', ms: 60_000 }, { do: 'succeed' }]);
    await until('the long one runs', () =>
      farm
        .ledger()
        .slice(from)
        .some((line) => line.index === 0),
    );
    const [long] = await farm.jobs(batchId);
    await farm.store.jobs.cancel(long?.id ?? '');
    expect(await end(batchId)).toBe('completed_with_errors');
    expect((await farm.jobs(batchId)).map((job) => job.state)).toEqual(['cancelled', 'succeeded']);
  });
});

describe('a batch', () => {
  it('that does not continue on error skips the rest', async () => {
    const jobs = [{ do: 'fail' }, {}, {}, {}];
    const batchId = await farm.startBatch(jobs, { continueOnError: false, concurrency: 1 });
    expect(await end(batchId)).toBe('stopped');
    const states = (await farm.jobs(batchId)).map((job) => job.state);
    expect(states).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
    expect((await farm.batch(batchId)).state_reason).toMatch(
      /failed, and this batch does not continue on error/,
    );
  });

  it('whose first jobs fail alike pauses itself once, and says why', async () => {
    const jobs = Array.from({ length: 9 }, () => ({ do: 'fail' }));
    const batchId = await farm.startBatch(jobs, { concurrency: 1 });
    await until('it is paused', async () => (await farm.batch(batchId)).state === 'paused');
    expect((await farm.batch(batchId)).state_reason).toMatch(
      /^\d of the first \d jobs failed alike: Unexpected error: The trial failed as told\. /,
    );
    expect((await farm.store.batches.counts(batchId)).waiting).toBeGreaterThan(0);
    await farm.store.batches.resume(batchId);
    expect(await end(batchId)).toBe('failed');
  });

  it('that is paused starts nothing new and goes on after resume', async () => {
    // Two that wait fill both places, so that no start is under way when the batch is paused.
    const gate = farm.gate('pause');
    const jobs = Array.from({ length: 8 }, (_, n) => (n < 2 ? {} : { do: 'wait', gate: gate.path }));
    const from = farm.ledger().length;
    const batchId = await farm.startBatch(jobs, { concurrency: 2 });
    const starts = () =>
      farm
        .ledger()
        .slice(from)
        .filter((line) => line.event === 'start').length;
    await until('two are done and two run', () => starts() === 4);
    await farm.store.batches.pause(batchId);
    gate.open();
    await until('running ones end', async () => (await farm.store.batches.counts(batchId)).running === 0);
    const paused = await farm.store.batches.counts(batchId);
    expect([paused.succeeded, paused.waiting + paused.queued]).toEqual([4, 4]);
    const other = await farm.startBatch([{}]);
    expect(await end(other)).toBe('succeeded');
    expect(await farm.store.batches.counts(batchId)).toEqual(paused);
    await farm.store.batches.resume(batchId);
    expect(await end(batchId)).toBe('succeeded');
  });

  it('never runs more jobs at once than it allows', async () => {
    const from = farm.ledger().length;
    const batchId = await farm.startBatch(
      Array.from({ length: 6 }, () => ({ ms: 60 })),
      { concurrency: 1 },
    );
    expect(await end(batchId)).toBe('succeeded');
    const events = farm
      .ledger()
      .slice(from)
      .map((line) => line.event);
    expect(events).toEqual(Array.from({ length: 6 }, () => ['start', 'end']).flat());
  });

  it('takes over results of equal jobs', async () => {
    const create = (label: string, reuse: boolean) =>
      farm.store.batches.create(newBatch(farm.projectId, [{ index: 7 }], { label, reuse }));
    const first = await create('equal', false);
    expect(await end(first.batchId)).toBe('succeeded');
    const second = await create('equal', true);
    expect(second.reusedJobs).toBe(1);
    expect((await farm.batch(second.batchId)).state).toBe('succeeded');
    const metrics = await farm.database.query(
      'select m.name, m.value from job_metric m join job on job.id = m.job_id where job.batch_id = $1',
      [second.batchId],
    );
    expect(metrics).toEqual([{ name: 'score', value: 7 }]);
  });
});
