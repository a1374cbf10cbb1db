/** Lists find what they should, page by page, and touch few database pages however many jobs there are. */
import { jobStates } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { createBatch } from '../batches/create.js';
import { type Database, openDatabase, type Session } from '../database/session.js';
import type { PageRequest } from '../projects/page.js';
import { countJobs } from './job-counts.js';
import type { JobListFilter, JobListOrder } from './job-filter.js';
import { listBatchJobs, listProjectJobs } from './job-pages.js';

let fixture: TestDatabase;
let database: Database;
let projectId: string;
let big: string;
let small: string;

/** Jobs of the batch "big"; enough that reading all of them shows in the pages touched. */
const bigJobs = 6_000;

beforeAll(async () => {
  fixture = await createTestDatabase();
  database = await openDatabase(fixture.databaseUrl, { maxConnections: 4 });
  projectId = await addProject(fixture, 'a');
  big = await addBatch('big', bigJobs);
  small = await addBatch('small', 10);
  await prepareStates();
  await fixture.query('vacuum analyze job, job_metric, job_search_block');
});
afterAll(async () => {
  await database.close();
  await fixture.dispose();
});

async function addBatch(label: string, count: number): Promise<string> {
  const { jobs, ...batch } = newBatch(
    projectId,
    Array.from({ length: count }, (_, n) => ({ n })),
    { label },
  );
  const labelled = jobs.map((job) => ({
    ...job,
    settingKey: `${'0'.repeat(63)}${job.position % 3}`,
    label: `λ=${job.position % 7}, video_${job.position}.mp4, 50%_done`,
  }));
  const created = await database.transaction((session) => createBatch(session, { ...batch, jobs: labelled }));
  return created.batchId;
}

/** Of the big batch: nine in ten succeeded with a score of position / 2, 30 failed in two ways, the rest waits. */
async function prepareStates(): Promise<void> {
  await fixture.query(`alter table job disable trigger user`);
  await fixture.query(
    `update job set state = 'succeeded', finished_at = now() where batch_id = $1 and position % 10 > 0`,
    [big],
  );
  await fixture.query(
    `update job set state = 'failed', finished_at = now(), failure_kind = 'bad_input',
       failure_key = case when position < 1000 then 'no marker' else 'no frame' end
     where batch_id = $1 and position % 200 = 0`,
    [big],
  );
  await fixture.query(`alter table job enable trigger user`);
  await fixture.query(
    `insert into job_metric (job_id, name, value, project_id)
     select id, 'score', position / 2.0, project_id from job where state = 'succeeded'`,
  );
}

/** All rows, read in pages, as `batch position`. */
async function readAll(
  list: (page: PageRequest) => ReturnType<typeof listProjectJobs>,
  first: number,
): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await list({ first, after });
    found.push(...page.rows.map((job) => `${job.batchId === big ? 'big' : 'small'} ${job.position}`));
    if (!page.hasMore) return found;
    after = page.endCursor ?? page.cursors.at(-1) ?? null;
  }
}

const ofProject = (filter: JobListFilter, order?: JobListOrder) => (page: PageRequest) =>
  listProjectJobs(database, projectId, page, filter, order);
const ofBatch = (filter: JobListFilter, order?: JobListOrder) => (page: PageRequest) =>
  listBatchJobs(database, big, page, filter, order);
const bigWhere = (fits: (position: number) => boolean) =>
  Array.from({ length: bigJobs }, (_, position) => position)
    .filter(fits)
    .map((position) => `big ${position}`);

describe('pages', () => {
  it('of failures with one message, newest first, whatever the page size', async () => {
    const expected = bigWhere((position) => position % 200 === 0 && position >= 1000).reverse();
    for (const first of [1, 7, 100]) {
      expect(await readAll(ofProject({ failureKey: 'no frame' }), first)).toEqual(expected);
    }
  });

  it('of kinds of failure with states, in a batch', async () => {
    const expected = bigWhere((position) => position % 200 === 0);
    expect(await readAll(ofBatch({ failureKinds: ['bad_input', 'timeout'] }), 11)).toEqual(expected);
    expect(await readAll(ofBatch({ failureKinds: ['bad_input'], states: ['waiting'] }), 11)).toEqual([]);
  });

  it('of several states are one list', async () => {
    const states = ['waiting', 'failed'] as const;
    const expected = bigWhere((position) => position % 10 === 0);
    expect(await readAll(ofBatch({ states }), 77)).toEqual(expected);
    expect(await readAll(ofProject({ states, batchId: big }), 500)).toEqual(expected.toReversed());
  });

  it('of one setting, with states, in a project and in a batch', async () => {
    const settingKey = `${'0'.repeat(63)}2`;
    const expected = bigWhere((position) => position % 3 === 2);
    expect(await readAll(ofBatch({ settingKey }), 499)).toEqual(expected);
    const waiting = bigWhere((position) => position % 3 === 2 && position % 10 === 0 && position % 200 > 0);
    const filter = { settingKey, batchId: big, states: ['waiting'] } as const;
    expect(await readAll(ofProject(filter), 13)).toEqual(waiting.toReversed());
    expect(await countJobs(database, projectId, filter)).toEqual({ count: waiting.length, isCapped: false });
    expect((await readAll(ofProject({ settingKey }), 100)).slice(0, 4)).toEqual([
      'small 8',
      'small 5',
      'small 2',
      'big 5999',
    ]);
  });

  it('refuse a batch that is no id, and give nothing for one of another project', async () => {
    const other = await addProject(fixture, 'b');
    expect((await listProjectJobs(database, other, { first: 5 }, { batchId: big })).rows).toEqual([]);
    expect((await ofProject({ batchId: "1' or true" })({ first: 5 })).rows).toEqual([]);
  });
});

describe('order by a metric', () => {
  const withScore = bigWhere((position) => position % 10 > 0);
  it.each([
    ['minimize', withScore],
    ['maximize', withScore.toReversed()],
  ] as const)('%s', async (direction, expected) => {
    const order = { by: 'metric', metric: 'score', direction } as const;
    expect(await readAll(ofBatch({}, order), 400)).toEqual(expected);
    expect((await readAll(ofProject({}, order), 499)).slice(0, 3)).toEqual(expected.slice(0, 3));
  });

  it('keeps jobs of equal value apart, and reads values with all their digits', async () => {
    await fixture.query(
      `insert into job_metric (job_id, name, value, project_id)
       select id, 'tie', case when position < 5 then 1e-300 else 0.1 + 0.2 end, project_id from job where batch_id = $1`,
      [small],
    );
    const order = { by: 'metric', metric: 'tie', direction: 'minimize' } as const;
    expect(await readAll(ofProject({}, order), 1)).toEqual(
      Array.from({ length: 10 }, (_, position) => `small ${position}`),
    );
  });

  it('goes with filters', async () => {
    const order = { by: 'metric', metric: 'score', direction: 'maximize' } as const;
    const filter = { search: 'video_59 λ=3', states: ['succeeded'] } as const;
    expect(await readAll(ofBatch(filter, order), 3)).toEqual(
      withScore.filter((job) => /big 59/.test(job) && Number(job.slice(4)) % 7 === 3).toReversed(),
    );
  });

  it.each(['MS4y', 'eHgvMQ', 'MWU5OTkvMQ'])('refuses the cursor %s', async (after) => {
    const order = { by: 'metric', metric: 'score', direction: 'maximize' } as const;
    await expect(ofProject({}, order)({ first: 1, after })).rejects.toThrow('cursor');
  });
});

describe('search', () => {
  it.each([
    ['video_4711.mp4', ['big 4711']],
    ['VIDEO_4711', ['big 4711']],
    ['4711 λ=0', ['big 4711']],
    ['λ=1 4711', []],
    ['video_9.', ['small 9', 'big 9']],
    ['50%_done video_4711', ['big 4711']],
    ['5%done', []],
    ['video_47_1', []],
    ['\\', []],
  ])('%s', async (search, expected) => {
    expect(await readAll(ofProject({ search }), 2)).toEqual(expected);
  });

  it('goes on where a page ended, also for a word that all jobs have', async () => {
    const expected = bigWhere((position) => position % 10 === 0).toReversed();
    expect(await readAll(ofBatch({ search: 'mp4', states: ['waiting', 'failed'] }), 130)).toEqual(expected);
  });
});

describe('counts', () => {
  it.each([
    [{ failureKey: 'no marker' }, { count: 5, isCapped: false }],
    [{ failureKinds: ['bad_input'] }, { count: 30, isCapped: false }],
    [{ states: ['succeeded'] }, { count: 1000, isCapped: true }],
    [{}, { count: 1000, isCapped: true }],
    [{ metric: 'score' }, { count: 1000, isCapped: true }],
    [{ metric: 'tie' }, { count: 10, isCapped: false }],
    [
      { metric: 'tie', states: ['waiting'] },
      { count: 10, isCapped: false },
    ],
    [{ search: 'video_471' }, { count: 11, isCapped: false }],
    [{ search: 'mp4' }, { count: 200, isCapped: true }],
  ] satisfies [JobListFilter, object][])('%j', async (filter, expected) => {
    expect(await countJobs(database, projectId, filter)).toEqual(expected);
  });

  it('of a whole batch are exact', async () => {
    expect(await countJobs(database, projectId, { batchId: big })).toEqual({
      count: bigJobs,
      isCapped: false,
    });
  });
});

describe('database pages touched', () => {
  const metricOrder = { by: 'metric', metric: 'score', direction: 'minimize' } as const;
  const page = { first: 50 };
  it.each<[string, number, (session: Session) => Promise<unknown>]>([
    ['newest', 40, (session) => listProjectJobs(session, projectId, page, {})],
    [
      'rare state',
      250,
      (session) => listProjectJobs(session, projectId, page, { states: ['failed', 'running', 'lost'] }),
    ],
    ['all states', 40, (session) => listProjectJobs(session, projectId, page, { states: jobStates })],
    ['one failure', 250, (session) => listProjectJobs(session, projectId, page, { failureKey: 'no frame' })],
    ['kind of failure', 250, (session) => listBatchJobs(session, big, page, { failureKinds: ['bad_input'] })],
    [
      'one setting',
      250,
      (session) => listProjectJobs(session, projectId, page, { settingKey: `${'0'.repeat(63)}2` }),
    ],
    ['metric, project', 250, (session) => listProjectJobs(session, projectId, page, {}, metricOrder)],
    ['metric, batch', 250, (session) => listBatchJobs(session, big, page, {}, metricOrder)],
    ['rare word', 250, (session) => listProjectJobs(session, projectId, page, { search: 'video_4711' })],
    ['count of a metric', 250, (session) => countJobs(session, projectId, { metric: 'score' })],
    ['count of failures', 60, (session) => countJobs(session, projectId, { failureKey: 'no frame' })],
  ])('%s: at most %d', async (_name, most, read) => {
    expect(await pagesTouched(read)).toBeLessThanOrEqual(most);
  });
});

/** 8 kB pages that all statements of one read touch, the planner's own left out. */
async function pagesTouched(read: (session: Session) => Promise<unknown>): Promise<number> {
  let total = 0;
  await read({
    ...database,
    async query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
      const [plan] = await database.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
        `explain (analyze, buffers, format json) ${sql}`,
        values,
      );
      const top = plan?.['QUERY PLAN'][0].Plan ?? {};
      total += (top['Shared Hit Blocks'] ?? 0) + (top['Shared Read Blocks'] ?? 0);
      return database.query<Row>(sql, values);
    },
  });
  return total;
}
