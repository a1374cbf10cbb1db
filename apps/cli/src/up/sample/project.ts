/** The sample project itself: made once, with its files, designs and batches looked for before they are made. */
import path from 'node:path';
import { type DesignSpec, defaultBatchOptions, NotFound, totalJobs } from '@batchyard/domain';
import type { Persistence } from '@batchyard/persistence';
import { mediaTypeOf } from '@batchyard/pipelines';
import type { Administrator } from '../administrator.js';

/** Where a batch of the sample project is found. */
export interface Sample {
  readonly batchId: string;
  readonly jobs: number;
  /** Path below the service's address. */
  readonly page: string;
}

export const sampleSlug = 'sample';
/** More designs and batches than the sample project has before its last sample is made. */
const searched = 20;

/** Whoever makes the sample, in the record of changes. */
export function sampleActor({ userId }: Administrator) {
  return { userId, source: 'system' } as const;
}

/** Its id. */
export async function sampleProject(persistence: Persistence, administrator: Administrator): Promise<string> {
  try {
    return (await persistence.projects.bySlug(administrator, sampleSlug)).id;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    const actor = sampleActor(administrator);
    const description =
      'Try Batchyard here: a walking pelvis with a sweep over its solver, spectra of a grease in service, two embryos to annotate, and a drawn river with its discharge.';
    return (await persistence.projects.create(actor, { slug: sampleSlug, name: 'Sample', description })).id;
  }
}

/** Keeps a file under its name, once. */
export async function sampleFile(
  persistence: Persistence,
  administrator: Administrator,
  projectId: string,
  file: string,
): Promise<void> {
  const name = path.basename(file);
  const { rows } = await persistence.files.list(projectId, { first: 10, search: name });
  if (rows.some((row) => row.name === name)) return;
  const blob = await persistence.blobs.put(file);
  await persistence.files.create(sampleActor(administrator), projectId, [
    { name, mediaType: mediaTypeOf(name), ...blob },
  ]);
}

/** The batch of a design, both found by name where a start before this one was interrupted. @param spec with ids of files */
export async function sampleBatch(
  persistence: Persistence,
  administrator: Administrator,
  projectId: string,
  spec: DesignSpec,
): Promise<Sample> {
  const actor = sampleActor(administrator);
  const designs = (await persistence.designs.list(projectId, { first: searched })).rows;
  const design = designs.find(({ name }) => name === spec.name);
  const designId = design?.id ?? (await persistence.designs.create(actor, projectId, spec)).designId;
  const batches = (await persistence.batchLists.list(projectId, { first: searched })).rows;
  const batch = batches.find(({ name }) => name === spec.name);
  const request = { projectId, designId, spec, options: defaultBatchOptions, name: null };
  const batchId = batch?.id ?? (await persistence.batchStarts.start(actor, request)).batchId;
  const counts = (await persistence.batchLists.counts([batchId])).get(batchId);
  const page = `/projects/${sampleSlug}/batches/${batchId}`;
  return { batchId, jobs: counts ? totalJobs(counts) : 0, page };
}
