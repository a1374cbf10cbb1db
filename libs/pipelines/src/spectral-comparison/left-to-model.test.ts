import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pipeline } from '../contract.js';
import { validateJob } from '../execution/execute.js';
import { spectralComparison } from './pipeline.js';
import type { SampleFile } from './sample.js';
import { type ChatServer, startChatServer } from './testing/chat-server.js';
import { type ComparisonFolder, createComparisonFolder } from './testing/run-comparison.js';

const curve = (from: number, to: number, separator: string, heading: string): string =>
  heading +
  Array.from({ length: 300 }, (_, i) => {
    const x = from + ((to - from) * i) / 299;
    return `${x.toFixed(2)}${separator}${(0.3 + 0.2 * Math.sin(i / 9)).toFixed(4)}`;
  }).join('\n');

const reference: SampleFile = {
  name: 'reference.csv',
  text: curve(900, 2600, ',', 'Wavenumber (cm-1),Absorbance\n'),
};
/** Wavenumbers, which nobody can tell from nm who sees the numbers alone. */
const bare: SampleFile = { name: 'bare.csv', text: curve(1000, 2500, ';', '') };
const letter: SampleFile = { name: 'letter.csv', text: 'Dear all,\nthe spectrum, as asked.\nRegards\n' };
const empty: SampleFile = { name: 'empty.csv', text: '' };
const page: SampleFile = { name: 'page.csv', text: '<!DOCTYPE html><html>4000,1\n3999,2</html>' };

const proposal = {
  delimiter: ';',
  decimal_sign: '.',
  orientation: 'columns',
  lines_before_data: 0,
  x_column: 1,
  y_columns: [2],
  x_unit: 'cm-1',
  y_unit: 'absorbance',
};

describe('a file that the rules cannot settle', () => {
  let jobs: ComparisonFolder;
  let server: ChatServer | null = null;
  let count = 0;
  beforeAll(async () => {
    jobs = await createComparisonFolder();
  });
  afterEach(async () => {
    await server?.close();
    server = null;
  });
  afterAll(() => jobs.remove());

  const check = async (sample: SampleFile, canAskModel: boolean, params: object = {}) => {
    const inputs = { baseline: [await jobs.file(reference)], sample: [await jobs.file(sample)] };
    const { problems } = await validateJob(
      spectralComparison as Pipeline,
      { params, inputs },
      { canAskModel },
    );
    return problems.map(({ severity, code }) => `${severity} ${code}`);
  };
  const run = async (sample: SampleFile, answer: string) => (await runner(answer))(sample);
  /** Jobs that ask the same model, one after another. */
  const runner = async (answer: string) => {
    server = await startChatServer([{ message: { content: answer } }]);
    const cacheDir = path.join(jobs.folder, `answers-${count++}`);
    const structureModel = { url: server.url, model: 'small', key: null, cacheDir };
    return (sample: SampleFile) => jobs.run(reference, sample, { draw_graph: false }, { structureModel });
  };

  it('is refused where nobody can be asked', async () => {
    expect(await check(bare, false)).toContain('error NO_OVERLAP');
    expect(await check(letter, false)).toContain('error NO_NUMERIC_DATA');
    const off = { reading: { use_model: false } };
    expect(await check(letter, true, off)).toContain('error NO_NUMERIC_DATA');
    expect(await check(bare, true, off)).toContain('error NO_OVERLAP');
  });

  it('is left to the model by the check where there is one, with a warning', async () => {
    expect(await check(bare, true)).toContain('warning NO_OVERLAP');
    expect(await check(letter, true)).toEqual(['warning NO_NUMERIC_DATA']);
  });

  it('S1-56 is refused all the same where no structure could mend it', async () => {
    expect(await check(empty, true)).toEqual(['error EMPTY_FILE']);
    expect(await check(page, true)).toEqual(['error NOT_A_SPECTRUM']);
  });

  it('S1-61 S1-63 is compared with the structure that the model gave, which counts and is paid once', async () => {
    const runIt = await runner(JSON.stringify(proposal));
    const job = await runIt(bare);
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    expect(job.metrics).toMatchObject({ ai_normalizations: 1, cache_hits: 0 });
    const again = await runIt(bare);
    expect(again.metrics).toEqual({ ...job.metrics, ai_normalizations: 0, cache_hits: 1 });
    const table = ({ outputDir }: typeof job) => readFile(path.join(outputDir, 'comparison.csv'), 'utf8');
    expect(await table(again)).toBe(await table(job));
    expect(job.metrics.overlap_low).toBeGreaterThan(999);
    expect(job.metrics.overlap_high).toBeLessThan(2501);
    expect(server?.heard).toHaveLength(1);
  });

  it('fails with the reason of the rules and of the model where it has none either', async () => {
    const job = await run(letter, 'I see a letter.');
    expect(server?.heard).toHaveLength(1);
    expect(job.state).toBe('failed');
    expect(job.error?.problems.map(({ code }) => code)).toEqual(['NO_NUMERIC_DATA', 'MODEL_NOT_USED']);
    expect(job.error?.problems[1]?.message).toBe(
      'The model gave no structure in its answer. letter.csv cannot be read by the rules either.',
    );
  });

  it('says when it is described that the model will be asked', async () => {
    const describeFile = async (file: SampleFile, canAskModel: boolean) =>
      (await spectralComparison.describeFile?.(await jobs.file(file), { canAskModel }))?.text;
    expect(await describeFile(letter, true)).toMatch(/^None of .* The language model will be asked/);
    expect(await describeFile(letter, false)).not.toContain('model');
    expect(await describeFile(reference, true)).not.toContain('model');
  });
});
