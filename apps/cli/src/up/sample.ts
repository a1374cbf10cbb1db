/** The sample project of a first start: recordings and spectra, designs and their batches, so that there is something to look at. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readDesign } from '@batchyard/documents';
import {
  defaultBatchOptions,
  isFinalBatchState,
  jobsWithResult,
  NotFound,
  totalJobs,
} from '@batchyard/domain';
import type { Persistence } from '@batchyard/persistence';
import { mediaTypeOf } from '@batchyard/pipelines';
import { settingText } from '../sweep/best-table.js';
import { formatMetric } from '../terminal/format.js';
import type { Administrator } from './administrator.js';

/** Where the sample sweep is found. */
export interface Sample {
  readonly batchId: string;
  readonly jobs: number;
  /** Path below the service's address. */
  readonly page: string;
}

const slug = 'sample';
/** Keys of the instance settings that say that a sample was made, so that a removed one stays removed. */
const settingKeys = { sweep: 'sample_batch', spectra: 'sample_spectra_batch' } as const;
export type SampleKind = keyof typeof settingKeys;
/** More designs and batches than the sample project has before its last sample is made. */
const searched = 20;
const pollIntervalMs = 1_000;

/**
 * Makes the sample once in the life of an installation. Every step first looks for its own result, so an
 * interrupted first start goes on where it stopped.
 * @param exampleDir folder with sweep.yaml and the files it names
 * @returns null when it was made before
 */
export async function makeSample(
  persistence: Persistence,
  administrator: Administrator,
  kind: SampleKind,
  exampleDir: string,
): Promise<Sample | null> {
  const settingKey = settingKeys[kind];
  if ((await persistence.instance.get(settingKey)) !== null) return null;
  const { spec, problems } = readDesign(
    await readFile(path.join(exampleDir, 'sweep.yaml'), 'utf8'),
    'sweep.yaml',
  );
  if (spec === null) throw new Error(problems.map((problem) => problem.message).join(' '));
  const actor = { userId: administrator.userId, source: 'system' } as const;
  const projectId = await sampleProject(persistence, administrator);
  for (const name of new Set(spec.inputs.flatMap((set) => Object.values(set).flat()))) {
    await sampleFile(persistence, administrator, projectId, path.join(exampleDir, name));
  }
  const withIds = await persistence.designs.withFileIds(projectId, spec);
  const designs = (await persistence.designs.list(projectId, { first: searched })).rows;
  const design = designs.find(({ name }) => name === spec.name);
  const designId = design?.id ?? (await persistence.designs.create(actor, projectId, withIds));
  const batches = (await persistence.batchLists.list(projectId, { first: searched })).rows;
  const batch = batches.find(({ name }) => name === spec.name);
  const request = { projectId, designId, spec: withIds, options: defaultBatchOptions, name: null };
  const batchId = batch?.id ?? (await persistence.batchStarts.start(actor, request)).batchId;
  await persistence.instance.set(settingKey, batchId);
  const counts = (await persistence.batchLists.counts([batchId])).get(batchId);
  return { batchId, jobs: counts ? totalJobs(counts) : 0, page: `/projects/${slug}/batches/${batchId}` };
}

async function sampleProject(persistence: Persistence, administrator: Administrator): Promise<string> {
  try {
    return (await persistence.projects.bySlug(administrator, slug)).id;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    const actor = { userId: administrator.userId, source: 'system' } as const;
    const description =
      'Try Batchyard here: a walking pelvis with a sweep over its solver, and spectra of a grease in service.';
    return (await persistence.projects.create(actor, { slug, name: 'Sample', description })).id;
  }
}

async function sampleFile(
  persistence: Persistence,
  administrator: Administrator,
  projectId: string,
  file: string,
): Promise<void> {
  const name = path.basename(file);
  const { rows } = await persistence.files.list(projectId, { first: 10, search: name });
  if (rows.some((row) => row.name === name)) return;
  const blob = await persistence.blobs.put(file);
  const actor = { userId: administrator.userId, source: 'system' } as const;
  await persistence.files.create(actor, projectId, [{ name, mediaType: mediaTypeOf(name), ...blob }]);
}

/**
 * Waits until the sample sweep has ended.
 * @returns one line: the best setting with its value and unit, or how the sweep ended without one; null when aborted
 */
export async function sampleOutcome(
  persistence: Persistence,
  administrator: Administrator,
  { batchId }: Sample,
  signal: AbortSignal,
): Promise<string | null> {
  while (!signal.aborted) {
    const { state } = await persistence.batchLists.find(administrator, batchId);
    if (isFinalBatchState(state)) return describeOutcome(persistence, administrator, batchId, state);
    await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

async function describeOutcome(
  persistence: Persistence,
  administrator: Administrator,
  batchId: string,
  state: string,
): Promise<string> {
  const request = { batchIds: [batchId], metric: null, direction: null, baselineKey: null };
  const { comparison } = await persistence.comparison.compare(administrator, request);
  const counts = (await persistence.batchLists.counts([batchId])).get(batchId);
  const jobs = counts ? `${jobsWithResult(counts)} of ${totalJobs(counts)} jobs` : '';
  const [best] = comparison.settings;
  const value = best?.metrics[comparison.metric.name];
  if (!best || !value || best.rank !== 1)
    return `The sample sweep ended without a result: ${state}, ${jobs}.`;
  const { metric } = comparison;
  return `Best setting: ${settingText(best.values)} (${metric.title.toLowerCase()} ${formatMetric(value.mean, metric)}, ${jobs})`;
}
