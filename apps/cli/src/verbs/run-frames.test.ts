import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exampleTimeLapse, generateTimeLapse, type JobResult } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFolder, openCommandLine } from '../testing/command.js';

const folder = makeFolder();
const commandLine = openCommandLine(folder);
const frames: string[] = [];

beforeAll(() => {
  mkdirSync(path.join(folder, 'lapse'));
  mkdirSync(path.join(folder, 'nothing'));
  writeFileSync(path.join(folder, 'lapse', 'notes.txt'), 'no image');
  const embryo = { ...exampleTimeLapse.embryos[0]!, frames: 8, planted: { MOTION_BLUR: [4] } };
  for (const { fileName, png } of generateTimeLapse({ seed: 'command line', embryos: [embryo] })) {
    writeFileSync(path.join(folder, 'lapse', fileName), png);
    frames.push(path.join('lapse', fileName));
  }
});
afterAll(() => {
  commandLine.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => commandLine.run('run', 'flag-detection', ...args);
const read = (...names: string[]) => readFileSync(path.join(folder, ...names), 'utf8');

describe('batchyard run flag-detection', () => {
  it('takes frames one by one or as a folder, with the same result', async () => {
    const each = frames.flatMap((file) => ['--input', `frames=${file}`]);
    const single = await run(...each, '--output', 'single');
    const whole = await run('--input', 'frames=lapse', '--output', 'whole');
    expect([single.code, single.stderr, whole.code, whole.stderr]).toEqual([0, '', 0, '']);
    const { metrics } = JSON.parse(read('whole', 'result.json')) as JobResult;
    expect(metrics).toMatchObject({ frames: 8, motion_blur_detected: 1, out_of_focus_detected: 0, flags: 1 });
    expect(read('whole', 'flags.csv')).toMatch(/\n20240411_A01_e01,4,MOTION_BLUR,/);
    expect(read('single', 'flags.csv')).toBe(read('whole', 'flags.csv'));
  });

  it('says that a folder has no images', async () => {
    const { code, stdout } = await run('--input', 'frames=nothing', '--output', 'none');
    expect(code).toBe(2);
    expect(stdout).toContain('neither frames nor a table were given');
  });
});
