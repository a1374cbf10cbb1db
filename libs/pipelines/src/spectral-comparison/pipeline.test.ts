import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pipeline } from '../contract.js';
import { validateJob } from '../execution/execute.js';
import { pageSize } from '../figures/render.js';
import { parseParams } from '../parameters/parse.js';
import { normaliseSpectrum } from './normalising/normalise.js';
import { reserveName } from './output/file-names.js';
import { spectralComparison } from './pipeline.js';
import { readSpectrum } from './reading/read-spectrum.js';
import { asCsv, generateSpectrum, greaseBands, greaseSamples, type SampleFile } from './sample.js';
import {
  type ComparisonFolder,
  createComparisonFolder,
  type FinishedComparison,
} from './testing/run-comparison.js';

const { baseline, samples } = greaseSamples();
const [short, long, wet, spent] = samples as [SampleFile, SampleFile, SampleFile, SampleFile];
const quick = { dpi: 50 };
let jobs: ComparisonFolder;
/** One job, which many tests look at. */
let usual: FinishedComparison;
beforeAll(async () => {
  jobs = await createComparisonFolder();
  usual = await jobs.run(baseline, long, quick);
});
afterAll(() => jobs.remove());

const part = (name: string, from: number, to: number): SampleFile => ({
  name,
  text: asCsv(
    generateSpectrum({
      seed: name,
      from,
      to,
      points: 500,
      bands: greaseBands({ oxidation: 0.5, water: 0, additive: 1 }),
      background: [0.05, 0.05],
      noise: 0.001,
    }),
  ),
});

/** Place of the most prominent peak of the sample. */
async function strongestBand({ outputDir }: { readonly outputDir: string }): Promise<number> {
  const text = await readFile(path.join(outputDir, 'peaks.csv'), 'utf8');
  const rows = text.trim().split('\n').slice(1);
  const peaks = rows.map((row) => row.split(',')).filter(([state]) => state !== 'missing');
  return Number(peaks.sort((a, b) => Number(b[6]) - Number(a[6]))[0]?.[4]);
}

describe('a job', () => {
  it.each(samples)('S1-01 S1-33 compares $name with the baseline and gives one graph', async (sample) => {
    const job = await jobs.run(baseline, sample, quick);
    expect([job.state, job.error, job.warnings]).toEqual(['succeeded', null, []]);
    expect(job.artifacts.filter(({ role }) => role === 'preview').map((artifact) => artifact.path)).toEqual([
      `${path.parse(sample.name).name}_vs_fresh_grease.png`,
    ]);
    expect(job.metrics).toMatchObject({ points: 1751, overlap_percent: 100, ai_normalizations: 0 });
  });

  it('S1-15 S1-16 goes through the stages of the tool in their order, progress never falling within one', () => {
    const { events, stages } = usual;
    expect(stages.map(({ name }) => name)).toEqual([
      'validate',
      'validation',
      'loading',
      'normalization',
      'graph_generation',
      'saving',
      'cleanup',
    ]);
    let last = 0;
    for (const event of events) {
      if (event.type === 'stage') last = 0;
      if (event.type !== 'progress') continue;
      expect(event.fraction).toBeGreaterThanOrEqual(last);
      last = event.fraction;
    }
  });

  it('S1-60 makes changes by name to both spectra, and says so', async () => {
    const transformations = ['normalize_intensity', 'convert_absorbance_to_transmittance'];
    const params = { ...quick, reading: { transformations }, save_normalized_csvs: true };
    const job = await jobs.run(baseline, short, params);
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    for (const name of ['fresh_grease_baseline', 'service_500h_sample']) {
      const [header, ...rows] = (await readFile(path.join(job.outputDir, `${name}_normalized.csv`), 'utf8'))
        .trim()
        .split('\n');
      expect(header).toBe('wavenumber_cm-1,%T');
      expect(Math.min(...rows.map((row) => Number(row.split(',')[1])))).toBeCloseTo(10, 9);
    }
    // The bands are minima now, at the places where the maxima of absorbance are.
    const absorbance = await jobs.run(baseline, short, quick);
    expect(job.metrics.peaks_sample).toBeGreaterThan(4);
    expect(Math.abs((await strongestBand(job)) - (await strongestBand(absorbance)))).toBeLessThan(2);
    const report = JSON.parse(await readFile(path.join(job.outputDir, 'reading.json'), 'utf8'));
    const made = report.sample.structure.transformations.map(({ name }: { name: string }) => name);
    expect(made.slice(-2)).toEqual(transformations);
    const wrong = await jobs.run(baseline, short, { reading: { transformations: ['normalise'] } });
    expect(wrong.error?.message).toMatch(/reading\.transformations.*expected one of sort_by_wavenumber_asc/);
  });

  it('finds the carbonyl band of oxidised grease, and the soap band that moved', async () => {
    const job = usual;
    const rows = (await readFile(path.join(job.outputDir, 'peaks.csv'), 'utf8')).trim().split('\n').slice(1);
    const found = rows.map((row) => row.split(','));
    const carbonyl = found.find(([state, , , , at]) => state === 'new' && Math.abs(Number(at) - 1726) < 2);
    expect(carbonyl).toBeDefined();
    const soap = found.find(([, at]) => Math.abs(Number(at) - 1580) < 1);
    // Its centre is 3.2 lower; the wing of the carbonyl band pulls it up a little.
    expect(Number(soap?.at(-1))).toBeCloseTo(-3.1, 0);
    expect(job.metrics).toMatchObject({ peaks_missing: 0, peaks_shifted: 1 });
  });

  it('S1-27 of a sample that is the baseline says so and finds no difference', async () => {
    const job = await jobs.run(baseline, baseline, quick);
    expect(job.metrics).toMatchObject({ rmsd: 0, spectral_angle: 0, area_between: 0, peaks_shifted: 0 });
    expect(job.metrics.correlation).toBeCloseTo(1, 12);
    expect(job.warnings.join(' ')).toContain('same contents as the baseline');
  });

  it('S1-59 S1-67 tells how each file was read and what was done to it, decision by decision', async () => {
    const { events, outputDir } = usual;
    const log = events.flatMap((event) => (event.type === 'log' ? [event.text] : [])).join('\n');
    expect(log).toMatch(/service_2000h\.txt: .*x in cm⁻¹, ascending; y in % transmittance/);
    expect(log).toMatch(/became absorbance, A = −log10\(T \/ 100\)/);
    const debug = events.flatMap((event) =>
      event.type === 'log' && event.level === 'debug' ? [event.text] : [],
    );
    expect(debug).toContainEqual(
      expect.stringMatching(/^service_2000h\.txt: y unit: .* % sure\. [A-Z].*\.$/),
    );
    const { sample } = JSON.parse(await readFile(path.join(outputDir, 'reading.json'), 'utf8'));
    const { score, level, columns, decisions, transformations } = sample.structure;
    expect([level, score >= 90 && score <= 100]).toEqual(['high', true]);
    expect(sample.structure.yUnit).toBe('percent_transmittance');
    expect(columns.map(({ role, unit }: { role: string; unit: string }) => [role, unit])).toEqual([
      ['x', 'cm-1'],
      ['y', 'percent_transmittance'],
    ]);
    expect(decisions.length).toBeGreaterThan(3);
    expect(transformations.map(({ name }: { name: string }) => name)).toContain(
      'convert_transmittance_to_absorbance',
    );
    expect(sample.issues).toEqual([]);
  });

  it('S1-40 with a folder to open afterwards says where the files are instead', async () => {
    const log = async (open_folder_after: boolean) =>
      (await jobs.run(baseline, short, { ...quick, open_folder_after })).events
        .flatMap((event) => (event.type === 'log' ? [event.text] : []))
        .join('\n');
    expect(await log(true)).toContain('under Artifacts');
    expect(await log(false)).not.toContain('under Artifacts');
  });
});

describe('describing a file', () => {
  it.each([
    [long, /^1751 points; delimited by spaces, .*; y in % transmittance; \d+ % sure\.$/],
    [wet, /^1751 points; JCAMP-DX; /],
    [{ name: 'empty.csv', text: '' }, /empty/],
  ])('says how $name is read', async (file, sentence) => {
    const described = await spectralComparison.describeFile?.(await jobs.file(file), { canAskModel: false });
    expect(described?.text).toMatch(sentence);
  });

  it('says what each decision rests on, what becomes of the values, and everything that is odd', async () => {
    const nameless = long.text.replace(/^.*\n/, '').replace(/^/gm, '1');
    const described = async (file: SampleFile) =>
      spectralComparison.describeFile?.(await jobs.file(file), { canAskModel: false });
    expect(await described(long)).toMatchObject({
      decisions: expect.arrayContaining([
        expect.objectContaining({ subject: 'decimal sign', choice: 'point' }),
        {
          subject: 'y unit',
          choice: '% transmittance',
          confidence: 0.95,
          because: 'The heading of the axis names it.',
        },
      ]),
      changes: ['1751 values of % transmittance became absorbance, A = −log10(T / 100).'],
      problems: [],
    });
    const odd = await described({ name: 'odd.txt', text: nameless });
    expect(odd?.problems.map(({ code, severity }) => [code, severity])).toContainEqual([
      'UNSURE_STRUCTURE',
      'warning',
    ]);
  });
});

describe('check', () => {
  const check = async (sample: SampleFile, params: unknown = {}) =>
    validateJob(spectralComparison as Pipeline, {
      params,
      inputs: { baseline: [await jobs.file(baseline)], sample: [await jobs.file(sample)] },
    });

  it('S1-23 names everything wrong with both files at once', async () => {
    const inputs = {
      baseline: [await jobs.file({ name: 'empty.csv', text: '' })],
      sample: [await jobs.file({ name: 'words.csv', text: 'a,b\nnothing,here\nof,numbers\n' })],
    };
    const { problems } = await validateJob(spectralComparison as Pipeline, { params: {}, inputs });
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ place }) => [place.input, place.file])).toEqual([
      ['baseline', 'empty.csv'],
      ['sample', 'words.csv'],
    ]);
  });

  it.each([
    ['S1-66 nowhere', part('far.csv', 10_000, 8_000), {}, 'NO_OVERLAP'],
    ['too little', part('corner.csv', 700, 400), {}, 'TOO_LITTLE_OVERLAP'],
    ['nowhere in the region', part('half.csv', 4000, 2000), { region: { max: 1500 } }, 'NO_OVERLAP'],
  ])('refuses spectra that overlap %s', async (_where, sample, params, code) => {
    const { problems } = await check(sample, params);
    expect(problems.filter(({ severity }) => severity === 'error').map((problem) => problem.code)).toEqual([
      code,
    ]);
  });

  it('takes a small overlap where that is asked for', async () => {
    const { problems } = await check(part('corner.csv', 700, 400), { min_overlap_percent: 5 });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('refuses to subtract reflectance from absorbance, and says how to', async () => {
    const text = short.text.replace('Extinktion', 'Reflectance');
    const sample = { name: 'reflectance.csv', text };
    const { problems } = await check(sample);
    const differ = problems.find(({ code }) => code === 'UNITS_DIFFER');
    expect([differ?.severity, differ?.fix]).toEqual(['error', expect.stringContaining('log_inverse')]);
    const scaled = await check(sample, { normalization: 'vector' });
    expect(scaled.problems.find(({ code }) => code === 'UNITS_DIFFER')?.severity).toBe('warning');
  });

  it('S1-22 refuses a file above 100 MB without reading it', async () => {
    const large = await jobs.file({ name: 'large.csv', text: 'x,y\n' });
    await truncate(large.path, 101 * 1024 * 1024);
    const inputs = { baseline: [await jobs.file(baseline)], sample: [large] };
    const { problems } = await validateJob(spectralComparison as Pipeline, { params: {}, inputs });
    expect(problems.map(({ code }) => code)).toEqual(['FILE_TOO_LARGE']);
  });

  it.each([
    ['S1-19 a path that is not there', { name: 'gone.csv', path: '/nowhere/gone.csv' }, 'FILE_NOT_FOUND'],
    ['S1-20 a folder', { name: 'folder.csv', path: '.' }, 'WRONG_KIND'],
    ['S1-21 another kind of file', { name: 'spectrum.xlsx', path: fileURLToPath(import.meta.url) }, ''],
  ])('refuses %s, before anything is read', async (_what, sample, code) => {
    const inputs = { baseline: [await jobs.file(baseline)], sample: [sample] };
    const { params, problems } = await validateJob(spectralComparison as Pipeline, { params: {}, inputs });
    expect(params).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: 'error', place: { input: 'sample', file: sample.name } });
    if (code !== '') expect(problems[0]?.code).toBe(code);
    else expect(problems[0]?.message).toContain('.xlsx');
  });

  it('S1-57 reads a file above 50 MB', async () => {
    const rows = Array.from({ length: 400_000 }, (_, i) => {
      const x = 4000 - i * 0.009;
      return `${x.toFixed(6)},${(0.1 + Math.exp(-(((x - 1650) / 60) ** 2))).toFixed(9)},`;
    });
    const large = {
      name: 'large.csv',
      text: `Wavenumber (cm-1),Absorbance,Remark\n${rows.join(`${'-'.repeat(112)}\n`)}`,
    };
    expect(large.text.length).toBeGreaterThan(50 * 1024 * 1024);
    const { problems } = await check(large);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('warns where smoothing takes uneven steps for even', async () => {
    const uneven = part('uneven.csv', 4000, 500).text.split('\n');
    const text = uneven.filter((_, i) => i < 200 || i % 2 === 0).join('\n');
    const inputs = {
      baseline: [await jobs.file({ name: 'uneven.csv', text })],
      sample: [await jobs.file(short)],
    };
    const params = { smoothing: { method: 'savitzky_golay' } };
    const { problems } = await validateJob(spectralComparison as Pipeline, { params, inputs });
    expect(problems.map(({ code }) => code)).toContain('UNEVEN_STEPS');
  });
});

describe('graphs', () => {
  it.each([
    ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
    ['jpg', Buffer.from([0xff, 0xd8, 0xff])],
    ['pdf', Buffer.from('%PDF')],
    ['svg', Buffer.from('<?xm')],
  ])('S1-28 S1-29 S1-30 are %s where that is asked for', async (format, start) => {
    const job = await jobs.run(baseline, short, { ...quick, format });
    expect(job.error).toBeNull();
    const bytes = await readFile(path.join(job.outputDir, `service_500h_vs_fresh_grease.${format}`));
    expect(bytes.subarray(0, 4).subarray(0, start.length)).toEqual(start);
  });

  it('S1-32 have 3000 × 1800 pixels by default', async () => {
    const { outputDir } = await jobs.run(baseline, short, { validate_outputs: false });
    const png = await readFile(path.join(outputDir, 'service_500h_vs_fresh_grease.png'));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([3000, 1800]);
    expect(pageSize({ format: 'pdf', dpi: 300, widthIn: 10, heightIn: 6, style: 'screen' })).toEqual({
      width: 720,
      height: 432,
    });
  });

  it('S1-33 are named by the template, with names made safe', async () => {
    const filename_template = '{sample}_vs_{baseline}_publication';
    const named = { name: 'a:b*c.csv', text: baseline.text };
    const job = await jobs.run(named, short, { ...quick, filename_template });
    expect(await readdir(job.outputDir)).toContain('service_500h_vs_a_b_c_publication.png');
  });

  it('S1-35 S1-36 S1-37 count up, are replaced, or skip their sample where the name is taken', async () => {
    const outputDir = path.join(jobs.folder, 'shared');
    await mkdir(outputDir);
    const graph = 'service_500h_vs_fresh_grease';
    const before = 'of an earlier batch';
    await writeFile(path.join(outputDir, `${graph}.png`), before);
    const run = (conflict_resolution: string) =>
      jobs.run(baseline, short, { ...quick, conflict_resolution }, { outputDir });
    await run('auto_increment');
    expect((await run('auto_increment')).artifacts.map((artifact) => artifact.path)).toContain(
      `${graph}_002.png`,
    );
    const files = await readdir(outputDir);
    expect(await run('skip')).toMatchObject({
      state: 'skipped',
      metrics: {},
      artifacts: [],
      warnings: [expect.stringContaining(`${graph}.png exists and is left as it is`)],
      error: null,
    });
    expect(await readdir(outputDir)).toEqual(files);
    expect(await readFile(path.join(outputDir, `${graph}.png`), 'utf8')).toBe(before);
    await run('overwrite');
    expect((await readFile(path.join(outputDir, `${graph}.png`))).subarray(1, 4).toString()).toBe('PNG');
    expect((await readdir(outputDir)).filter((name) => name.startsWith(graph))).toHaveLength(3);
  });

  it('S1-10 fail their job where what was written is no graph', async () => {
    const outputDir = path.join(jobs.folder, 'spoilt');
    await mkdir(path.join(outputDir, 'temporary'), { recursive: true });
    await symlink('/dev/null', path.join(outputDir, 'temporary', 'service_500h_vs_fresh_grease.png'));
    const job = await jobs.run(baseline, short, quick, { outputDir });
    expect([job.state, job.error?.message]).toEqual([
      'failed',
      'The graph was not written as it should be. The file is empty.',
    ]);
    expect(job.artifacts).toEqual([]);
  });

  it.each([
    ['S1-31 another format', { format: 'bmp' }, 'format'],
    ['S1-32 no resolution', { dpi: 0 }, 'dpi'],
    ['S1-34 an unknown placeholder', { filename_template: '{sample}_{operator}' }, 'filename_template'],
    ['S1-34 a path', { filename_template: '../{sample}' }, 'filename_template'],
  ])('are refused before anything runs with %s', (_what, params, place) => {
    const parsed = parseParams(spectralComparison as Pipeline, params);
    expect('problems' in parsed && parsed.problems.map((problem) => problem.place.parameter)).toEqual([
      place,
    ]);
  });

  it('S1-38 of jobs at the same time never share a name', async () => {
    const outputDir = path.join(jobs.folder, 'at-once');
    await mkdir(outputDir);
    const names = await Promise.all(
      Array.from({ length: 8 }, () => reserveName(outputDir, 'same', 'png', 'auto_increment')),
    );
    expect(new Set(names).size).toBe(8);
  });

  it('S1-09 leave nothing temporary, and are left out where they are not wanted', async () => {
    const files = async (params: object) =>
      (await readdir((await jobs.run(baseline, short, params)).outputDir)).sort();
    expect(await files(quick)).toEqual([
      'comparison.csv',
      'peaks.csv',
      'reading.json',
      'service_500h_vs_fresh_grease.png',
    ]);
    expect(await files({ ...quick, cleanup_temp_files: false })).toContain('temporary');
    expect(await files({ draw_graph: false })).toEqual(['comparison.csv', 'peaks.csv', 'reading.json']);
  });
});

describe('normalised spectra', () => {
  it.each([long, wet, spent])(
    'S1-39 of $name are kept on request and read again to the same',
    async (sample) => {
      const params = { ...quick, save_normalized_csvs: true, cleanup_temp_files: true };
      const { outputDir } = await jobs.run(baseline, sample, params);
      const name = `${path.parse(sample.name).name}_sample_normalized.csv`;
      expect(await readdir(outputDir)).toEqual(
        expect.arrayContaining([name, 'fresh_grease_baseline_normalized.csv']),
      );
      const first = normaliseSpectrum(readSpectrum(Buffer.from(sample.text), sample.name).spectrum!)
        .spectrum!;
      const bytes = await readFile(path.join(outputDir, name));
      const again = normaliseSpectrum(readSpectrum(bytes, name).spectrum!).spectrum!;
      expect([...again.wavenumbers]).toEqual([...first.wavenumbers]);
      expect([...again.values]).toEqual([...first.values]);
      expect(again.valueUnit).toBe(first.valueUnit);
    },
  );
});

describe('the example', () => {
  const folder = fileURLToPath(new URL('../../../../docs/examples/spectral-comparison/', import.meta.url));

  it.each([baseline, ...samples])('has $name as the generator makes it', async ({ name, text }) => {
    expect(await readFile(path.join(folder, name), 'utf8')).toBe(text);
  });

  it('is a batch of all its samples', async () => {
    const design = await readFile(path.join(folder, 'sweep.yaml'), 'utf8');
    for (const { name } of samples) expect(design).toContain(`sample: ${name}, baseline: ${baseline.name}`);
  });
});
