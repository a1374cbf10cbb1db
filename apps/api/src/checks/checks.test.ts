import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiSettings } from '../env.js';
import { Checks } from './checks.js';

let folder: string;
let checks: Checks;
/** A check that reads the parameter `a`, notes that it ran, complains when `a` is negative, breaks at 13, once at 12. */
const script = (log: string, delayMs: number) => `
  import { appendFileSync, readFileSync } from 'node:fs';
  process.on('message', ({ params, inputs }) => setTimeout(() => {
    const name = inputs.markers[0].name + params.a;
    const isFirst = !readFileSync(${JSON.stringify(log)}, 'utf8').includes(name + ' ');
    appendFileSync(${JSON.stringify(log)}, name + ' ');
    if (params.a === 13 || (params.a === 12 && isFirst)) process.exit(1);
    const problem = { code: 'NEGATIVE', severity: 'error', message: 'a is negative', place: {} };
    process.send({ problems: params.a < 0 ? [problem] : [], reads: [{ path: ['a'], found: '=' + params.a }] });
  }, ${delayMs}));`;
const ran = () => readFileSync(path.join(folder, 'log'), 'utf8').trim().split(' ');

function open(delayMs: number): void {
  const file = path.join(folder, 'check.mjs');
  writeFileSync(path.join(folder, 'log'), '');
  writeFileSync(file, script(path.join(folder, 'log'), delayMs));
  const settings: Partial<ApiSettings> = { checkScript: file };
  checks = new Checks(settings as ApiSettings);
}
const request = (name: string, params: { a: number; b?: number }) => ({
  pipelineName: 'trial',
  pipelineVersion: '1.0.0',
  inputs: { markers: [{ path: `/${name}`, name }] },
  inputsKey: name,
  params,
});

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-checks-'));
});
afterEach(async () => {
  await checks.onApplicationShutdown();
  rmSync(folder, { recursive: true, force: true });
});

describe('checks of a plan', () => {
  it('run once for each file and what they read of the parameters', async () => {
    open(0);
    const requests = ['x', 'y'].flatMap((name) =>
      [1, 2, 3].flatMap((b) => [request(name, { a: 5, b }), request(name, { a: -1, b })]),
    );
    const answers = await checks.within(20_000).problems(requests);
    expect(answers.map((problems) => problems?.length)).toEqual(
      requests.map(({ params }) => (params.a < 0 ? 1 : 0)),
    );
    expect(ran()).toEqual(['x5', 'x-1', 'y5', 'y-1']);
    await checks.within(20_000).problems(requests);
    expect(ran()).toHaveLength(4);
  });

  it('are kept for every value of what they read, so that a start whose time ran out can go on', async () => {
    open(0);
    const requests = Array.from({ length: 200 }, (_, a) => request('x', { a: 100 + a }));
    await checks.within(20_000).problems(requests);
    await checks.within(20_000).problems(requests);
    expect(ran()).toHaveLength(200);
  });

  it('that do not fit into the time go on and are there the next time', async () => {
    open(300);
    const requests = ['x', 'y', 'z'].map((name) => request(name, { a: 1 }));
    const first = await checks.within(100).problems(requests);
    expect(first).toEqual([null, null, null]);
    const later = await checks.within(20_000).problems(requests);
    expect(later).toEqual([[], [], []]);
    expect(ran()).toEqual(['x1', 'y1', 'z1']);
  });

  it('that break name the file, and the others are done', async () => {
    open(0);
    const [broken, fine] = await checks
      .within(20_000)
      .problems([request('bad', { a: 13 }), request('good', { a: 1 })]);
    expect(broken).toEqual([
      expect.objectContaining({
        code: 'CHECK_BROKEN',
        severity: 'error',
        place: { input: 'markers', file: 'bad' },
      }),
    ]);
    expect(fine).toEqual([]);
  });

  it('that broke for another reason than the file are done again', async () => {
    open(0);
    expect(await checks.within(20_000).problems([request('x', { a: 12 })])).toEqual([[]]);
    expect(ran()).toEqual(['x12', 'x12']);
  });
});
