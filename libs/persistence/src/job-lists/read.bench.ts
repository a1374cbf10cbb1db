/** Reading a history: time of a page and the 8 kB database pages it touches, at a size of one's choice. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { batchListStore } from '../batch-lists/batch-list-store.js';
import { migrate } from '../database/migrate.js';
import { type Database, openDatabase, type Session } from '../database/session.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start.js';
import { encodeCursor } from '../projects/page.js';
import { countJobs } from './job-counts.js';
import { listBatchJobs, listProjectJobs } from './job-pages.js';
import { seedHistory } from './read-seed.bench.js';

export interface ReadFigures {
  readonly query: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the slowest statement's plan: pages of 8 kB, all statements of the read together. */
  readonly buffers: number;
  readonly indexes: string;
}

/** What the other reads are measured against. */
export const oneJob = 'one job by its id';

/** Warm reads of each kind. */
const repeats = 40;

/** Seeds so many jobs, then reads; takes about ten minutes and 12 GB of disk at 5 million. */
export async function measureReads(jobs: number): Promise<ReadFigures[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, 'postgres'),
    durable: false,
    settings: { shared_buffers: '1GB', max_wal_size: '8GB', jit: 'off' },
  });
  try {
    await migrate(postgres.databaseUrl);
    const projectId = await seedHistory(postgres.databaseUrl, jobs);
    const database = await openDatabase(postgres.databaseUrl, { maxConnections: 2 });
    try {
      const figures: ReadFigures[] = [];
      for (const [query, read] of readsOf(projectId, jobs))
        figures.push(await measure(database, query, read));
      return figures;
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Read = (session: Session) => Promise<unknown>;

function readsOf(projectId: string, jobs: number): [string, Read][] {
  const page = { first: 50 };
  const after = encodeCursor([Math.floor(jobs / 2)]);
  const order = { by: 'metric', metric: 'score', direction: 'minimize' } as const;
  const middle = Buffer.from('0.5/1').toString('base64url');
  // Odd batches belong to the project.
  const batchId = String(2 * Math.floor(jobs / 4_000) + 1);
  const failureKey = 'No marker 2';
  const settingKey = 'd3d9446802a44259755d38e6d163e820d41d8cd98f00b204e9800998ecf8427e';
  const rare = `video_${Math.floor(jobs / 4_000) * 2_000 + 77}.mp4`;
  const list =
    (...rest: [page?: object, filter?: Parameters<typeof listProjectJobs>[3], order?: typeof order]): Read =>
    (session) =>
      listProjectJobs(session, projectId, { ...page, ...rest[0] }, rest[1] ?? {}, rest[2]);
  const count =
    (filter: Parameters<typeof countJobs>[2]): Read =>
    (session) =>
      countJobs(session, projectId, filter);
  return [
    [oneJob, (session) => session.query('select * from job where id = $1', [Math.floor(jobs / 2)])],
    ['newest jobs', list()],
    ['newest jobs, from the middle', list({ after })],
    ['one state', list({}, { states: ['failed'] })],
    ['three states', list({ after }, { states: ['failed', 'cancelled', 'waiting'] })],
    ['a state that no job has', list({}, { states: ['running'] })],
    ['one failure group', list({}, { failureKey })],
    ['kinds of failure', list({ after }, { failureKinds: ['bad_input', 'timeout'] })],
    ['one setting', list({}, { settingKey })],
    ['jobs of a batch', (session) => listBatchJobs(session, batchId, page, {})],
    ['by metric, project', list({}, {}, order)],
    ['by metric, project, from the middle', list({ after: middle }, {}, order)],
    ['by metric, one batch', (session) => listBatchJobs(session, batchId, page, {}, order)],
    ['search, one hit', list({}, { search: rare })],
    ['search, common words', list({}, { search: 'rigid=7 mp4' })],
    ['search, no hit', list({}, { search: 'absent_word' })],
    ['count, all', count({})],
    ['count, three states', count({ states: ['failed', 'cancelled', 'waiting'] })],
    ['count, with a metric', count({ metric: 'score' })],
    ['count, one batch', count({ batchId })],
    [
      'batches in a rare state',
      (session) =>
        batchListStore(session as Database).list(projectId, page, { states: ['failed', 'running'] }),
    ],
  ];
}

async function measure(database: Database, query: string, read: Read): Promise<ReadFigures> {
  const plans = await explain(database, read);
  const times: number[] = [];
  for (let index = 0; index < repeats + 3; index++) {
    const startedMs = performance.now();
    await read(database);
    if (index >= 3) times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return { query, p50Ms: at(0.5), p95Ms: at(0.95), ...plans };
}

interface Plan {
  readonly 'Index Name'?: string;
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

/** Runs every statement of the read under `explain (analyze, buffers)`. */
async function explain(database: Database, read: Read): Promise<Pick<ReadFigures, 'buffers' | 'indexes'>> {
  let buffers = 0;
  const indexes = new Set<string>();
  await read({
    ...database,
    async query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
      const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (analyze, buffers, format json) ${sql}`,
        values,
      );
      const plan = row?.['QUERY PLAN'][0].Plan;
      if (plan !== undefined) {
        buffers += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
        for (const name of accessesOf(plan)) indexes.add(name);
      }
      return database.query<Row>(sql, values);
    },
  });
  return { buffers, indexes: [...indexes].join(', ') };
}

function accessesOf(plan: Plan): string[] {
  const own =
    plan['Index Name'] ?? (plan['Node Type'] === 'Seq Scan' ? `all of ${plan['Relation Name']}` : '');
  return [...(own === '' ? [] : [own]), ...(plan.Plans ?? []).flatMap(accessesOf)];
}
