import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exampleExperiment, generateExperiment } from './sample.js';
import { createJobFolder, type JobFolder } from './testing/run-job.js';
import { writeFiles } from './testing/write-files.js';

let jobs: JobFolder;
beforeAll(async () => {
  jobs = await createJobFolder();
});
afterAll(() => jobs.remove());

/** All files with their contents, and when they were last written. */
function contentsOf(folder: string, withTimes: boolean): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const told = names.map((name) => {
    const file = path.join(folder, name);
    const found = statSync(file);
    const contents = found.isFile() ? readFileSync(file, 'latin1') : 'directory';
    return [name, withTimes ? `${found.mtimeMs} ${contents}` : contents];
  });
  return Object.fromEntries(told);
}

it('S3-33 lets two jobs use one experiment at a time: it stays as it is, and each gives what it gives alone', async () => {
  const folder = path.join(jobs.folder, 'experiment');
  await writeFiles(folder, generateExperiment({ ...exampleExperiment, frames: 3 }).files);
  const before = contentsOf(folder, true);
  const [few, many] = [{ detection: { thresholds: [120, 120, 120] } }, {}];
  const together = await Promise.all([jobs.run(folder, few), jobs.run(folder, many)]);
  const alone = [await jobs.run(folder, few), await jobs.run(folder, many)];
  expect(together.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
  expect(together.map(({ outputDir }) => contentsOf(outputDir, false))).toEqual(
    alone.map(({ outputDir }) => contentsOf(outputDir, false)),
  );
  expect(together[0]!.metrics.targets_mean).toBeLessThan(together[1]!.metrics.targets_mean!);
  expect(contentsOf(folder, true)).toEqual(before);
});
