/** Lists of jobs by what is said of their subjects: what they find, and that a page never reads all jobs. */
import type { LeftOut } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newBatch } from '../../../../test/fixtures/batches.js';
import { addEmbryos, assignTo, type Lab, openLab } from '../annotations/testing/lab.js';
import { createBatch } from '../batches/create.js';
import type { ComparedJob } from '../comparison/compared-jobs.js';
import { leaveOut } from '../comparison/left-out.js';
import { type Database, openDatabase } from '../database/session.js';
import type { PageRequest } from '../projects/page.js';
import { countJobs } from './job-counts.js';
import type { JobListFilter, JobListOrder } from './job-filter.js';
import { listBatchJobs, listProjectJobs } from './job-pages.js';

const jobCount = 5_000;
const dark: LeftOut = { kind: 'flag', value: 'DARK' };
const anyFlag: LeftOut = { kind: 'flag', value: null };
let lab: Lab;
let database: Database;
let projectId: string;
let batchId: string;

/** Jobs by position: each third names e1, each tenth has video.e2.csv as input, 7 a frame of e3; 4,990 is annotated itself. */
beforeAll(async () => {
  lab = await openLab();
  database = await openDatabase(lab.database.databaseUrl, { maxConnections: 2 });
  projectId = await lab.addProject();
  const planned = newBatch(
    projectId,
    Array.from({ length: jobCount }, (_, n) => ({ n })),
  );
  ({ batchId } = await database.transaction((session) => createBatch(session, planned)));
  const [e1, , e3 = ''] = await addEmbryos(lab, projectId, { e1: [0, 1], 'video.e2': [0, 1], e3: [4, 5] });
  expect(e1).toBeDefined();
  const { query } = lab.database;
  const [file] = await query<{ id: string }>(
    `insert into file (project_id, name, sha256, size_bytes, media_type) values ($1, 'f.png', repeat('a', 64), 1, 'image/png') returning id`,
    [projectId],
  );
  await query('update frame set file_id = $2 where subject_id = $1 and number = 5', [e3, file?.id]);
  await query(`update job set metadata = '{"subject": "e1"}' where batch_id = $1 and position % 3 = 0`, [
    batchId,
  ]);
  await query(
    `update job set inputs = '{"recording": [{"name": "video.e2.csv", "reference": "77"}]}'
     where batch_id = $1 and position % 10 = 0`,
    [batchId],
  );
  await query(
    `update job set inputs = jsonb_build_object('image', jsonb_build_array(jsonb_build_object('name', 'f.png', 'reference', $2::text)))
     where batch_id = $1 and position in (7, 8)`,
    [batchId, file?.id],
  );
  const [job] = await query<{ id: string }>('select id from job where batch_id = $1 and position = 4990', [
    batchId,
  ]);
  await assignTo(lab, projectId, [
    { subject: 'e1', kind: 'flag', value: 'DARK', frames: '[0]' },
    { subject: 'video.e2', kind: 'flag', value: 'EMPTY', frames: '[0]' },
    { subject: 'e3', kind: 'flag', value: 'SATURATED', frames: '[1]' },
    { subject: 'e3', kind: 'flag', value: 'OUT_OF_FOCUS', frames: '[0]' },
  ]);
  await assignTo(lab, projectId, [{ subject: 'e3', kind: 'genotype', value: 'WT' }], {
    result: { jobId: job?.id ?? '', artifactSha256: null },
  });
});
afterAll(async () => {
  await database.close();
  await lab.close();
});

async function readAll(list: (page: PageRequest) => ReturnType<typeof listProjectJobs>, first: number) {
  const found: number[] = [];
  for (let after: string | null = null; ; ) {
    const page = await list({ first, after });
    expect(page.rows.length).toBeLessThanOrEqual(first);
    found.push(...page.rows.map(({ position }) => position));
    if (!page.hasMore) return found;
    after = page.endCursor ?? page.cursors.at(-1) ?? null;
  }
}

const ofProject = (filter: JobListFilter, order?: JobListOrder) => (page: PageRequest) =>
  listProjectJobs(database, projectId, page, filter, order);
const ofBatch = (filter: JobListFilter, order?: JobListOrder) => (page: PageRequest) =>
  listBatchJobs(database, batchId, page, filter, order);
const where = (fits: (position: number) => boolean) =>
  Array.from({ length: jobCount }, (_, position) => position).filter(fits);

describe('jobs by what is said of their subjects', () => {
  it.each<[string, JobListFilter, (position: number) => boolean]>([
    ['the subject that the metadata name', { annotatedAs: [dark] }, (n) => n % 3 === 0],
    [
      'the subject called like an input',
      { annotatedAs: [{ kind: 'flag', value: 'EMPTY' }] },
      (n) => n % 10 === 0,
    ],
    [
      'a frame that is the input',
      { annotatedAs: [{ kind: 'flag', value: 'SATURATED' }] },
      (n) => n === 7 || n === 8,
    ],
    ['and none of its other frames', { annotatedAs: [{ kind: 'flag', value: 'OUT_OF_FOCUS' }] }, () => false],
    [
      'a statement made on its result',
      { annotatedAs: [{ kind: 'genotype', value: 'WT' }] },
      (n) => [7, 8, 4990].includes(n),
    ],
    ['left out', { leaveOut: [dark] }, (n) => n % 3 !== 0],
    ['any of a kind', { leaveOut: [anyFlag] }, (n) => n % 3 !== 0 && n % 10 !== 0 && n !== 7 && n !== 8],
    [
      'several',
      { annotatedAs: [dark, { kind: 'flag', value: 'EMPTY' }] },
      (n) => n % 3 === 0 || n % 10 === 0,
    ],
    [
      'both ways',
      { annotatedAs: [anyFlag], leaveOut: [dark] },
      (n) => n % 3 !== 0 && (n % 10 === 0 || n === 7 || n === 8),
    ],
    ['with words', { annotatedAs: [dark], search: '499' }, (n) => n % 3 === 0 && `${n}`.includes('499')],
  ])('%s', async (_, filter, fits) => {
    const expected = where(fits);
    expect(await readAll(ofProject(filter), 400)).toEqual(expected.toReversed());
    const inBatch = await readAll(ofBatch(filter), 333);
    expect(inBatch).toEqual(filter.search == null ? expected : expected.toReversed());
  });

  it('means what comparisons leave out', async () => {
    const rows = await lab.database.query<{ jobId: string; position: number }>(
      'select id as "jobId", position from job where batch_id = $1',
      [batchId],
    );
    const positions = new Map(rows.map(({ jobId, position }) => [jobId, position]));
    const jobs = rows as unknown as ComparedJob[];
    for (const wanted of [[dark], [anyFlag], [{ kind: 'genotype', value: 'WT' }, dark]]) {
      const left = await leaveOut(database, { jobs, repeated: 0, sources: [] }, wanted);
      const compared = left.jobs.map(({ jobId }) => positions.get(jobId) ?? -1).sort((a, b) => a - b);
      expect(await readAll(ofBatch({ leaveOut: wanted }), 500)).toEqual(compared);
    }
  });

  it('follows the order of a metric', async () => {
    await lab.database.query(
      `insert into job_metric (job_id, name, value, project_id)
       select id, 'score', -position, project_id from job where batch_id = $1 and position < 100`,
      [batchId],
    );
    const order = { by: 'metric', metric: 'score', direction: 'minimize' } as const;
    const expected = where((n) => n < 100 && n % 3 !== 0).toReversed();
    expect(await readAll(ofBatch({ leaveOut: [dark] }, order), 7)).toEqual(expected);
  });

  it('ends a page unfinished instead of reading all jobs for a rare one', async () => {
    const rare = { annotatedAs: [{ kind: 'flag', value: 'SATURATED' }] };
    const page = await ofProject(rare)({ first: 50 });
    // Newest first, positions 7 and 8 are far away: 2,000 jobs were looked at.
    expect(page).toMatchObject({ rows: [], hasMore: true, endCursor: expect.any(String) });
    const next = await ofProject(rare)({ first: 50, after: page.endCursor ?? null });
    expect(next).toMatchObject({ rows: [], hasMore: true });
    const last = await ofProject(rare)({ first: 50, after: next.endCursor ?? null });
    expect(last.rows.map(({ position }) => position)).toEqual([8, 7]);
    expect(last.hasMore).toBe(false);
  });

  it('are counted as far as one page looks', async () => {
    const counted = (filter: JobListFilter) => countJobs(database, projectId, filter);
    expect(await counted({ leaveOut: [dark] })).toEqual({ count: 200, isCapped: true });
    expect(await counted({ annotatedAs: [dark], search: '499' })).toEqual({
      count: 4,
      isCapped: false,
    });
  });

  it('are none of another project', async () => {
    const other = await lab.addProject();
    await addEmbryos(lab, other, { e9: [0] });
    await assignTo(lab, other, [{ subject: 'e9', kind: 'flag', value: 'DARK' }]);
    await lab.database.query(
      `update job set metadata = '{"subject": "e9"}' where batch_id = $1 and position = 1`,
      [batchId],
    );
    expect((await readAll(ofBatch({ annotatedAs: [dark] }), 500)).includes(1)).toBe(false);
    expect((await listProjectJobs(database, other, { first: 5 }, { leaveOut: [dark] })).rows).toEqual([]);
  });
});
