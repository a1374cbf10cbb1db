/** The samples that a first start makes of designs in the documentation, so that there is something to look at. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readDesign } from '@batchyard/documents';
import type { Persistence } from '@batchyard/persistence';
import type { Administrator } from '../administrator.js';
import { type Sample, sampleBatch, sampleFile, sampleProject } from './project.js';

/** Keys of the instance settings that say that a sample was made, so that a removed one stays removed. */
const settingKeys = { sweep: 'sample_batch', spectra: 'sample_spectra_batch' } as const;
export type SampleKind = keyof typeof settingKeys;

/**
 * Makes a sample once in the life of an installation. Every step first looks for its own result, so an
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
  const projectId = await sampleProject(persistence, administrator);
  for (const name of new Set(spec.inputs.flatMap((set) => Object.values(set).flat()))) {
    await sampleFile(persistence, administrator, projectId, path.join(exampleDir, name));
  }
  const withIds = await persistence.designs.withFileIds(projectId, spec);
  const sample = await sampleBatch(persistence, administrator, projectId, withIds);
  await persistence.instance.set(settingKey, sample.batchId);
  return sample;
}
