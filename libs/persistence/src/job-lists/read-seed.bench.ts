/** A history of any size for measuring how it is read: rows of about 1 kB, one project owns half, 92 % succeeded. */
import type pg from 'pg';
import { connectClient } from '../database/pool.js';
import { addBenchProject } from '../queue/bare-queue.bench.js';

const jobsPerBatch = 1_000;
/** Tables that are filled without their indexes, which are built afterwards. */
const filled = ['job', 'job_cell', 'job_metric', 'job_search_block', 'batch', 'batch_job_count_part'];

/** Fills a fresh database of a superuser's. @returns the id of the project that owns half */
export async function seedHistory(databaseUrl: string, jobs: number): Promise<string> {
  const projectId = await addBenchProject(databaseUrl);
  const client = await connectClient(databaseUrl);
  try {
    await client.query(
      `set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '128MB'`,
    );
    // Triggers would count and announce each job.
    await client.query('set session_replication_role = replica');
    const indexes = await dropIndexes(client);
    await fill(client, projectId, jobs);
    for (const definition of indexes) await client.query(definition);
    for (const table of filled) await client.query(`vacuum analyze ${table}`);
    return projectId;
  } finally {
    await client.end();
  }
}

async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexname as name, i.indexdef as definition from pg_indexes i
     where i.schemaname = 'public' and i.tablename = any($1)
       and not exists (select from pg_constraint c where c.conname = i.indexname)`,
    [filled],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

async function fill(client: pg.Client, projectId: string, jobs: number): Promise<void> {
  await client.query(`insert into project (slug, name) select 'p' || n, 'P' from generate_series(1, 9) n`);
  await client.query(
    `insert into batch (project_id, name, pipeline_name, pipeline_version, spec, options, objective_metric,
       objective_direction, state, job_count, finished_at)
     select case when n % 2 = 1 then $1::bigint else $1::bigint + 1 + n % 9 end, 'Batch ' || n, 'trial', '1.0.0', '{}', '{}',
       'score', 'minimize', case when n % 50 = 0 then 'failed' else 'succeeded' end, ${jobsPerBatch}, now()
     from generate_series(1, $2::int) n`,
    [projectId, Math.ceil(jobs / jobsPerBatch)],
  );
  const params = Object.fromEntries(Array.from({ length: 24 }, (_, n) => [`parameter_${n}`, n * 1.25]));
  await client.query(
    `insert into job (project_id, batch_id, position, label, cell_key, setting_key, setting, params, inputs, input_label,
       replicate, seed, attempt_limit, attempt, state, finished_at, failure_kind, failure_key)
     select b.project_id, b.id, n % ${jobsPerBatch},
       'rigid=' || n % 100 || ', smooth=' || n / 100 % 100 || ', video_' || n || '.mp4',
       md5(n::text) || md5((-n)::text), md5((n % 10000)::text) || md5(''),
       jsonb_build_object('rigid', n % 100, 'smooth', n / 100 % 100), $1::jsonb, '{}', 'video_' || n || '.mp4', 1, '1', 3, 1,
       case when n % 100 < 92 then 'succeeded' when n % 100 < 95 then 'failed' when n % 100 < 98 then 'cancelled' else 'waiting' end,
       case when n % 100 < 98 then now() end, case when n % 100 between 92 and 94 then 'bad_input' end,
       case when n % 100 between 92 and 94 then 'No marker ' || n / 100 % 500 end
     from generate_series(0, $2::int - 1) n join batch b on b.id = n / ${jobsPerBatch} + 1`,
    [JSON.stringify(params), jobs],
  );
  await client.query(
    `insert into job_cell (job_id, batch_id, project_id, position, cell_key, setting_key)
     select id, batch_id, project_id, position, cell_key, setting_key from job`,
  );
  await client.query(
    `insert into job_metric (job_id, name, value, project_id, batch_id)
     select id, 'score', hashint8(id) / 1e6, project_id, batch_id from job where state = 'succeeded'`,
  );
  await client.query(
    `insert into job_search_block (batch_id, first_position, last_position, project_id, words)
     select j.batch_id, min(j.position), max(j.position), min(j.project_id), string_agg(distinct w.word, ' ')
     from job j cross join lateral string_to_table(j.label, ' ') w (word) group by j.batch_id, j.position / 250`,
  );
  await client.query(
    `insert into batch_job_count_part (batch_id, state, part, n)
     select batch_id, state, 0, count(*) from job group by batch_id, state`,
  );
}
