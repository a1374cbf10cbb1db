import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodePng } from '../images/encode-png.js';
import { readImage } from '../images/read-image.js';
import { imageName } from './experiment/image-names.js';
import { readTargetsText } from './output/classic-text.js';
import { exampleExperiment, generateExperiment } from './sample.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';
import { writeFiles } from './testing/write-files.js';

const { frames, sizePx } = { ...exampleExperiment, frames: 4 };
const firstFrame = 10001;
/** A scratch on the window of camera 1, lit alike in all frames. */
const scratch = { x: 30, y: 40 };
let jobs: JobFolder;
let folder: string;

beforeAll(async () => {
  jobs = await createJobFolder();
  folder = path.join(jobs.folder, 'experiment');
  const { files, experiment } = generateExperiment({ ...exampleExperiment, frames });
  await writeFiles(folder, files);
  for (let frame = firstFrame; frame < firstFrame + frames; frame++) {
    const file = path.join(folder, imageName(experiment.cameras[0]!.images, frame));
    const { pixels } = await readImage(file);
    for (let y = -1; y <= 1; y++)
      pixels.fill(220, (scratch.y + y) * sizePx + scratch.x - 1, (scratch.y + y) * sizePx + scratch.x + 2);
    writeFileSync(file, encodePng(sizePx, sizePx, pixels));
  }
  const half = Uint8Array.from({ length: sizePx * sizePx }, (_, i) => (i % sizePx < sizePx / 2 ? 255 : 0));
  const white = new Uint8Array(sizePx * sizePx).fill(255);
  for (const [name, pixels] of [
    ['half', half],
    ['white', white],
  ] as const)
    writeFileSync(path.join(folder, `${name}.png`), encodePng(sizePx, sizePx, pixels));
});
afterAll(() => jobs.remove());

const run = async (preprocess: object) => {
  const job = await jobs.run(folder, { preprocess, tracking: { enabled: false } });
  expect([job.state, job.error]).toEqual(['succeeded', null]);
  return job;
};
function targetsOf({ outputDir }: FinishedJob, camera: number, frame: number) {
  const name = `img/cam${camera}.${frame}_targets`;
  const { count, x, y } = readTargetsText(readFileSync(path.join(outputDir, name), 'utf8'), name);
  return Array.from({ length: count }, (_, i) => ({ x: x[i]!, y: y[i]! }));
}
const seesScratch = (job: FinishedJob) =>
  Array.from({ length: frames }, (_, t) =>
    targetsOf(job, 1, firstFrame + t).some(
      ({ x, y }) => Math.hypot(x - scratch.x - 0.5, y - scratch.y - 0.5) < 1,
    ),
  );

describe('preparing pictures', () => {
  it('finds nothing where a mask is black, and all elsewhere', async () => {
    const [free, masked] = [await run({}), await run({ masks: ['half.png', 'white.png', 'white.png'] })];
    const inHalf = targetsOf(free, 1, firstFrame).filter(({ x }) => x < sizePx / 2 - 3);
    const found = targetsOf(masked, 1, firstFrame);
    expect(inHalf.length).toBeGreaterThan(5);
    expect(found).toEqual(expect.arrayContaining(inHalf));
    expect(found.every(({ x }) => x < sizePx / 2 + 1)).toBe(true);
    expect(targetsOf(free, 1, firstFrame).length).toBeGreaterThan(found.length);
    expect(targetsOf(masked, 2, firstFrame)).toEqual(targetsOf(free, 2, firstFrame));
  });

  it.each(['minimum', 'mean'])('takes off what all frames show: %s', async (background) => {
    expect(seesScratch(await run({}))).toEqual(new Array(frames).fill(true));
    const job = await run({ background });
    expect(seesScratch(job)).toEqual(new Array(frames).fill(false));
    expect(targetsOf(job, 1, firstFrame).length).toBeGreaterThan(10);
  });
});
