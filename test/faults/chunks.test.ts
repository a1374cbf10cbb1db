/** Jobs in chunks with real workers: merged in order, honest when frames fail, and safe from a worker's death. */
import { readFile } from 'node:fs/promises';
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
const told = (event: string, count: number) => () =>
  farm.ledger().filter((line) => line.event === event).length >= count;

/** What the whole job left: its only file. */
async function mergedText(batchId: string): Promise<string> {
  const [whole] = await farm.jobs(batchId);
  const [file] = await farm.store.jobDetails.artifacts([whole?.id ?? '']);
  return readFile(farm.store.blobs.pathOf(file?.sha256 ?? ''), 'utf8');
}
const lines = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => `frame ${first + i}\n`).join('');

describe('a job in chunks', () => {
  it('S3-26 leaves what one job over all frames leaves', async () => {
    farm.startWorker({ slots: 2 });
    const single = await farm.startBatch([{ frameCount: 103 }]);
    const chunked = await farm.startBatch([{ frameCount: 103 }], { chunks: 4 });
    await until('both have ended', async () => (await ended(single)()) && (await ended(chunked)()));
    expect((await farm.jobs(chunked)).map((job) => job.state)).toEqual(Array(5).fill('succeeded'));
    expect(await mergedText(chunked)).toBe(lines(1000, 1102));
    expect(await mergedText(chunked)).toBe(await mergedText(single));
    const [whole] = await farm.jobs(chunked);
    expect(await farm.store.jobDetails.metrics([whole?.id ?? ''])).toMatchObject([
      { name: 'score', value: 103 },
    ]);
  });

  it('S3-25 names the frames that failed, and runs only those again', async () => {
    const mended = farm.gate('mended');
    farm.startWorker({ slots: 2 });
    const job = { frameCount: 40, badFrames: [1015], mended: mended.path };
    const batchId = await farm.startBatch([job], { chunks: 4 });
    await until('the batch has ended', ended(batchId));
    const [whole] = await farm.jobs(batchId);
    expect(whole?.error?.message).toBe(
      '3 of 4 chunks succeeded, 1 failed: frames 1010–1019 (Unexpected error: Frame 1015 cannot be read).',
    );
    expect(told('merge', 1)()).toBe(false);
    const started = farm.ledger().filter((line) => line.event === 'start').length;
    mended.open();
    await farm.store.batches.retryFailed(batchId);
    await until('the batch has succeeded', async () => (await farm.batch(batchId)).state === 'succeeded');
    expect(farm.ledger().filter((line) => line.event === 'start')).toHaveLength(started + 1);
    expect(await mergedText(batchId)).toBe(lines(1000, 1039));
  });

  it('is merged by another worker when the first is killed while merging', async () => {
    const gate = farm.gate('merge');
    const first = farm.startWorker({ slots: 2 });
    const batchId = await farm.startBatch([{ frameCount: 20, gate: gate.path }], { chunks: 3 });
    await until('it is being merged', told('merge', 1));
    first.kill('SIGKILL');
    farm.startWorker({ slots: 2 });
    await until('it is being merged again', told('merge', 2));
    gate.open();
    await until('the batch has ended', ended(batchId));
    const jobs = await farm.jobs(batchId);
    expect(jobs.map((job) => job.state)).toEqual(Array(4).fill('succeeded'));
    const attempts = await farm.attempts(jobs[0]?.id ?? '');
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(['lost', 'succeeded']);
    expect(await mergedText(batchId)).toBe(lines(1000, 1019));
    expect(farm.ledger().filter((line) => line.event === 'merged')).toHaveLength(1);
  });

  it('stops its running chunks when it is cancelled', async () => {
    farm.startWorker({ slots: 2 });
    const batchId = await farm.startBatch([{ frameCount: 30, do: 'sleep', ms: 60_000 }], { chunks: 3 });
    await until('chunks run', told('start', 2));
    const [whole] = await farm.jobs(batchId);
    await farm.store.jobs.cancel(whole?.id ?? '');
    await until('all have ended', ended(batchId));
    expect((await farm.jobs(batchId)).map((job) => job.state)).toEqual(Array(4).fill('cancelled'));
  });
});
