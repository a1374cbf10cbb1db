/** How long a comparison takes inside a long history: whole answers, beside a bare count of the same rows. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { migrate } from '../database/migrate.js';
import { connectClient } from '../database/pool.js';
import { type Database, openDatabase } from '../database/session.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start.js';
import { comparisonStore } from './comparison-store.js';

/** Settings × inputs, every job with so many metrics. */
export interface ComparisonSize {
  readonly settings: number;
  readonly inputs: number;
  readonly metrics: number;
}

export interface ComparisonFigures {
  /** Medians, ms. */
  readonly compareMs: number;
  readonly byInputMs: number;
  /** `select count(*)` over the same jobs and metrics. */
  readonly countMs: number;
}

const repeats = 7;
/** Jobs of other batches in the same project. */
const historyJobs = 50_000;
const anyone = { userId: '0', isAdministrator: true };

/** Each size in a database of its own. */
export async function measureStoredComparison(size: ComparisonSize): Promise<ComparisonFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), durable: false });
  try {
    await migrate(postgres.databaseUrl);
    const batchId = await seed(postgres.databaseUrl, size);
    const database = await openDatabase(postgres.databaseUrl, { maxConnections: 2 });
    try {
      return await measure(database, batchId);
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database, batchId: string): Promise<ComparisonFigures> {
  const store = comparisonStore(database);
  const request = { batchIds: [batchId] };
  const count = () =>
    database.query(
      `select count(*) from job j join job_metric m on m.job_id = j.id where j.batch_id = $1 and j.chunk_of is null`,
      [batchId],
    );
  return {
    countMs: await medianMs(count),
    compareMs: await medianMs(() => store.compare(anyone, request)),
    byInputMs: await medianMs(() => store.byInput(anyone, request, { first: 100 })),
  };
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < repeats + 2; index++) {
    const startedMs = performance.now();
    await work();
    // The first two warm up.
    if (index >= 2) times.push(performance.now() - startedMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(repeats / 2)] ?? Number.NaN;
}

async function seed(databaseUrl: string, size: ComparisonSize): Promise<string> {
  const client = await connectClient(databaseUrl);
  try {
    // Triggers would count and announce each job.
    await client.query('set session_replication_role = replica');
    const metrics = Array.from({ length: size.metrics }, (_, n) => metricNamed(`metric_${n}`));
    const definition = { name: 'trial', version: '1.0.0', metrics, paramsSchema: {}, inputs: [], stages: [] };
    await client.query(
      `insert into pipeline (name, version, title, definition) values ('trial', '1.0.0', 'Trial', $1)`,
      [JSON.stringify(definition)],
    );
    const { rows } = await client.query<{ id: string }>(
      `insert into project (slug, name) values ('bench', 'Bench') returning id`,
    );
    const projectId = rows[0]?.id ?? '';
    await addBatch(client, projectId, { settings: historyJobs, inputs: 1, metrics: 2 });
    const batchId = await addBatch(client, projectId, size);
    await client.query('vacuum analyze job, job_metric, batch');
    return batchId;
  } finally {
    await client.end();
  }
}

const metricNamed = (name: string) => ({
  name,
  title: name,
  unit: '1',
  direction: 'minimize',
  description: '',
});

/** About 40 parameters, of which two vary. */
const params = {
  ...Object.fromEntries(
    Array.from({ length: 5 }, (_, group) => [
      `group_${group}`,
      Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`parameter_${n}`, group + n * 1.25])),
    ]),
  ),
};

async function addBatch(
  client: pg.Client,
  projectId: string,
  { settings, inputs, metrics }: ComparisonSize,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into batch (project_id, name, pipeline_name, pipeline_version, spec, options, objective_metric,
       objective_direction, state, job_count, finished_at)
     values ($1, 'Batch', 'trial', '1.0.0', '{}', '{}', 'metric_0', 'minimize', 'succeeded', $2, now()) returning id`,
    [projectId, settings * inputs],
  );
  const batchId = rows[0]?.id ?? '';
  await client.query(
    `insert into job (project_id, batch_id, position, label, cell_key, setting_key, setting, params, inputs, input_label,
       replicate, seed, attempt_limit, attempt, state, started_at, finished_at)
     select $1::bigint, $2::bigint, s * $4::int + i, 'job', md5($2::bigint || '/' || s || '/' || i) || md5(''), md5(s::text) || md5(''), '{}',
       $5::jsonb || jsonb_build_object('rigid', s % 50, 'smooth', s / 50),
       jsonb_build_object('video', jsonb_build_array(jsonb_build_object('name', i || '.mp4', 'reference', i::text,
         'sha256', md5(i::text) || md5('')))), i || '.mp4', 1, '0/1', 3, 1, 'succeeded', now() - interval '9 s', now()
     from generate_series(0, $3::int - 1) s, generate_series(0, $4::int - 1) i`,
    [projectId, batchId, settings, inputs, JSON.stringify(params)],
  );
  await client.query(
    `insert into job_metric (job_id, name, value, project_id, batch_id)
     select j.id, 'metric_' || n, hashint8(j.id + n)::float8 / 1e9 + (j.params->>'rigid')::float8, $1::bigint, $2::bigint
     from job j, generate_series(0, $3::int - 1) n where j.batch_id = $2::bigint`,
    [projectId, batchId, metrics],
  );
  return batchId;
}
