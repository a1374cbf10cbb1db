/** A project with a file, a design and a batch, and a stand-in for the worker. */
import { Readable } from 'node:stream';
import type { StartedJob } from '@batchyard/persistence';
import { exampleRecording, generateRecording } from '@batchyard/pipelines';
import type { Client, Service } from './service.js';

export interface TestProject {
  readonly slug: string;
  readonly fileId: string;
  readonly designId: string;
  readonly batchId: string;
  /** By position. */
  readonly jobIds: readonly string[];
}

/** A grid over one weight: as many cells as values. */
export function specOf(fileId: string, values: readonly number[] = [100, 500, 1000]) {
  return {
    name: 'Weights',
    pipeline: 'rigid-body',
    axes: [{ parameter: 'weights.lambda_rigid', values }],
    inputs: [{ markers: fileId }],
  };
}

/** A small recording that passes the pipeline's check; another one for each name. */
export function recordingOf(name: string): string {
  return generateRecording({ ...exampleRecording, seed: name, frames: 20, missingShare: 0 }).markersCsv;
}

export async function createProject(client: Client, slug: string): Promise<void> {
  const { data } = await client.graphql<{ createProject: { problems: unknown[] } }>(
    `mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { slug } problems { message } } }`,
    { input: { slug, name: `Project ${slug}` } },
  );
  if (data.createProject.problems.length > 0) throw new Error(JSON.stringify(data));
}

export async function startBatch(client: Client, slug: string, given: object): Promise<string> {
  const { data, text } = await client.graphql<{ startBatch: { batch: { id: string } | null } }>(
    `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } problems { message } } }`,
    { input: { projectSlug: slug, ...given } },
  );
  if (!data?.startBatch.batch) throw new Error(text);
  return data.startBatch.batch.id;
}

export async function fillProject(
  client: Client,
  slug: string,
  values?: readonly number[],
): Promise<TestProject> {
  await createProject(client, slug);
  const files = await client.upload(slug, { 'walk.csv': recordingOf(slug) });
  const fileId = files['walk.csv'] ?? '';
  const { data, text } = await client.graphql<{ createDesign: { design: { id: string } | null } }>(
    `mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } problems { message } } }`,
    { input: { projectSlug: slug, spec: specOf(fileId, values) } },
  );
  if (!data?.createDesign.design) throw new Error(text);
  const designId = data.createDesign.design.id;
  const batchId = await startBatch(client, slug, { designId });
  return { slug, fileId, designId, batchId, jobIds: await jobIdsOf(client, batchId) };
}

export async function jobIdsOf(client: Client, batchId: string): Promise<string[]> {
  const { data } = await client.graphql<{ batch: { jobs: { nodes: { id: string }[] } } }>(
    `query ($id: ID!) { batch(id: $id) { jobs(first: 500) { nodes { id } } } }`,
    { id: batchId },
  );
  return data.batch.jobs.nodes.map((job) => job.id);
}

/** Does what a worker does, without computing: takes a waiting job and ends it. */
export async function runJob(service: Service, jobId: string, result: JobEnd): Promise<void> {
  const started = await startJob(service, jobId);
  await sayLines(service, started, [1, 2, 3]);
  await endJob(service, started, result);
}

export interface JobEnd {
  readonly outcome: 'succeeded' | 'failed';
  readonly metrics?: Record<string, number>;
  readonly artifact?: string;
}

/** Takes a waiting job. */
export async function startJob({ persistence, database }: Service, jobId: string): Promise<StartedJob> {
  await database.query(
    `insert into worker (id, host, pid, slots, version) values ('test', 'here', 1, 4, '1') on conflict do nothing`,
  );
  await database.query(
    `update job set state = 'queued', queued_at = now() where id = $1 and state = 'waiting'`,
    [jobId],
  );
  const started = await persistence.jobs.start(jobId, 'test', 60_000);
  if (started === null) throw new Error(`Job ${jobId} did not start.`);
  return started;
}

/** Adds `line 1`, `line 2` … to the log, in stage `solve`. */
export async function sayLines(
  { persistence }: Service,
  { fence }: StartedJob,
  lines: readonly number[],
): Promise<void> {
  const at = new Date();
  await persistence.jobs.report(fence, {
    stage: 'solve',
    progress: 0.5,
    stages: [{ position: 0, name: 'solve', state: 'running', startedAt: at, durationMs: null }],
    lines: lines.map((line) => ({ line, at, level: 'info', stage: 'solve', text: `line ${line}` })),
    metricSteps: [],
  });
}

/** Ends a started job. */
export async function endJob(
  { persistence }: Service,
  started: StartedJob,
  { outcome, metrics = {}, artifact }: JobEnd = { outcome: 'succeeded' },
): Promise<void> {
  const at = new Date();
  const contents =
    artifact === undefined ? null : await persistence.blobs.put(Readable.from([Buffer.from(artifact)]));
  await persistence.jobs.finish(started.fence, {
    outcome,
    error: outcome === 'failed' ? { stage: 'solve', message: 'It diverged.', problems: [] } : null,
    failure: outcome === 'failed' ? { kind: 'pipeline_error', key: 'It diverged.', exitCode: 3 } : null,
    warnings: [],
    metrics,
    artifacts:
      contents === null
        ? []
        : [
            {
              path: 'figures/track.svg',
              title: 'Track',
              role: 'preview',
              mediaType: 'image/svg+xml',
              ...contents,
            },
          ],
    stages: [{ position: 0, name: 'solve', state: outcome, startedAt: at, durationMs: 1500 }],
    peakMemoryBytes: 1000,
  });
  await persistence.batches.settle(started.batchId);
}
