import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exampleRecording, generateRecording } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CheckLimits, checkProcess } from './check-process.js';

const limits: CheckLimits = { timeoutMs: 20_000, memoryMb: 256, idleMs: 60_000 };
const built = path.resolve(import.meta.dirname, '../../dist/checks/check-child.js');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-checks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A script that answers as the check process does, or not. */
function script(name: string, onMessage: string): string {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, `process.on('message', (order) => { ${onMessage} });`);
  return file;
}
function inputFile(name: string, text: string) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return { markers: [{ path: file, name }] };
}
const order = (inputs: ReturnType<typeof inputFile>, params: unknown = {}) => ({
  subject: 'problems' as const,
  means: { canAskModel: false },
  pipelineName: 'rigid-body',
  params,
  inputs,
});

describe('the check process', () => {
  it('finds what is wrong with a file, and that weights do not matter for that', async () => {
    const process = checkProcess(built, limits);
    try {
      const bad = await process.run(order(inputFile('bad.csv', 'frame,a\n1,2\n')));
      const problems = bad.type === 'answer' ? bad.answer.problems : [];
      const place = expect.objectContaining({ input: 'markers', file: 'bad.csv' });
      expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', place }));
      const text = generateRecording({ ...exampleRecording, frames: 20 }).markersCsv;
      const good = await process.run(order(inputFile('good.csv', text)));
      if (good.type !== 'answer') throw new Error(good.type);
      expect(good.answer.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
      expect(good.answer.reads.map((read) => read.path[0])).not.toContain('weights');
      expect(good.answer.reads.map((read) => read.path[0])).toContain('topology');
    } finally {
      await process.close();
    }
  });

  it('reads the frames of a recording, or says why it cannot', async () => {
    const process = checkProcess(built, limits);
    try {
      const text = generateRecording({ ...exampleRecording, frames: 20 }).markersCsv;
      const good = await process.run({ ...order(inputFile('good.csv', text)), subject: 'frames' });
      expect(good).toMatchObject({
        type: 'answer',
        answer: { problems: [], frames: { first: 0, last: 19 } },
      });
      const bad = await process.run({ ...order(inputFile('bad.csv', 'no recording')), subject: 'frames' });
      if (bad.type !== 'answer') throw new Error(bad.type);
      expect(bad.answer.frames).toBeUndefined();
      expect(bad.answer.problems[0]).toMatchObject({ severity: 'error', place: { file: 'bad.csv' } });
    } finally {
      await process.close();
    }
  });

  const breakages: [string, string, object][] = [
    ['is too slow', 'for (;;);', { type: 'too_slow' }],
    [
      'runs out of memory',
      'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));',
      { type: 'too_large' },
    ],
    ['ends', 'process.exit(7)', { type: 'broken', how: 'exit code 7' }],
    ['is killed', "process.kill(process.pid, 'SIGSEGV')", { type: 'broken', how: 'signal SIGSEGV' }],
  ];
  it.each(breakages)('says when a check %s, and goes on with the next one', async (name, broken, end) => {
    const answer = 'process.send({ problems: [], reads: [] })';
    const file = script(
      name.replaceAll(' ', '-'),
      `if (order.params === 'break') { ${broken} } else ${answer};`,
    );
    const process = checkProcess(file, {
      ...limits,
      timeoutMs: name === 'is too slow' ? 1_500 : 20_000,
      memoryMb: 64,
    });
    try {
      const inputs = inputFile('x.csv', '');
      expect(await process.run(order(inputs, 'break'))).toEqual(end);
      expect(await process.run(order(inputs))).toEqual({
        type: 'answer',
        answer: { problems: [], reads: [] },
      });
    } finally {
      await process.close();
    }
  });

  it('is not handed the secrets of the service', async () => {
    const file = script('environment', 'process.send({ problems: Object.keys(process.env), reads: [] })');
    const process = checkProcess(file, limits);
    try {
      const end = await process.run(order(inputFile('x.csv', '')));
      expect(end.type === 'answer' && end.answer.problems.map(String).sort()).toEqual([]);
    } finally {
      await process.close();
    }
  });
});
