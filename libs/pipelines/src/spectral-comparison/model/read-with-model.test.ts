import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModelEndpoint } from '../../contract.js';
import { readSpectrum } from '../reading/read-spectrum.js';
import type { StructureOverrides } from '../spectrum.js';
import { type ChatServer, type Reply, startChatServer } from '../testing/chat-server.js';
import { utf8 } from '../testing/truth.js';
import { type ModelReading, readSpectrumWithModel } from './read-with-model.js';

/** Numbers without any text: whether x is in nm or cm⁻¹ nobody can tell but who made the file. */
const doubtful = utf8(
  Array.from(
    { length: 300 },
    (_, i) => `${1_000 + 5 * i};${(0.3 + 0.2 * Math.sin(i / 9)).toFixed(4)};${i % 7}`,
  ).join('\n'),
);
const clear = utf8(
  `Wavenumber (cm-1),Absorbance\n${Array.from({ length: 300 }, (_, i) => `${1_000 + 5 * i},0.${i + 100}`).join('\n')}`,
);

const proposal = {
  delimiter: ';',
  decimal_sign: '.',
  orientation: 'columns',
  lines_before_data: 0,
  x_column: 1,
  y_columns: [2],
  x_unit: 'cm-1',
  y_unit: 'reflectance',
};
const good: Reply = { message: { content: JSON.stringify(proposal) } };
const secret = 'sk-very-secret-7f3a';

let cacheDir: string;
let server: ChatServer | null;
let logged: string[];

beforeEach(() => {
  cacheDir = path.join(mkdtempSync(path.join(tmpdir(), 'answers-')), 'cache');
  server = null;
  logged = [];
});
afterEach(async () => {
  await server?.close();
  rmSync(path.dirname(cacheDir), { recursive: true, force: true });
});

function read(
  bytes: Uint8Array,
  endpoint: ModelEndpoint | null,
  {
    told = {},
    signal = new AbortController().signal,
    timeoutMs = 10_000,
  }: { told?: StructureOverrides; signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<ModelReading> {
  return readSpectrumWithModel(bytes, 'secret-project-film.csv', told, {
    endpoint,
    signal,
    log: (level, text) => logged.push(`${level}: ${text}`),
    patience: { timeoutMs, tries: 3, backoffMs: 5 },
  });
}

async function serve(...replies: readonly Reply[]): Promise<ModelEndpoint> {
  server = await startChatServer(replies);
  return { url: server.url, model: 'small', key: secret, cacheDir };
}

function codes(reading: ModelReading): string[] {
  return reading.problems.map(({ code }) => code);
}

describe('asking a model about a doubtful structure', () => {
  it('S1-58 asks nobody about a file whose structure is clear', async () => {
    const reading = await read(clear, await serve(good));
    expect(server!.heard).toHaveLength(0);
    expect(reading).toMatchObject({
      model: { calls: 0, cacheHits: 0, tokens: 0 },
      structure: { foundBy: 'rules' },
    });
  });

  it('sends nothing where no endpoint is set', async () => {
    await serve(good);
    const reading = await read(doubtful, null);
    expect(server!.heard).toHaveLength(0);
    expect(reading.structure).toEqual(readSpectrum(doubtful, 'secret-project-film.csv').structure);
  });

  it('takes a proposal that fits the whole file', async () => {
    const reading = await read(doubtful, await serve(good));
    expect(reading.structure).toMatchObject({
      foundBy: 'model',
      xUnit: 'cm-1',
      yUnit: 'reflectance',
      confidence: 0.9,
    });
    expect(reading.structure?.columns.map(({ role }) => role)).toEqual(['x', 'y', 'ignored']);
    expect(reading.spectrum?.structure).toEqual(reading.structure);
    expect(codes(reading)).toEqual([]);
    expect(reading.model).toEqual({ calls: 1, cacheHits: 0, tokens: 321 });
    expect(logged).toEqual([
      'info: small was asked about the head of secret-project-film.csv: 321 tokens.',
      'info: The structure of secret-project-film.csv was proposed by a model and checked on the whole file.',
    ]);
  });

  it('sends the head of the file and nothing else of it, with the key as bearer', async () => {
    await read(doubtful, await serve(good));
    const request = server!.heard[0]!;
    expect(request.path).toMatch(/^\/\d+\/v1\/chat\/completions$/);
    expect(request.headers.authorization).toBe(`Bearer ${secret}`);
    expect(request.body.model).toBe('small');
    const sent = JSON.stringify(request.body);
    expect(request.body.messages[1]?.content.split('\n')).toHaveLength(40);
    expect(sent).toContain('1195;');
    expect(sent).not.toContain('1200;');
    expect(sent).not.toContain('secret-project');
  });

  it('needs no key', async () => {
    const endpoint = await serve(good);
    await read(doubtful, { ...endpoint, key: null });
    expect(server!.heard[0]?.headers.authorization).toBeUndefined();
  });

  it('keeps to what the user has said', async () => {
    const reading = await read(doubtful, await serve(good), { told: { yUnit: 'absorbance' } });
    expect(reading.structure).toMatchObject({ foundBy: 'model', xUnit: 'cm-1', yUnit: 'absorbance' });
    const told = reading.structure?.decisions.find(({ subject }) => subject === 'y unit');
    expect(told?.because).toBe('It was set by the user.');
  });

  it.each([
    ['a fence around it', `Sure!\n\`\`\`json\n${JSON.stringify(proposal)}\n\`\`\`\nRegards`],
    ['only what must be said', '{"x_unit":"cm-1","y_unit":"reflectance","y_columns":[2],"x_column":1}'],
  ])('understands an answer with %s', async (_, content) => {
    const reading = await read(doubtful, await serve({ message: { content } }));
    expect(reading.structure).toMatchObject({ foundBy: 'model', yUnit: 'reflectance' });
  });
});

describe('S1-61 answers are not paid twice', () => {
  it('a second reading of the same content is a cache hit with the same result', async () => {
    const endpoint = await serve(good);
    const first = await read(doubtful, endpoint);
    const second = await read(doubtful, endpoint);
    expect(server!.heard).toHaveLength(1);
    expect(second.model).toEqual({ calls: 0, cacheHits: 1, tokens: 0 });
    expect(second.structure).toEqual(first.structure);
    expect(second.spectrum).toEqual(first.spectrum);
  });

  it('jobs at the same time ask once', async () => {
    const endpoint = await serve({ ...good, delayMs: 100 });
    const readings = await Promise.all(Array.from({ length: 5 }, () => read(doubtful, endpoint)));
    expect(server!.heard).toHaveLength(1);
    expect(readings.map(({ model }) => model.calls).sort()).toEqual([0, 0, 0, 0, 1]);
    expect(readings.every(({ structure }) => structure?.foundBy === 'model')).toBe(true);
    expect(readdirSync(cacheDir)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
  });

  it('an answer that was of no use is not asked for again either', async () => {
    const endpoint = await serve({ message: { content: 'I would rather not.' } });
    await read(doubtful, endpoint);
    const second = await read(doubtful, endpoint);
    expect(server!.heard).toHaveLength(1);
    expect(codes(second)).toContain('MODEL_NOT_USED');
  });

  it('another content or another model is asked about', async () => {
    const endpoint = await serve(good);
    await read(doubtful, endpoint);
    await read(doubtful, { ...endpoint, model: 'large' });
    await read(utf8(`${new TextDecoder().decode(doubtful)}\n2500;0.1;0`), endpoint);
    expect(server!.heard).toHaveLength(3);
  });

  it('a folder that cannot be used costs the answer, not the reading', async () => {
    const endpoint = await serve(good);
    const reading = await read(doubtful, { ...endpoint, cacheDir: '/dev/null/cache' });
    expect(reading.structure?.foundBy).toBe('model');
  });
});

describe('S1-62 the rules are fallen back on, with a warning', () => {
  const wrong = (change: object): Reply => ({
    message: { content: JSON.stringify({ ...proposal, ...change }) },
  });
  it.each([
    ['a refusal', { message: { content: null, refusal: 'I cannot help with that.' } }, /gave no structure/],
    ['an empty answer', { message: { content: '' } }, /gave no structure/],
    ['nonsense', { message: { content: 'The film is blue {because} of cobalt.' } }, /gave no structure/],
    [
      'an answer cut off',
      { message: { content: JSON.stringify(proposal).slice(0, 60) } },
      /gave no structure/,
    ],
    ['an unknown unit', wrong({ x_unit: 'furlong' }), /gave no structure/],
    ['a key too many', wrong({ run: 'rm' }), /gave no structure/],
    [
      'the wrong x column',
      wrong({ x_column: 3, y_columns: [2] }),
      /does not fit the file: its x column has only 7/,
    ],
    [
      'a column that is not there',
      wrong({ y_columns: [9] }),
      /does not fit the file: There is no column "9"/,
    ],
    [
      'an impossible y unit',
      wrong({ y_unit: 'transmittance', y_columns: [3] }),
      /impossible as transmittance/,
    ],
    ['an impossible x unit', wrong({ x_unit: 'um' }), /impossible in um/],
    ['the wrong delimiter', wrong({ delimiter: '|' }), /does not fit the file/],
    [
      'too many lines left out',
      wrong({ lines_before_data: 200 }),
      /only 100 points could be read so, 300 without it/,
    ],
  ])('%s', async (_, reply, message) => {
    const reading = await read(doubtful, await serve(reply));
    const rules = readSpectrum(doubtful, 'secret-project-film.csv');
    expect(reading.spectrum).toEqual(rules.spectrum);
    expect(reading.problems.slice(0, -1)).toEqual(rules.problems);
    expect(reading.problems.at(-1)).toMatchObject({ code: 'MODEL_NOT_USED', severity: 'warning' });
    expect(reading.problems.at(-1)?.message).toMatch(message);
    expect(reading.model.calls).toBe(1);
  });

  it.each<[string, Reply, RegExp, number]>([
    ['status 500 three times', { status: 500 }, /status 500/, 3],
    ['status 429 three times', { status: 429, headers: { 'retry-after': '0' } }, /status 429/, 3],
    ['status 401', { status: 401, body: JSON.stringify({ error: `wrong key ${secret}` }) }, /status 401/, 1],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:9/' } }, /cannot be reached/, 3],
    ['another protocol', { body: '{"hello":"world"}' }, /not of the chat protocol/, 1],
    ['a web page', { body: '<html></html>' }, /not of the chat protocol/, 1],
    ['a body cut off', { body: '{"choices":[{"message":{"cont' }, /not of the chat protocol/, 1],
    ['an endless reply', { body: 'x'.repeat(300_000) }, /not of the chat protocol/, 1],
  ])('%s', async (_, reply, message, requests) => {
    const reading = await read(doubtful, await serve(reply));
    expect(reading.structure?.foundBy).toBe('rules');
    expect(reading.problems.at(-1)?.message).toMatch(message);
    expect(reading.model).toEqual({ calls: 0, cacheHits: 0, tokens: 0 });
    expect(server!.heard).toHaveLength(requests);
    expect(`${JSON.stringify(reading.problems)}${logged.join()}`).not.toContain(secret);
  });

  it('slowness', async () => {
    const endpoint = await serve({ ...good, delayMs: 3_000 });
    const reading = await read(doubtful, endpoint, { timeoutMs: 300 });
    expect(reading.problems.at(-1)?.message).toMatch(/none within 0.3 s/);
    expect(reading.model.calls).toBe(0);
    expect(server!.heard).toHaveLength(3);
  });

  it('less than it announced', async () => {
    const endpoint = await serve({ body: '{"choices":[', headers: { 'content-length': '5000' } });
    const reading = await read(doubtful, endpoint, { timeoutMs: 300 });
    expect(reading.structure?.foundBy).toBe('rules');
    expect(reading.problems.at(-1)).toMatchObject({ code: 'MODEL_NOT_USED', severity: 'warning' });
    expect(server!.heard).toHaveLength(3);
  });

  it('tries again after a busy moment', async () => {
    const reading = await read(
      doubtful,
      await serve({ status: 429, headers: { 'retry-after': '0' } }, { status: 503 }, good),
    );
    expect(server!.heard).toHaveLength(3);
    expect(reading.structure?.foundBy).toBe('model');
    expect(reading.model.calls).toBe(1);
  });

  it('leaves a service that gave no answer alone for a while', async () => {
    const endpoint = await serve({ status: 500 });
    await read(doubtful, endpoint);
    const again = await read(doubtful, endpoint);
    expect(server!.heard).toHaveLength(3);
    expect(again.problems.at(-1)?.message).toMatch(/gave no answer a moment ago/);
  });

  it('nobody listens', async () => {
    const endpoint = await serve(good);
    await server!.close();
    const reading = await read(doubtful, endpoint);
    expect(reading.problems.at(-1)?.message).toMatch(/cannot be reached. .* was read by the rules/);
  });

  it('stops when the job is cancelled', async () => {
    const abort = new AbortController();
    const endpoint = await serve({ ...good, delayMs: 200 });
    const reading = read(doubtful, endpoint, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('Cancelled.')), 50);
    await expect(reading).rejects.toThrow('Cancelled.');
    expect(readdirSync(cacheDir)).toEqual([]);
  });
});
