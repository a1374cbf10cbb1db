import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type BatchOptions, type DispatchRule, inputsKey, splitFrames } from '@batchyard/domain';
import type { FrameRange } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import type { AttemptResult } from '../jobs/finish.js';
import type { StartedJob } from '../jobs/start.js';
import { openPersistence, type Persistence } from '../persistence.js';

let database: TestDatabase;
let store: Persistence;
let projectId: string;
let filesDir: string;
let batches = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  projectId = await addProject(database, 'chunks');
  await store.workers.register({ id: 'w', host: 'here', pid: 1, slots: 4, version: '0' });
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(filesDir, { recursive: true });
});

const everything: DispatchRule = {
  limits: ({ batches: active }) =>
    new Map(active.filter((batch) => batch.state === 'running').map((batch) => [batch.id, 1_000])),
  choose: ({ batches: active }, candidates) => ({
    choices: active.flatMap((batch) =>
      (candidates.get(batch.id) ?? []).map((job) => ({
        projectId: batch.projectId,
        labels: batch.labels,
        job,
      })),
    ),
    jobsPerMessage: 1,
    openBatchId: null,
  }),
};

interface Row {
  readonly id: string;
  readonly state: string;
  readonly label: string;
  readonly chunk_of: string | null;
  readonly chunk_count: number | null;
  readonly first_frame: number | null;
  readonly last_frame: number | null;
  readonly attempt: number;
  readonly error: { readonly message: string } | null;
  readonly failure_kind: string | null;
  readonly mergeable: boolean;
}

const rowsOf = (batchId: string) =>
  database.query<Row>(
    `select *, available_at < 'infinity' as mergeable from job where batch_id = $1 order by position`,
    [batchId],
  );

const frames: FrameRange = { first: 1000, last: 2050 };

/** A batch of jobs with frames 1000 to 2050, in 4 chunks unless said otherwise. */
async function chunkedBatch(
  jobs = 1,
  {
    count = 4,
    label = `chunked ${batches++}`,
    ...options
  }: Partial<BatchOptions> & { count?: number; label?: string } = {},
) {
  const params = Array.from({ length: jobs }, (_, index) => ({ index }));
  const { batchId, reusedJobs } = await store.batches.create({
    ...newBatch(projectId, params, { ...options, label }),
    chunking: { count, frames: new Map([[inputsKey({}), frames]]) },
  });
  return { batchId, reusedJobs };
}

/** Queues and starts what may start. */
async function startAll(batchId: string): Promise<StartedJob[]> {
  await store.jobs.dispatch(everything, 60_000);
  const queued = (await rowsOf(batchId)).filter((row) => row.state === 'queued');
  const started = await Promise.all(queued.map((row) => store.jobs.start(row.id, 'w', 10_000)));
  return started.filter((job) => job !== null);
}

const succeeded = (name: string, score: number): AttemptResult => ({
  outcome: 'succeeded',
  error: null,
  failure: null,
  warnings: [],
  metrics: { score },
  artifacts: [
    {
      path: `${name}.txt`,
      title: 'Text',
      role: 'result',
      mediaType: 'text/plain',
      sizeBytes: 1,
      sha256: 'a'.repeat(64),
    },
  ],
  stages: [],
  peakMemoryBytes: null,
});
const failed = (message: string): AttemptResult => ({
  ...succeeded('none', 0),
  artifacts: [],
  outcome: 'failed',
  error: { stage: 'work', message, problems: [] },
  failure: { kind: 'pipeline_error', key: message, exitCode: null },
});

/** Finishes jobs: those whose first frame is named fail. */
async function finishAll(jobs: readonly StartedJob[], ...failing: number[]): Promise<void> {
  await Promise.all(
    jobs.map((job) => {
      const first = job.frames?.first ?? 0;
      const result = failing.includes(first)
        ? failed(`Frame ${first} cannot be read.`)
        : succeeded(`at ${first}`, 1);
      return store.jobs.finish(job.fence, result);
    }),
  );
}

const wholeOf = async (batchId: string) => (await rowsOf(batchId))[0]!;
const batchState = async (batchId: string) =>
  (await database.query<{ state: string }>('select state from batch where id = $1', [batchId]))[0]?.state;

describe('a job in chunks', () => {
  it('is stored as one job that waits, and chunks after all cells', async () => {
    const { batchId } = await chunkedBatch(2);
    const rows = await rowsOf(batchId);
    expect(rows.map((row) => [row.chunk_count, row.first_frame, row.last_frame])).toEqual([
      [4, null, null],
      [4, null, null],
      ...[...splitFrames(1000, 2050, 4), ...splitFrames(1000, 2050, 4)].map(({ first, last }) => [
        null,
        first,
        last,
      ]),
    ]);
    expect(rows[3]?.label).toBe(`${rows[0]?.label}, frames 1263–1525`);
    const [batch] = await database.query<{ job_count: number }>('select job_count from batch where id = $1', [
      batchId,
    ]);
    expect(batch?.job_count).toBe(10);
    expect(await store.batches.counts(batchId)).toMatchObject({ waiting: 10 });
    const started = await startAll(batchId);
    expect(started.map((job) => job.frames?.first).sort()).toEqual([
      1000, 1000, 1263, 1263, 1526, 1526, 1789, 1789,
    ]);
    expect(started.every((job) => !job.isMerge)).toBe(true);
  });

  it('merges its chunks in order when all have succeeded, and ends with the batch', async () => {
    const { batchId } = await chunkedBatch();
    const chunks = await startAll(batchId);
    await finishAll(chunks.slice(0, 3));
    await store.batches.settle(batchId);
    expect(await startAll(batchId)).toEqual([]);
    await finishAll(chunks.slice(3));
    await store.batches.settle(batchId);
    const [merge, ...others] = await startAll(batchId);
    expect(others).toEqual([]);
    expect(merge).toMatchObject({ isMerge: true, frames: null });
    const results = await store.jobs.chunkResults(merge!.fence.jobId);
    expect(results.map((chunk) => chunk.frames)).toEqual(splitFrames(1000, 2050, 4));
    expect(results[2]).toMatchObject({
      metrics: { score: 1 },
      artifacts: [{ path: 'at 1526.txt', sha256: 'a'.repeat(64) }],
    });
    await store.jobs.finish(merge!.fence, succeeded('all', 4));
    expect(await store.batches.settle(batchId)).toBe('succeeded');
    expect(await store.batches.counts(batchId)).toMatchObject({ succeeded: 5, waiting: 0 });
  });

  it('keeps the numbers of chunks out of comparisons and sorted lists, and shows them with the chunk', async () => {
    const { batchId } = await chunkedBatch();
    await finishAll(await startAll(batchId));
    const stored = await database.query(
      'select 1 from job_metric m join job j on j.id = m.job_id where j.batch_id = $1',
      [batchId],
    );
    expect(stored).toEqual([]);
    const ids = (await rowsOf(batchId)).map((row) => row.id);
    const shown = await store.jobDetails.metrics(ids);
    expect(shown.map(({ name, value }) => [name, value])).toEqual(
      Array.from({ length: 4 }, () => ['score', 1]),
    );
  });

  it('fails honestly when a chunk failed, and runs only that one again', async () => {
    const { batchId } = await chunkedBatch(1, { maxAttempts: 1 });
    await finishAll(await startAll(batchId), 1526);
    expect(await store.batches.settle(batchId)).toBe('completed_with_errors');
    const whole = await wholeOf(batchId);
    expect(whole).toMatchObject({ state: 'failed', failure_kind: 'chunk_failed', attempt: 0 });
    expect(whole.error?.message).toBe(
      '3 of 4 chunks succeeded, 1 failed: frames 1526–1788 (Frame 1526 cannot be read).',
    );
    const files = await store.jobDetails.artifacts((await rowsOf(batchId)).map((row) => row.id));
    expect(files.map((file) => file.path).sort()).toEqual(['at 1000.txt', 'at 1263.txt', 'at 1789.txt']);

    await store.jobs.retry(whole.id);
    const again = await startAll(batchId);
    expect(again.map((job) => job.frames?.first)).toEqual([1526]);
    await finishAll(again);
    await store.batches.settle(batchId);
    const [merge] = await startAll(batchId);
    expect(merge?.isMerge).toBe(true);
    expect((await store.jobs.chunkResults(whole.id)).map((chunk) => chunk.artifacts[0]?.path)).toEqual([
      'at 1000.txt',
      'at 1263.txt',
      'at 1526.txt',
      'at 1789.txt',
    ]);
    await store.jobs.finish(merge!.fence, succeeded('all', 4));
    expect(await store.batches.settle(batchId)).toBe('succeeded');
  });

  it('fails again with what is still missing, and may be retried by its batch or by a chunk', async () => {
    const { batchId } = await chunkedBatch(1, { maxAttempts: 1 });
    await finishAll(await startAll(batchId), 1000, 1526);
    await store.batches.settle(batchId);
    const chunk = (await rowsOf(batchId)).find((row) => row.first_frame === 1526);
    await store.jobs.retry(chunk!.id);
    expect(await wholeOf(batchId)).toMatchObject({ state: 'waiting', mergeable: false });
    await finishAll(await startAll(batchId));
    await store.batches.settle(batchId);
    expect((await wholeOf(batchId)).error?.message).toMatch(
      /^3 of 4 chunks succeeded, 1 failed: frames 1000–1262/,
    );
    await store.batches.retryFailed(batchId);
    expect((await startAll(batchId)).map((job) => job.frames?.first)).toEqual([1000]);
    expect(await wholeOf(batchId)).toMatchObject({ state: 'waiting', mergeable: false });
  });

  it('merges again, and nothing else, when merging itself failed', async () => {
    const { batchId } = await chunkedBatch(1, { maxAttempts: 1 });
    await finishAll(await startAll(batchId));
    await store.batches.settle(batchId);
    const [merge] = await startAll(batchId);
    await store.jobs.finish(merge!.fence, failed('No room.'));
    await store.batches.settle(batchId);
    await store.batches.retryFailed(batchId);
    const again = await startAll(batchId);
    expect(again.map((job) => job.isMerge)).toEqual([true]);
  });

  it('takes its chunks with it when it is cancelled', async () => {
    const { batchId } = await chunkedBatch();
    await database.query(
      `update job set available_at = now() + interval '1 hour' where batch_id = $1 and first_frame > 1500`,
      [batchId],
    );
    const running = await startAll(batchId);
    expect(running).toHaveLength(2);
    await store.jobs.cancel((await wholeOf(batchId)).id);
    expect((await rowsOf(batchId)).map((row) => row.state)).toEqual([
      'cancelled',
      'running',
      'running',
      'cancelled',
      'cancelled',
    ]);
    const held = await store.jobs.renewLeases(
      'w',
      running.map((job) => job.fence),
      10_000,
    );
    expect(held.map((job) => job.cancelRequested)).toEqual([true, true]);
    for (const job of running)
      await store.jobs.finish(job.fence, { ...failed(''), outcome: 'cancelled', error: null });
    await store.batches.settle(batchId);
    expect(await store.batches.counts(batchId)).toMatchObject({ cancelled: 5, running: 0 });
  });

  it('passes a head start on to its chunks', async () => {
    const { batchId } = await chunkedBatch();
    await store.verbs.setJobPriority({ userId: null, source: 'api' }, (await wholeOf(batchId)).id, 60);
    const rows = await database.query<{ priority: number }>('select priority from job where batch_id = $1', [
      batchId,
    ]);
    expect(rows.map((row) => row.priority)).toEqual([60, 60, 60, 60, 60]);
  });

  it('says so when one of its chunks was cancelled', async () => {
    const { batchId } = await chunkedBatch();
    const chunks = await startAll(batchId);
    await finishAll(chunks.slice(1));
    await store.jobs.cancel(chunks[0]!.fence.jobId);
    await store.jobs.finish(chunks[0]!.fence, {
      ...failed(''),
      outcome: 'cancelled',
      error: null,
      failure: null,
    });
    await store.batches.settle(batchId);
    expect((await wholeOf(batchId)).error?.message).toBe(
      '3 of 4 chunks succeeded, 1 cancelled: frames 1000–1262.',
    );
  });

  it('is found by the rescue pass when the worker died before it looked', async () => {
    const { batchId } = await chunkedBatch();
    await finishAll(await startAll(batchId));
    await database.query(
      `update job set finished_at = finished_at - interval '1 hour' where batch_id = $1 and chunk_of is not null`,
      [batchId],
    );
    await store.batches.settle(batchId);
    expect(await wholeOf(batchId)).toMatchObject({ mergeable: false });
    await store.batches.settleAll();
    expect(await wholeOf(batchId)).toMatchObject({ state: 'waiting', mergeable: true });
  });

  it('merges once when its last chunks end at the same time', async () => {
    const { batchId } = await chunkedBatch(6, { count: 8 });
    const chunks = await startAll(batchId);
    expect(chunks).toHaveLength(48);
    await Promise.all(
      chunks.map(async (job) => {
        await finishAll([job]);
        await store.batches.settle(batchId);
      }),
    );
    const merges = await startAll(batchId);
    expect(merges.map((job) => job.isMerge)).toEqual([true, true, true, true, true, true]);
  });

  it('reuses chunks that succeeded in another batch, and the whole when that did', async () => {
    const label = 'to be reused';
    const first = await chunkedBatch(1, { label, reuse: true, maxAttempts: 1 });
    await finishAll(await startAll(first.batchId), 1000);
    await store.batches.settle(first.batchId);

    const second = await chunkedBatch(1, { label, reuse: true });
    expect(second.reusedJobs).toBe(3);
    const rest = await startAll(second.batchId);
    expect(rest.map((job) => job.frames?.first)).toEqual([1000]);
    await finishAll(rest);
    await store.batches.settle(second.batchId);
    const [merge] = await startAll(second.batchId);
    const results = await store.jobs.chunkResults(merge!.fence.jobId);
    expect(results.map((chunk) => [chunk.metrics.score, chunk.artifacts[0]?.path])).toEqual([
      [1, 'at 1000.txt'],
      [1, 'at 1263.txt'],
      [1, 'at 1526.txt'],
      [1, 'at 1789.txt'],
    ]);
    await store.jobs.finish(merge!.fence, succeeded('all', 4));
    await store.batches.settle(second.batchId);

    const third = await chunkedBatch(1, { label, reuse: true });
    expect(third.reusedJobs).toBe(1);
    expect((await rowsOf(third.batchId)).map((row) => [row.state, row.chunk_count])).toEqual([
      ['reused', null],
    ]);
    await store.batches.settle(third.batchId);
    expect(await batchState(third.batchId)).toBe('succeeded');
  });

  it('is skipped with its chunks when a batch that does not continue on error fails', async () => {
    const { batchId } = await chunkedBatch(2, { continueOnError: false, maxAttempts: 1 });
    await database.query(
      `update job set available_at = now() + interval '1 hour' where batch_id = $1 and chunk_of is not null and first_frame > 1000`,
      [batchId],
    );
    const [one, two] = await startAll(batchId);
    await finishAll([one!], 1000);
    expect(await store.batches.settle(batchId)).toBe('stopping');
    await finishAll([two!]);
    await store.batches.settle(batchId);
    const counts = await store.batches.counts(batchId);
    expect(counts).toMatchObject({ failed: 1, succeeded: 1, skipped: 8, waiting: 0 });
  });

  it('stays whole where its frames are not known, or are one', async () => {
    const { batchId } = await store.batches.create({
      ...newBatch(projectId, [{}, {}], { label: `whole ${batches++}` }),
      chunking: { count: 4, frames: new Map([[inputsKey({}), { first: 7, last: 7 }]]) },
    });
    expect((await rowsOf(batchId)).map((row) => [row.chunk_count, row.mergeable])).toEqual([
      [null, true],
      [null, true],
    ]);
  });

  it('appears in the list of its batch with its chunks', async () => {
    const { batchId } = await chunkedBatch(1, { label: 'searched' });
    const whole = await wholeOf(batchId);
    const chunks = await store.jobLists.chunks([whole.id]);
    expect(chunks.map((chunk) => [chunk.chunkOfId, chunk.firstFrame])).toEqual(
      splitFrames(1000, 2050, 4).map(({ first }) => [whole.id, first]),
    );
    const page = await store.jobLists.ofBatch(batchId, { first: 10, after: null });
    expect(page.rows.map((row) => [row.chunkCount, row.availableAt === null])).toEqual([
      [4, true],
      ...Array.from({ length: 4 }, () => [null, false]),
    ]);
  });
});
