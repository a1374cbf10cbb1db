/** The sample river: a drawn video with its scaffold, and a batch that measures its discharge. */
import { Readable } from 'node:stream';
import { designSchema } from '@batchyard/domain';
import type { Persistence } from '@batchyard/persistence';
import {
  exampleRiver,
  mediaTypeOf,
  sampleLevelM,
  sampleScaffoldText,
  sampleVideo,
} from '@batchyard/pipelines';
import type { Administrator } from '../administrator.js';
import { type Sample, sampleActor, sampleBatch, sampleProject } from './project.js';

const settingKey = 'sample_river_batch';
const batchName = 'Discharge of a drawn river';

/**
 * Makes the river once in the life of an installation; an interrupted start goes on where it stopped.
 * @returns null when it was made before
 */
export async function makeRiver(
  persistence: Persistence,
  administrator: Administrator,
): Promise<Sample | null> {
  if ((await persistence.instance.get(settingKey)) !== null) return null;
  const projectId = await sampleProject(persistence, administrator);
  const keep = (name: string, bytes: () => Buffer) =>
    keepFile(persistence, administrator, projectId, name, bytes);
  const video = await keep('river.y4m', () => sampleVideo(exampleRiver));
  const scaffold = await keep('river.scaffold.json', () => Buffer.from(sampleScaffoldText(exampleRiver)));
  const spec = designSchema.parse({
    name: batchName,
    pipeline: 'river-discharge',
    params: { water_level: sampleLevelM },
    inputs: [{ video, scaffold }],
  });
  const sample = await sampleBatch(persistence, administrator, projectId, spec);
  await persistence.instance.set(settingKey, sample.batchId);
  return sample;
}

/** Keeps a file under its name, once, and gives its id. */
async function keepFile(
  persistence: Persistence,
  administrator: Administrator,
  projectId: string,
  name: string,
  bytes: () => Buffer,
): Promise<string> {
  const { rows } = await persistence.files.list(projectId, { first: 10, search: name });
  const known = rows.find((row) => row.name === name);
  if (known) return known.id;
  const blob = await persistence.blobs.put(Readable.from([bytes()]));
  const [file] = await persistence.files.create(sampleActor(administrator), projectId, [
    { name, mediaType: mediaTypeOf(name), ...blob },
  ]);
  return file!.id;
}
