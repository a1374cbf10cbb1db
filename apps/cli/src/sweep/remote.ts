/** A sweep on a server: uploads the inputs, creates the design, starts its batch and follows it to the end. */
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BatchOptions,
  type BatchState,
  type DesignSpec,
  type InputReference,
  isFinalBatchState,
  withInputSets,
} from '@batchyard/domain';
import { checkInputs, type Problem } from '@batchyard/pipelines';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { withZip } from '../server/zip-directory.js';
import { progressLine } from '../terminal/progress.js';
import { presentBest, presentWarnings, type ShownComparison } from './best-table.js';
import type { ServerDesign } from './read-plan.js';

interface BatchView {
  readonly state: BatchState;
  readonly etaText: string;
  readonly counts: Readonly<
    Record<'total' | 'succeeded' | 'reused' | 'failed' | 'timed_out' | 'out_of_memory', number>
  >;
}

/** The server lists the metrics of a setting. */
interface ComparisonView extends Omit<ShownComparison, 'settings'> {
  readonly settings: readonly (Omit<ShownComparison['settings'][number], 'metrics'> & {
    readonly metrics: readonly (ShownComparison['settings'][number]['metrics'][string] & {
      readonly name: string;
    })[];
  })[];
}

/** How a batch on the server ended. */
interface RemoteOutcome {
  readonly batchId: string;
  readonly page: string;
  readonly state: BatchState;
  readonly counts: BatchView['counts'];
  readonly comparison: ComparisonView;
}

const pollIntervalMs = 1_000;

/** What is asked of a server. */
export interface RemoteSweep {
  readonly projectSlug: string;
  readonly design: ServerDesign;
  /** Ids of files on the server by input, for sets that name none themselves. */
  readonly sharedInputs?: InputReference;
  /** Those that were given; the others are the server's defaults. */
  readonly options: Partial<BatchOptions>;
  /** The user's own guess, or null. */
  readonly secondsPerJob: number | null;
  /** Leave out cells that cannot run instead of refusing the design. */
  readonly validOnly: boolean;
}

/** Starts the sweep, follows it to its end and prints the outcome. @throws UsageError with every problem found */
export async function sweepOnServer(
  client: ServerClient,
  request: RemoteSweep,
  json: boolean,
): Promise<ExitCode> {
  const batchId = await startRemoteSweep(client, request);
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  const outcome = await followBatch(client, request.projectSlug, batchId, abort.signal);
  if (outcome === null) {
    const page = `${client.url}/projects/${request.projectSlug}/batches/${batchId}`;
    process.stderr.write(`The batch goes on without this command; stop it at ${page}\n`);
    return exitCodes.jobFailed;
  }
  process.stdout.write(json ? `${JSON.stringify(outcome, null, 2)}\n` : `${presentOutcome(outcome)}\n`);
  return outcome.state === 'succeeded' ? exitCodes.succeeded : exitCodes.jobFailed;
}

async function startRemoteSweep(client: ServerClient, request: RemoteSweep): Promise<string> {
  const { projectSlug, options, validOnly } = request;
  const spec = await uploadDesign(client, request);
  // A design that is kept must be whole; one with cells to leave out is started as it is.
  const subject = validOnly ? { spec } : { designId: await keepDesign(client, projectSlug, spec) };
  const { startBatch } = await client.graphql<{
    startBatch: { batch: { id: string } | null; problems: Problem[] };
  }>(`mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } ${problemFields} } }`, {
    input: { projectSlug, ...subject, options, validOnly },
  });
  if (startBatch.batch === null)
    throw new UsageError('The server did not start the batch.', startBatch.problems);
  return startBatch.batch.id;
}

async function keepDesign(client: ServerClient, projectSlug: string, spec: DesignSpec): Promise<string> {
  const { createDesign } = await client.graphql<{
    createDesign: { design: { id: string } | null; problems: Problem[] };
  }>(
    `mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } ${problemFields} } }`,
    { input: { projectSlug, spec } },
  );
  if (createDesign.design === null)
    throw new UsageError('The server refused the design.', createDesign.problems);
  return createDesign.design.id;
}

/** Checks the files here, where they can be named as the user knows them, and uploads them. */
export async function uploadDesign(
  client: ServerClient,
  { projectSlug, design, validOnly, sharedInputs = {} }: RemoteSweep,
): Promise<DesignSpec> {
  const problems = (await Promise.all(design.inputs.map((set) => checkInputs(design.pipeline, set)))).flat();
  if (problems.length > 0 && !validOnly) throw new UsageError('The design has problems.', problems);
  return uploadInputs(client, projectSlug, design, sharedInputs);
}

/** Each file once, however many input sets name it; a directory as a zip of it. */
async function uploadInputs(
  client: ServerClient,
  projectSlug: string,
  design: ServerDesign,
  sharedInputs: InputReference,
): Promise<DesignSpec> {
  const ids = new Map<string, string>();
  for (const file of new Set(
    design.inputs.flatMap((set) => Object.values(set).flat()).map(({ path }) => path),
  )) {
    const upload = (one: string) => client.upload(projectSlug, one);
    ids.set(file, (await stat(file)).isDirectory() ? await withZip(file, upload) : await upload(file));
  }
  const inputs = design.inputs.map((set) => ({
    ...sharedInputs,
    ...Object.fromEntries(
      Object.entries(set).map(([name, files]) => [name, files.map(({ path }) => ids.get(path) ?? path)]),
    ),
  }));
  return withInputSets(design.spec, inputs);
}

/** Follows a batch until it has ended. @returns null when `signal` said to stop following */
async function followBatch(
  client: ServerClient,
  projectSlug: string,
  batchId: string,
  signal: AbortSignal,
): Promise<RemoteOutcome | null> {
  const line = progressLine();
  try {
    while (!signal.aborted) {
      const { batch } = await client.graphql<{ batch: BatchView }>(
        'query ($id: ID!) { batch(id: $id) { state etaText counts { total succeeded reused failed timed_out out_of_memory } } }',
        { id: batchId },
      );
      const { counts, state } = batch;
      if (isFinalBatchState(state)) {
        const page = `${client.url}/projects/${projectSlug}/batches/${batchId}`;
        return { batchId, page, state, counts, comparison: await readComparison(client, batchId) };
      }
      const done = counts.succeeded + counts.reused;
      line.show(`${done} of ${counts.total} jobs, ${batch.etaText}`, done / counts.total);
      await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
    }
    return null;
  } finally {
    line.clear();
  }
}

async function readComparison(client: ServerClient, batchId: string): Promise<ComparisonView> {
  const { comparison } = await client.graphql<{ comparison: ComparisonView }>(
    `query ($input: ComparisonInput!) { comparison(input: $input) {
       metric { name title unit } answer varying { path } warnings { message }
       settings { rank values jobs metrics { name n mean interval { low high } } versusBest { verdict } } } }`,
    { input: { batchIds: [batchId] } },
  );
  return comparison;
}

/** The outcome for people. */
function presentOutcome({ state, counts, comparison, page }: RemoteOutcome): string {
  const shown: ShownComparison = {
    ...comparison,
    settings: comparison.settings.map(({ metrics, ...setting }) => ({
      ...setting,
      metrics: Object.fromEntries(metrics.map((metric) => [metric.name, metric])),
    })),
  };
  return [
    `Batch ${state}: ${counts.succeeded} succeeded, ${counts.reused} reused, of ${counts.total} jobs.`,
    ...presentBest(shown),
    ...presentWarnings(shown),
    page,
  ].join('\n\n');
}
