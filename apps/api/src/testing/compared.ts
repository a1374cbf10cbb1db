/** Two settings on three inputs, computed, with a neighbour's project; what tests of comparisons begin with. */
import { fillProject, recordingOf, runJob, startBatch, type TestProject } from './project.js';
import { type Client, type Service, startTestService } from './service.js';

export const metric = 'edge_error_mean_mm';

export interface ComparedProject {
  readonly service: Service;
  /** Maintainer of the project `a`. */
  readonly alice: Client;
  /** Maintainer of `others` alone. */
  readonly bob: Client;
  readonly others: TestProject;
  /** walk.csv, run.csv and jump.csv. */
  readonly fileIds: readonly string[];
  /** A batch of the design: 1, 2, 3 and 3, 5, 9 on the three inputs. */
  readonly first: { readonly batchId: string; readonly jobIds: readonly string[] };
  readonly designId: string;
}

export async function startCompared(): Promise<ComparedProject> {
  const service = await startTestService();
  const [alice, bob] = [await service.signIn('alice'), await service.signIn('bob')];
  const project = await fillProject(alice, 'a');
  const others = await fillProject(bob, 'b');
  const files = await alice.upload('a', { 'run.csv': recordingOf('run'), 'jump.csv': recordingOf('jump') });
  const fileIds = [project.fileId, files['run.csv'] ?? '', files['jump.csv'] ?? ''];
  const designId = await createDesign(alice, 'a', specOn(fileIds, [100, 500]));
  const batchId = await startBatch(alice, 'a', { designId });
  const jobIds = await inDesignOrder(service, batchId);
  for (const [index, value] of [1, 2, 3, 3, 5, 9].entries()) await succeed(service, jobIds[index], value);
  return { service, alice, bob, others, fileIds, first: { batchId, jobIds }, designId };
}

/** A grid over one weight, on each of the files. */
export function specOn(files: readonly string[], values: readonly number[], rest: object = {}) {
  return {
    name: 'Weights',
    pipeline: 'rigid-body',
    axes: [{ parameter: 'weights.lambda_rigid', values }],
    inputs: files.map((markers) => ({ markers })),
    objective: { metric, direction: 'minimize' },
    ...rest,
  };
}

export async function createDesign(client: Client, projectSlug: string, spec: object): Promise<string> {
  const { data, text } = await client.graphql<{ createDesign: { design: { id: string } | null } }>(
    'mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } problems { message } } }',
    { input: { projectSlug, spec } },
  );
  if (!data?.createDesign.design) throw new Error(text);
  return data.createDesign.design.id;
}

/** Jobs of a batch by weight, then file in the order of upload. */
export async function inDesignOrder(service: Service, batchId: string): Promise<string[]> {
  const rows = await service.database.query<{ id: string }>(
    `select id from job where batch_id = $1 and chunk_of is null
     order by (setting->>'weights.lambda_rigid')::float8, input_label <> 'walk.csv', input_label <> 'run.csv', replicate`,
    [batchId],
  );
  return rows.map(({ id }) => id);
}

/** Computes a job as far as comparisons are concerned. */
export const succeed = (service: Service, jobId: string | undefined, value: number) =>
  runJob(service, jobId ?? '', { outcome: 'succeeded', metrics: { [metric]: value, final_cost: -value } });

export interface ComparisonAnswer {
  comparison: {
    sources: { label: string; kind: string; name: string; jobs: number }[];
    settings: {
      key: string;
      jobs: number;
      withResult: number;
      failed: number;
      cancelledOrSkipped: number;
      unfinished: number;
      sources: number[];
      params: { weights: { lambda_rigid: number } };
      metrics: { name: string; mean: number; n: number }[];
    }[];
    warnings: { code: string; message: string }[];
    totalJobs: number;
  };
}

export const comparisonQuery = `query ($input: ComparisonInput!) { comparison(input: $input) {
  sources { label kind name jobs batch { id } design { id } job { id } } inputs { label } answer bestKey
  best { settingKey sentence mean n values params } importance { method isEstimate n parameters { path title share } }
  importanceReason paretoKeys
  settings { key jobs withResult failed cancelledOrSkipped unfinished sources params isPareto bootstrap { low high }
    metrics { name mean n } versusBest { verdict wilcoxonP disagreement remark } }
  warnings { code message } shownJobs totalJobs } }`;
/** The problem of a refused query. */
export const problemIn = ({ text }: { readonly text: string }) =>
  (JSON.parse(text) as { errors?: { extensions: { problems?: { code: string }[] } }[] }).errors?.[0]
    ?.extensions.problems?.[0]?.code;
export const compare = (client: Client, input: object) =>
  client.graphql<ComparisonAnswer>(comparisonQuery, { input });
