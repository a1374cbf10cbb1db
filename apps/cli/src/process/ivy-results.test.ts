import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDrafts, zipArchive } from '@batchyard/documents';
import { afterAll, expect, it } from '@jest/globals';
import { makeFolder } from '../testing/command.js';
import { isIvy, readIvyResults, writeIvyResults } from './ivy-results.js';

const folder = makeFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* parts<T>(...values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

async function writeZip(file: string, entries: Readonly<Record<string, string>>): Promise<void> {
  const drafts = await openDrafts();
  const added = Object.entries(entries).map(([name, text]) => drafts.add(name, new Date(0), parts(text)));
  const chunks: Buffer[] = [];
  for await (const chunk of zipArchive(parts(...(await Promise.all(added))))) chunks.push(chunk);
  await drafts.remove();
  writeFileSync(file, Buffer.concat(chunks));
}

it('keeps the project as it is and opens again with its results, also a second time', async () => {
  const scaffold = path.join(folder, 'site.ivy');
  const project = { rectification_method: 'scale', display_units: 'English' };
  await writeZip(scaffold, {
    'project_data.json': JSON.stringify(project),
    '5-discharge/survey.mat': 'survey',
  });
  writeFileSync(path.join(folder, 'results.json'), '{"metrics":{"discharge_m3_s":2.5},"water_level_m":10}');
  writeFileSync(path.join(folder, 'river_discharge.csv'), 'ID,Status\n1,Used\n');
  expect(await readIvyResults(scaffold)).toBeNull();

  const name = await writeIvyResults(scaffold, folder);
  expect([name, isIvy(name), isIvy('site.json')]).toEqual([
    `${path.basename(folder)}_results.ivy`,
    true,
    false,
  ]);
  const written = path.join(folder, name);
  expect(await readIvyResults(written)).toEqual({ metrics: { discharge_m3_s: 2.5 }, water_level_m: 10 });
  const bytes = readFileSync(written).toString('latin1');
  for (const part of ['5-discharge/survey.mat', '5-discharge/river_discharge.csv'])
    expect(bytes).toContain(part);

  writeFileSync(path.join(folder, 'again.ivy'), readFileSync(written));
  writeFileSync(path.join(folder, 'results.json'), '{"metrics":{"discharge_m3_s":3}}');
  await writeIvyResults(path.join(folder, 'again.ivy'), folder);
  expect(await readIvyResults(written)).toEqual({ metrics: { discharge_m3_s: 3 } });
});
