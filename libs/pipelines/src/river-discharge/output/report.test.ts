import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exampleRiver, sampleLevelM, sampleScaffold, sampleVideo } from '../sample.js';
import { createJobFolder, type JobFolder } from '../testing/run-job.js';

let jobs: JobFolder;
beforeAll(async () => {
  jobs = await createJobFolder();
});
afterAll(() => jobs.remove());

it('a site shown in feet has both units in its report, exactly, and what was said of the video', async () => {
  const scaffold = { ...sampleScaffold(exampleRiver), display_units: 'ft' };
  const job = await jobs.run(sampleVideo({ ...exampleRiver, frames: 20 }), scaffold, {
    water_level: sampleLevelM / 0.3048,
    measurement_date: '2026-05-04',
    comment: 'ice on the <left> bank',
  });
  expect([job.state, job.error]).toEqual(['succeeded', null]);
  const read = (name: string) => readFileSync(path.join(job.outputDir, name), 'utf8');
  const report = read('report.html');
  const { discharge_m3_s: q, area_m2: area, mean_velocity_m_s: v } = job.metrics as Record<string, number>;
  const digits = (value: number) => String(Number(value.toPrecision(5)));
  for (const [value, power, feet, metres] of [
    [q!, 3, 'ft³/s', 'm³/s'],
    [area!, 2, 'ft²', 'm²'],
    [v!, 1, 'ft/s', 'm/s'],
  ] as const) {
    expect(report).toContain(`${digits(value / 0.3048 ** power)} ${feet} (${digits(value)} ${metres})`);
  }
  expect(report).toContain('32.808 ft (10.000 m)');
  expect(report).toContain('ice on the &lt;left&gt; bank');
  const sources = [...report.matchAll(/<img src="([^"]*)"/g)].map(([, source = '']) => source);
  const stored = readdirSync(job.outputDir).filter((name) => name.endsWith('.png'));
  expect(sources.sort()).toEqual(
    stored
      .map((name) => `data:image/png;base64,${readFileSync(path.join(job.outputDir, name), 'base64')}`)
      .sort(),
  );
  expect(JSON.parse(read('results.json'))).toMatchObject({
    measurement_date: '2026-05-04',
    comment: 'ice on the <left> bank',
    water_level_m: expect.closeTo(10, 9),
    velocity_method: 'autocorrelation',
    units: { discharge_m3_s: 'm³/s' },
  });
});
