/** The sample time lapse: two drawn embryos as subjects with frames to annotate, and a batch that looks for bad frames. */
import { Readable } from 'node:stream';
import { designSchema } from '@batchyard/domain';
import type { NewSubject, Persistence } from '@batchyard/persistence';
import {
  exampleTimeLapse,
  generateTimeLapse,
  mediaTypeOf,
  type SampleFrame,
  type TimeLapseSettings,
} from '@batchyard/pipelines';
import type { Administrator } from '../administrator.js';
import { type Sample, sampleActor, sampleBatch, sampleProject } from './project.js';

const settingKey = 'sample_time_lapse_batch';
const batchName = 'Bad frames of two embryos';

type StoredFrame = Omit<SampleFrame, 'png'> & { readonly fileId: string };

/**
 * Makes the time lapse once in the life of an installation; an interrupted start goes on where it stopped.
 * @param settings what is drawn
 * @returns null when it was made before
 */
export async function makeTimeLapse(
  persistence: Persistence,
  administrator: Administrator,
  settings: TimeLapseSettings = exampleTimeLapse,
): Promise<Sample | null> {
  if ((await persistence.instance.get(settingKey)) !== null) return null;
  const projectId = await sampleProject(persistence, administrator);
  const frames = await storeFrames(persistence, administrator, projectId, settings);
  const subjects = subjectsOf(frames, settings);
  await persistence.subjects.create(sampleActor(administrator), projectId, { subjects }, false);
  const spec = designSchema.parse({
    name: batchName,
    pipeline: 'flag-detection',
    inputs: settings.embryos.map(({ subject }) => ({
      files: { frames: frames.filter((frame) => frame.subject === subject).map(({ fileId }) => fileId) },
      name: subject,
    })),
  });
  const sample = await sampleBatch(persistence, administrator, projectId, spec);
  await persistence.instance.set(settingKey, sample.batchId);
  return sample;
}

/** Draws what is not there yet and keeps it as files of the project, all at once. */
async function storeFrames(
  persistence: Persistence,
  administrator: Administrator,
  projectId: string,
  settings: TimeLapseSettings,
): Promise<StoredFrame[]> {
  const known = new Map<string, string>();
  for (const { subject } of settings.embryos) {
    const { rows } = await persistence.files.list(projectId, { first: 500, search: subject });
    for (const { name, id } of rows) known.set(name, id);
  }
  const drawn: Omit<SampleFrame, 'png'>[] = [];
  const created = [];
  for (const { png, ...frame } of generateTimeLapse(settings)) {
    drawn.push(frame);
    if (known.has(frame.fileName)) continue;
    const blob = await persistence.blobs.put(Readable.from([Buffer.from(png)]));
    created.push({ name: frame.fileName, mediaType: mediaTypeOf(frame.fileName), ...blob });
  }
  if (created.length > 0) {
    const files = await persistence.files.create(sampleActor(administrator), projectId, created);
    for (const { name, id } of files) known.set(name, id);
  }
  return drawn.map((frame) => ({ ...frame, fileId: known.get(frame.fileName)! }));
}

/** Experiment, videos and embryos, parents first; the embryos have the frames. */
function subjectsOf(frames: readonly StoredFrame[], settings: TimeLapseSettings): NewSubject[] {
  const above = (name: string) => name.slice(0, name.lastIndexOf('_'));
  const embryos = settings.embryos.map(({ subject }) => subject);
  const videos = [...new Set(embryos.map(above))];
  const experiments = [...new Set(videos.map(above))];
  const without = { metadata: {}, frames: [] };
  return [
    ...experiments.map((name) => ({ name, level: 'experiment', parent: null, ...without })),
    ...videos.map((name) => ({ name, level: 'video', parent: above(name), ...without })),
    ...embryos.map((name) => ({
      name,
      level: 'embryo',
      parent: above(name),
      metadata: { drawn: true },
      frames: frames
        .filter(({ subject }) => subject === name)
        .map(({ number, fileName, fileId }) => ({ number, name: fileName.replace('.png', ''), fileId })),
    })),
  ];
}
