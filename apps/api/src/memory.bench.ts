/** Memory of the API process while batches are started, listed and reported through it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { migrate, openPersistence, startEmbeddedPostgres } from '@batchyard/persistence';
import { exampleRecording, generateRecording } from '@batchyard/pipelines';

/** Resident memory in MB: ready for requests, and the most so far after each kind of work. Linux only. */
export interface MemoryFigures {
  readonly idle_mb: number;
  readonly after_batches_mb: number;
  readonly after_pages_mb: number;
  readonly after_reports_mb: number;
}

const slug = 'bench';
const projectSlug = { projectSlug: slug };
const weights = { rigid: 200, smooth: 100 };
/** As many as a design may have. */
export const jobsPerBatch = weights.rigid * weights.smooth;
const pagesPerBatch = 50;

/** Starts so many batches one after another, reads the first pages of jobs of each, then a report of each as CSV. */
export async function measureApiMemory(batches: number): Promise<MemoryFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), durable: false });
  try {
    const { databaseUrl } = postgres;
    await migrate(databaseUrl);
    const filesDir = path.join(folder, 'files');
    const token = await addAdministrator(databaseUrl, filesDir);
    const env = { DATABASE_URL: databaseUrl, FILES_DIR: filesDir, PORT: '0' };
    const script = fileURLToPath(new URL('./main.js', import.meta.url));
    const api = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      return await measure(api, await clientOf(api, token), batches);
    } finally {
      api.kill('SIGTERM');
      await once(api, 'exit');
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure({ pid }: ChildProcess, client: Client, batches: number): Promise<MemoryFigures> {
  const idle = peakMb(pid);
  const spec = await prepareSpec(client);
  const batchIds: string[] = [];
  for (let batch = 0; batch < batches; batch++) batchIds.push(await startBatch(client, spec, batch));
  const afterBatches = peakMb(pid);
  for (const batchId of batchIds) await readPages(client, batchId);
  const afterPages = peakMb(pid);
  for (const batchId of batchIds) await client.get(`/batches/${batchId}/report.csv`);
  return {
    idle_mb: idle,
    after_batches_mb: afterBatches,
    after_pages_mb: afterPages,
    after_reports_mb: peakMb(pid),
  };
}

async function prepareSpec(client: Client): Promise<object> {
  await client.graphql(
    'mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { id } problems { message } } }',
    { input: { slug, name: 'Bench' } },
  );
  const recording = generateRecording({ ...exampleRecording, frames: 20, missingShare: 0 });
  const fileId = await client.upload('walk.csv', recording.markersCsv);
  const values = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return {
    name: 'Weights',
    pipeline: 'rigid-body',
    axes: [
      { parameter: 'weights.lambda_rigid', values: values(weights.rigid) },
      { parameter: 'weights.lambda_rot_smooth', values: values(weights.smooth) },
    ],
    inputs: [{ markers: fileId }],
  };
}

async function startBatch(client: Client, spec: object, index: number): Promise<string> {
  const input = { ...projectSlug, spec, name: `Batch ${index}`, options: { reuse: false } };
  const { startBatch: started } = await client.graphql<{
    startBatch: { batch: { id: string } | null; problems: unknown };
  }>(
    'mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } problems { message } } }',
    { input },
  );
  if (started.batch === null) throw new Error(JSON.stringify(started.problems));
  return started.batch.id;
}

const jobsQuery = `query ($id: ID!, $after: String) { batch(id: $id) { counts { total waiting } jobs(first: 50, after: $after) {
  nodes { id label state position params metrics { name value } } pageInfo { endCursor hasNextPage } } } }`;

async function readPages(client: Client, id: string): Promise<void> {
  let after: string | null = null;
  for (let page = 0; page < pagesPerBatch; page++) {
    const { batch }: { batch: { jobs: { pageInfo: { endCursor: string | null } } } } = await client.graphql(
      jobsQuery,
      { id, after },
    );
    after = batch.jobs.pageInfo.endCursor;
  }
}

async function addAdministrator(databaseUrl: string, filesDir: string): Promise<string> {
  const persistence = await openPersistence({ databaseUrl, filesDir, maxConnections: 2 });
  try {
    const user = await persistence.users.createFirstAdministrator({
      email: 'bench@example.org',
      name: 'Bench',
    });
    if (user === null) throw new Error('The database has a user already.');
    const actor = { userId: user.id, source: 'api' } as const;
    const { token } = await persistence.accessTokens.create(actor, {
      name: 'bench',
      scope: 'write',
      expiresInDays: 1,
    });
    return token;
  } finally {
    await persistence.close();
  }
}

interface Client {
  /** @throws with the service's words when the answer has errors */
  graphql<Data>(query: string, variables: Record<string, unknown>): Promise<Data>;
  /** @returns the file's id */
  upload(name: string, text: string): Promise<string>;
  /** Reads an answer to its end. */
  get(path: string): Promise<void>;
}

async function clientOf(api: ChildProcess, token: string): Promise<Client> {
  const origin = `http://127.0.0.1:${await portOf(api)}`;
  const headers = { authorization: `Bearer ${token}` };
  const ask = async (place: string, init: RequestInit = {}) => {
    const answer = await fetch(`${origin}${place}`, { ...init, headers: { ...headers, ...init.headers } });
    if (!answer.ok) throw new Error(`${place}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    async graphql<Data>(query: string, variables: Record<string, unknown>) {
      const body = JSON.stringify({ query, variables });
      const answer = await ask('/graphql', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      const { data, errors } = (await answer.json()) as { data?: Data; errors?: unknown };
      if (errors !== undefined || data === undefined) throw new Error(JSON.stringify(errors));
      return data;
    },
    async upload(name, text) {
      const body = new FormData();
      body.append('file', new Blob([text], { type: 'text/csv' }), name);
      const answer = await ask(`/files/${slug}`, { method: 'POST', body });
      const { files } = (await answer.json()) as { files: { id: string }[] };
      return files[0]?.id ?? '';
    },
    async get(place) {
      for await (const _ of (await ask(place)).body ?? []);
    },
  };
}

async function portOf({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('The API has no standard output.');
  for await (const line of createInterface({ input: stdout })) {
    if (!line.startsWith('{"ready"')) continue;
    stdout.resume();
    return JSON.parse(line).port;
  }
  throw new Error('The API ended before it was ready.');
}

function peakMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_000;
}
