import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFinalBatchState } from '@batchyard/domain';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { exampleTimeLapse } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../../test/fixtures/database.js';
import { startWorkerProcess } from '../../../../../test/fixtures/worker.js';
import { type Administrator, firstAdministrator } from '../administrator.js';
import type { Sample } from './project.js';
import { makeTimeLapse } from './time-lapse.js';

/** Shorter than the one that installations get, with some of its faults; fewer than a tenth of the frames is missing. */
const few = exampleTimeLapse.embryos.map((embryo) => ({ ...embryo, frames: 16 }));
const settings = {
  ...exampleTimeLapse,
  embryos: [
    { ...few[0]!, planted: { MOTION_BLUR: [7], DARK: [12], MISSING_FRAMES: [9] } },
    { ...few[1]!, planted: { SATURATED: [5], OUT_OF_FOCUS: [10], MISSING_FRAMES: [13] } },
  ],
};

let database: TestDatabase;
let store: Persistence;
let filesDir: string;
let administrator: Administrator;
let sample: Sample | null;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  administrator = await firstAdministrator(store);
  sample = await makeTimeLapse(store, administrator, settings);
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(filesDir, { recursive: true });
});

const projectId = async () => (await store.projects.bySlug(administrator, 'sample')).id;

describe('the sample time lapse', () => {
  it('is a tree of subjects whose embryos have the frames that were not left out, with their images', async () => {
    const { rows } = await store.subjects.list(await projectId(), { first: 50 }, {});
    expect(rows.map(({ name, level, frameCount }) => [name, level, frameCount])).toEqual([
      ['20240411', 'experiment', 0],
      ['20240411_A01', 'video', 0],
      ['20240411_A01_e01', 'embryo', 15],
      ['20240411_A02', 'video', 0],
      ['20240411_A02_e01', 'embryo', 15],
    ]);
    const embryo = rows.find(({ name }) => name === '20240411_A01_e01')!;
    const frames = await store.subjects.frames(embryo.id, 100, null);
    expect(frames.map(({ number }) => number)).toEqual(
      Array.from({ length: 16 }, (_, number) => number).filter((number) => number !== 9),
    );
    const file = await store.files.find(administrator, frames[5]!.fileId!);
    expect([frames[5]!.name, file.name]).toEqual(['20240411_A01_e01_s0005', '20240411_A01_e01_s0005.png']);
  });

  it('has a batch with one job for each embryo', () => {
    expect(sample).toMatchObject({ jobs: 2, page: `/projects/sample/batches/${sample?.batchId}` });
  });

  it('is made once, and what an interrupted start has made is found again', async () => {
    expect(await makeTimeLapse(store, administrator, settings)).toBeNull();
    await database.query("delete from instance_setting where key = 'sample_time_lapse_batch'");
    expect(await makeTimeLapse(store, administrator, settings)).toEqual(sample);
    const [counts] = await database.query<{ files: number; frames: number; batches: number }>(
      `select (select count(*)::int from file) as files, (select count(*)::int from frame) as frames,
         (select count(*)::int from batch) as batches`,
    );
    expect(counts).toEqual({ files: 30, frames: 30, batches: 1 });
  });

  it('is flagged by a worker where faults were planted, and nowhere else', async () => {
    const workDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-work-'));
    const worker = startWorkerProcess({ databaseUrl: database.databaseUrl, filesDir, workDir });
    const stateOf = async () => (await store.batchLists.find(administrator, sample?.batchId ?? '')).state;
    try {
      while (!isFinalBatchState(await stateOf()) && !worker.hasExited()) await sleep(200);
    } finally {
      await worker.dispose();
      await rm(workDir, { recursive: true, force: true });
    }
    expect(await stateOf()).toBe('succeeded');
    const { rows } = await store.subjects.list(await projectId(), { first: 50 }, {});
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    const found = await store.annotations.current([...names.keys()]);
    const planted = settings.embryos.flatMap(({ subject, planted: faults }) =>
      Object.entries(faults).map(([term, numbers]) =>
        term === 'MISSING_FRAMES' ? `${subject} ${term}` : `${subject} ${term} ${numbers.join(' ')}`,
      ),
    );
    const said = found.map(({ subjectId, value, frames }) => {
      const numbers = frames?.flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, i) => from + i),
      );
      return [names.get(subjectId), value, ...(numbers ?? [])].join(' ');
    });
    expect(said.sort()).toEqual(planted.sort());
  });
});
