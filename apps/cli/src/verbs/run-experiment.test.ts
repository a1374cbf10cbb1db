import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JobResult } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  exampleExperiment,
  generateExperiment,
} from '../../../../libs/pipelines/src/particle-tracking/sample.js';
import { makeFolder, runCommand, startCommand } from '../testing/command.js';

const folder = makeFolder();
const cores = os.availableParallelism();
/** A user who owns nothing here. */
const nobody = 65_534;

function writeExperiment(name: string, frames: number): void {
  for (const [file, data] of generateExperiment({ ...exampleExperiment, frames }).files) {
    const target = path.join(folder, name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, data);
  }
}
beforeAll(() => {
  writeExperiment('whole', 3);
  writeExperiment('long', 60);
  writeExperiment('spoilt', 3);
  writeFileSync(path.join(folder, 'spoilt/img/cam2.10002.png'), 'no picture');
  const design = 'name: A\npipeline: particle-tracking\ninputs: [{ experiment: whole }]\n';
  writeFileSync(path.join(folder, 'design.yaml'), design);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCommand(['run', 'particle-tracking', ...args], { cwd: folder });
const logLines = (name: string) =>
  readFileSync(path.join(folder, name, 'job.log'), 'utf8')
    .trimEnd()
    .split('\n');
const resultIn = (name: string) =>
  JSON.parse(readFileSync(path.join(folder, name, 'result.json'), 'utf8')) as JobResult;

describe('batchyard run particle-tracking', () => {
  it('S3-29 ends with 0 after success and with 1 after a failure, which names camera and frame', async () => {
    const good = await run('--input', 'experiment=whole', '--output', 'good');
    expect([good.code, good.stderr]).toEqual([0, '']);
    const bad = await run('--input', 'experiment=spoilt', '--output', 'bad');
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('Camera 2, frame 10002: ');
    expect(resultIn('bad').state).toBe('failed');
  });

  it('S3-31 S3-22 S3-23 leaves a log with times and levels that tells how each chunk ended', async () => {
    await run('--input', 'experiment=whole', '--output', 'chunked', '--chunks', '3');
    const lines = logLines('chunked');
    const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - (DEBUG|INFO|WARNING|ERROR) - /;
    expect(lines.filter((line) => !time.test(line))).toEqual([]);
    const said = lines.map((line) => line.replace(/^.{23} - /, ''));
    for (const i of [1, 2, 3]) {
      const frame = 10_000 + i;
      expect(said).toContain(`INFO - Chunk ${i} of 3, frames ${frame} to ${frame}: succeeded`);
    }
    const total = /^INFO - 3 chunks: 3 successful, 0 failed, total processing time \d+\.\d\d s$/;
    expect(said.filter((line) => total.test(line))).toHaveLength(1);
    expect(said.at(-1)).toBe('INFO - The job ended: succeeded');
  });

  it('S3-22 S3-24 goes on after a chunk that failed, and says which and why', async () => {
    const { code, stdout } = await run('--input', 'experiment=spoilt', '--output', 'part', '--chunks', '3');
    expect(code).toBe(1);
    expect(stdout).toContain('2 of 3 chunks succeeded, 1 failed: frame 10002');
    const said = logLines('part').join('\n');
    expect(said).toMatch(/ERROR - Chunk 2 of 3, frames 10002 to 10002: failed: Camera 2, frame 10002: /);
    expect(said).toContain('INFO - Chunk 3 of 3, frames 10003 to 10003: succeeded');
    expect(said).toMatch(/ERROR - 3 chunks: 2 successful, 1 failed, total processing time \d+\.\d\d s/);
  });

  it('S3-29 ends with failure when the user interrupts it, and what it leaves is whole', async () => {
    const { child, ended } = startCommand(
      ['run', 'particle-tracking', '--input', 'experiment=long', '--output', 'cut'],
      { cwd: folder },
    );
    const first = path.join(folder, 'cut/res/rt_is.10001');
    while (!isThere(first)) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    const { code } = await ended;
    expect(code).toBe(1);
    expect(resultIn('cut').state).toBe('cancelled');
    const [count, ...rows] = readFileSync(first, 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(Number(count));
  });

  it.each([
    ['S3-30 no pipeline', [], /pipeline/],
    ['S3-30 no experiment', ['particle-tracking', '--output', 'x'], /Input experiment is missing/],
    ['S3-30 no output', ['particle-tracking', '--input', 'experiment=whole'], /--output/],
    [
      'S3-01 no such directory',
      ['particle-tracking', '--input', 'experiment=nowhere', '--output', 'x'],
      /nowhere/,
    ],
    [
      'S3-09 no chunks',
      ['particle-tracking', '--input', 'experiment=whole', '--output', 'x', '--chunks', '0'],
      /--chunks is 0/,
    ],
    [
      'S3-10 frames that are no numbers',
      ['particle-tracking', '--input', 'experiment=whole', '--output', 'x', '--param', 'first_frame=soon'],
      /first_frame/,
    ],
    ['S3-08 no processes', ['sweep', 'design.yaml', '--concurrency', '0'], /concurrency/],
  ])('ends with 2 and starts nothing: %s', async (_what, args, message) => {
    const verb = args[0] === 'sweep' ? args : ['run', ...args];
    const { code, stdout, stderr } = await runCommand(verb, { cwd: folder });
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(message);
    expect(isThere(path.join(folder, 'x', 'result.json'))).toBe(false);
  });

  it('S1-26 starts nothing where the output folder may not be written to', async () => {
    const closed = path.join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    chmodSync(folder, 0o755);
    const uid = process.getuid?.() === 0 ? nobody : undefined;
    const args = ['run', 'particle-tracking', '--input', 'experiment=whole', '--output', 'closed'];
    const { code, stderr } = await runCommand(args, { cwd: folder, uid });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^--output .*closed is not writable \(EACCES\)/),
    ]);
    expect(readdirSync(closed)).toEqual([]);
  });

  it('S3-20 says how many jobs it runs at once where that was left open', async () => {
    const { stderr } = await runCommand(['sweep', 'design.yaml', '--output', 'open'], { cwd: folder });
    const jobs = cores === 1 ? '1 job' : `${cores} jobs`;
    expect(stderr).toBe(
      `Up to ${jobs} at once, one for each processor core; --concurrency sets another number.\n`,
    );
  });

  it('S3-21 warns of more jobs at once than processor cores, and goes on', async () => {
    const many = ['sweep', 'design.yaml', '--concurrency', String(cores + 1), '--output', 'many'];
    const { code, stderr } = await runCommand(many, { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain(
      `Warning: ${cores + 1} jobs at once are more than the ${cores} processor cores of this machine`,
    );
    const few = ['sweep', 'design.yaml', '--concurrency', '1', '--output', 'few'];
    expect((await runCommand(few, { cwd: folder })).stderr).not.toContain('Warning');
  });
});

function isThere(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
