import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spectralComparisonParams } from '../params.js';
import { greaseSamples, type SampleFile } from '../sample.js';
import { type ComparisonFolder, createComparisonFolder } from '../testing/run-comparison.js';
import { loadSpectrum } from './load-spectrum.js';
import { Memo } from './memo.js';

describe('results kept for further jobs', () => {
  const memo = () => new Memo<number>(10, (value) => value);

  it('are made once, also for callers at the same time', async () => {
    const kept = memo();
    let made = 0;
    const make = async () => ++made;
    expect(await Promise.all([kept.get('a', make), kept.get('a', make)])).toEqual([1, 1]);
    expect(await kept.get('a', make)).toBe(1);
  });

  it('make room for others when they were not used for longest', async () => {
    const kept = memo();
    const of = (value: number) => async () => value;
    await kept.get('a', of(4));
    await kept.get('b', of(5));
    await kept.get('a', of(4));
    await kept.get('c', of(3));
    expect(kept.size).toBe(2);
    expect(await kept.get('b', of(1))).toBe(1);
    expect(await kept.get('a', of(2))).toBe(4);
  });

  it('are neither failures nor larger than the room', async () => {
    const kept = memo();
    await expect(kept.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await kept.get('b', async () => 11);
    expect(kept.size).toBe(0);
  });
});

describe('loading', () => {
  let jobs: ComparisonFolder;
  let server: Server;
  let asked = 0;
  beforeAll(async () => {
    jobs = await createComparisonFolder();
    server = createServer((_request, response) => {
      asked++;
      const content = JSON.stringify({ nonsense: true });
      const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }], usage }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.close();
    await jobs.remove();
  });
  const params = spectralComparisonParams.parse({});
  const { baseline, samples } = greaseSamples();

  it('reads a baseline once for all jobs of a process, and again where it is to be read in another way', async () => {
    const file = await jobs.file(baseline);
    const first = await loadSpectrum(file, 'baseline', params);
    const copy = { ...(await jobs.file(baseline)), name: file.name };
    expect((await loadSpectrum(copy, 'baseline', params)).spectrum).toBe(first.spectrum);
    const reading = { ...params.reading, absorbance_scale: 'warn' } as const;
    expect((await loadSpectrum(file, 'baseline', { ...params, reading })).spectrum).not.toBe(first.spectrum);
  });

  it('asks no model about files that are plain, and goes on with the rules where an answer is nonsense', async () => {
    const { port } = server.address() as AddressInfo;
    const structureModel = {
      url: `http://127.0.0.1:${port}/v1`,
      model: 'local',
      key: null,
      cacheDir: path.join(jobs.folder, 'answers'),
    };
    const plain = await jobs.run(baseline, samples[0]!, { draw_graph: false }, { structureModel });
    expect([plain.metrics.ai_normalizations, asked]).toEqual([0, 0]);
    const bare: SampleFile = {
      name: 'bare.csv',
      text: baseline.text
        .split('\n')
        .slice(1)
        .map((line) => line.replace(',', ',7,'))
        .join('\n'),
    };
    const doubtful = await jobs.run(baseline, bare, { draw_graph: false }, { structureModel });
    expect([asked, doubtful.metrics.ai_normalizations]).toEqual([1, 0]);
    expect(doubtful.warnings.join(' ')).toContain('was read by the rules');
    const off = { draw_graph: false, reading: { use_model: false } };
    await jobs.run(baseline, bare, off, { structureModel });
    expect(asked).toBe(1);
  });
});
