/** Whatever the code believes, the database itself refuses what must never be. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';

let database: TestDatabase;
let batchId: string;
let position = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const projectId = await addProject(database, 'guards');
  const [batch] = await database.query<{ id: string }>(
    `insert into batch (project_id, name, pipeline_name, pipeline_version, spec, options, objective_metric,
       objective_direction, state, job_count)
     values ($1, 'b', 'trial', '1.0.0', '{}', '{}', 'score', 'minimize', 'running', 1) returning id`,
    [projectId],
  );
  batchId = batch?.id ?? '';
});
afterAll(() => database.dispose());

async function addJob(cellKey = String(position).padStart(64, '0')): Promise<string> {
  const [job] = await database.query<{ id: string }>(
    `insert into job (project_id, batch_id, position, label, cell_key, setting_key, setting, params, inputs, input_label,
       replicate, seed, attempt_limit)
     select project_id, id, $2, 'j', $3, $3, '{}', '{}', '{}', '', 1, '1', 3 from batch where id = $1 returning id`,
    [batchId, position++, cellKey],
  );
  return job?.id ?? '';
}

async function move(id: string, ...changes: string[]): Promise<void> {
  for (const change of changes) await database.query(`update job set ${change} where id = $1`, [id]);
}

const queued = `state = 'queued', queued_at = clock_timestamp()`;
const running = `state = 'running', lease_until = clock_timestamp()`;
const failed = `state = 'failed', lease_until = null, finished_at = clock_timestamp()`;
const waiting = `state = 'waiting', finished_at = null`;

describe('the database refuses', () => {
  it('a move that the table of transitions does not hold', async () => {
    const id = await addJob();
    await expect(move(id, `state = 'lost'`)).rejects.toThrow(/cannot go from waiting to lost/);
    await move(id, queued, running);
    await expect(move(id, `${queued}, lease_until = null`)).rejects.toThrow(
      /cannot go from running to queued/,
    );
  });

  it('leaving a final state without a recorded retry', async () => {
    const id = await addJob();
    await move(id, queued, running, failed);
    await expect(move(id, waiting)).rejects.toThrow(/leaves the final state failed without a recorded retry/);
    await move(id, `${waiting}, retries = retries + 1`);
  });

  it('a second success, and a second open attempt', async () => {
    const id = await addJob();
    const add = (number: number, outcome: string | null) =>
      database.query(
        `insert into attempt (job_id, number, outcome, ended_at)
         values ($1, $2, $3::text, case when $3 is not null then clock_timestamp() end)`,
        [id, number, outcome],
      );
    await add(1, 'succeeded');
    await expect(add(2, 'succeeded')).rejects.toThrow(/attempt_one_success/);
    await add(2, null);
    await expect(add(3, null)).rejects.toThrow(/attempt_one_open/);
  });

  it('the same cell twice in a batch', async () => {
    const key = 'c'.repeat(64);
    await addJob(key);
    await expect(addJob(key)).rejects.toThrow(/job_cell_pkey/);
  });

  it('a running job without a lease, and a final one without its time', async () => {
    const id = await addJob();
    await move(id, queued);
    await expect(move(id, `state = 'running'`)).rejects.toThrow(/violates check constraint/);
    await move(id, running);
    await expect(move(id, `state = 'succeeded', lease_until = null`)).rejects.toThrow(
      /violates check constraint/,
    );
  });

  it('metrics that are no numbers', async () => {
    const id = await addJob();
    const add = (value: string) =>
      database.query(`insert into job_metric (job_id, name, value, project_id) values ($1, 'm', $2, 1)`, [
        id,
        value,
      ]);
    await expect(add('NaN')).rejects.toThrow(/violates check constraint/);
    await expect(add('Infinity')).rejects.toThrow(/violates check constraint/);
  });
});
