import type { PlannedJob } from '@batchyard/domain';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { type Database, openDatabase } from '../database/session.js';
import { createBatch } from './create.js';

let fixture: TestDatabase;
let database: Database;
let projectId: string;

beforeAll(async () => {
  fixture = await createTestDatabase();
  database = await openDatabase(fixture.databaseUrl, { maxConnections: 2 });
  projectId = await addProject(fixture, 'a');
});
afterAll(async () => {
  await database.close();
  await fixture.dispose();
});

/** Jobs made one by one while they are asked for; `made` counts them. */
function jobsFor(label: string, count: number, failAt = Number.POSITIVE_INFINITY) {
  const made = { count: 0 };
  const { jobs, ...batch } = newBatch(
    projectId,
    Array.from({ length: count }, (_, n) => ({ n })),
    { label, reuse: true },
  );
  const source: Iterable<PlannedJob> = {
    *[Symbol.iterator]() {
      for (const job of jobs) {
        if (job.position === failAt) throw new Error('The plan broke off.');
        made.count++;
        yield job;
      }
    },
  };
  const write = () => database.transaction((session) => createBatch(session, { ...batch, jobs: source }));
  return { made, write };
}

const rowsIn = async () =>
  (
    await fixture.query(
      `select (select count(*)::int from batch) as batches, (select count(*)::int from job) as jobs,
         (select count(*)::int from job_search_block) as blocks`,
    )
  )[0];

it('writes jobs that are made while they are written, each once, and counts them', async () => {
  const { made, write } = jobsFor('many', 4_700);
  const { batchId, reusedJobs } = await write();
  expect([made.count, reusedJobs]).toEqual([4_700, 0]);
  const [batch] = await fixture.query(
    `select b.job_count, count(*)::int as jobs, count(distinct j.position)::int as positions, max(j.position) as last,
       (select sum(n)::int from batch_job_count_part c where c.batch_id = b.id and state = 'waiting') as waiting
     from batch b join job j on j.batch_id = b.id where b.id = $1 group by b.id`,
    [batchId],
  );
  expect(batch).toEqual({ job_count: 4_700, jobs: 4_700, positions: 4_700, last: 4_699, waiting: 4_700 });
});

it('keeps the words of neighbouring jobs together, without gap or overlap', async () => {
  const blocks = await fixture.query<{ first_position: number; last_position: number; words: string }>(
    'select first_position, last_position, words from job_search_block order by batch_id, first_position',
  );
  expect(blocks.map((block) => block.first_position)).toEqual([
    0,
    ...blocks.slice(0, -1).map((block) => block.last_position + 1),
  ]);
  expect(blocks.at(-1)?.last_position).toBe(4_699);
  expect(blocks[0]?.words.split(' ').sort().slice(0, 3)).toEqual(['0', '1', '10']);
});

it('takes over equal results in every portion', async () => {
  await fixture.query(`alter table job disable trigger user`);
  await fixture.query(`update job set state = 'succeeded', finished_at = now() where position % 1000 = 999`);
  await fixture.query(`alter table job enable trigger user`);
  const { reusedJobs } = await jobsFor('many', 4_700).write();
  expect(reusedJobs).toBe(4);
});

it('leaves nothing when there are no jobs, or making them fails', async () => {
  const before = await rowsIn();
  await expect(jobsFor('none', 0).write()).rejects.toThrow('it needs at least one');
  await expect(jobsFor('broken', 5_000, 4_500).write()).rejects.toThrow('The plan broke off.');
  expect(await rowsIn()).toEqual(before);
});

it('keeps every text and number as it was, and what no text of the database can hold as a sign for it', async () => {
  const { jobs, ...batch } = newBatch(projectId, [{ n: 1 }, { n: 2 }], { label: 'odd' });
  const params = { text: 'a\\b "c" \t\n é 漢 🙂 \u001e\u001f\u001d', list: [1e-7, null, true], nothing: {} };
  const [first, second] = jobs.map((job) => ({ ...job, params }));
  const odd = [
    {
      ...(first as PlannedJob),
      label: 'tab\t, quote ", back\\slash, {a,b}, \\N, NULL',
      outputName: 'läufe_0001',
      inputBytes: 9_007_199_254_740_991,
      metadata: { subject: 'S1' },
    },
    { ...(second as PlannedJob), label: 'a\u001eb\u001fc\u001dd\u0000e\ud800f', outputName: null },
  ];
  const { batchId } = await database.transaction((session) => createBatch(session, { ...batch, jobs: odd }));
  const rows = await fixture.query(
    `select label, params, output_name, input_bytes, metadata, priority from job where batch_id = $1 order by position`,
    [batchId],
  );
  const rest = { params, priority: 0 };
  expect(rows).toEqual([
    {
      label: odd[0]?.label,
      output_name: 'läufe_0001',
      input_bytes: '9007199254740991',
      metadata: { subject: 'S1' },
      ...rest,
    },
    { label: 'a�b�c�d�e�f', output_name: null, input_bytes: null, metadata: {}, ...rest },
  ]);
});
