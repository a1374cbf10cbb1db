import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPipeline, type JobResult } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  copyExample,
  makeFolder,
  openCommandLine,
  startCommand,
  writeLongRecording,
} from '../testing/command.js';

const folder = makeFolder();
const commandLine = openCommandLine(folder);
const short = ['--param', 'optimization.max_iterations=20'];

beforeAll(() => {
  copyExample(folder);
  writeFileSync(path.join(folder, 'bad.csv'), 'frame,a_x,a_y,a_z\n0,1,2,oops\n1,,2,3\n');
});
afterAll(() => {
  commandLine.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => commandLine.run('run', ...args);
const resultIn = (output: string) =>
  JSON.parse(readFileSync(path.join(folder, output, 'result.json'), 'utf8')) as JobResult;

describe('batchyard run', () => {
  it('writes artifacts and result.json, and tells metrics with their units', async () => {
    const { code, stdout, stderr } = await run(
      'rigid-body',
      ...['--input', 'markers=markers.csv', '--input', 'truth=truth.csv', '--output', 'out', ...short],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/edge_error_mean_mm +[\d.e-]+ +mm/);
    const result = resultIn('out');
    expect(Object.keys(result)).toEqual(['state', 'metrics', 'stages', 'artifacts', 'warnings', 'error']);
    expect(result).toMatchObject({ state: 'succeeded', error: null });
    expect(result.stages[0]?.name).toBe('validate');
    for (const spec of findPipeline('rigid-body')?.metrics ?? []) {
      expect(Number.isFinite(result.metrics[spec.name])).toBe(true);
    }
    expect(result.artifacts.length).toBeGreaterThan(0);
    for (const artifact of result.artifacts) {
      expect(readFileSync(path.join(folder, 'out', artifact.path))).toHaveLength(artifact.sizeBytes);
    }
  });

  it('prints with --json the result on standard output and nothing else', async () => {
    const { code, stdout, stderr } = await run(
      'rigid-body',
      ...['--input', 'markers=markers.csv', '--output', 'json', '--json', ...short],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(resultIn('json'));
  });

  it('computes the frames in chunks and merges them into one result', async () => {
    const input = ['--input', 'markers=markers.csv', ...short];
    const whole = await run('rigid-body', ...input, '--output', 'whole');
    const { code, stderr } = await run('rigid-body', ...input, '--output', 'chunked', '--chunks', '3');
    expect({ code, whole: whole.code, stderr }).toEqual({ code: 0, whole: 0, stderr: '' });
    const [one, three] = [resultIn('whole'), resultIn('chunked')];
    expect(Object.keys(three.metrics)).toEqual(Object.keys(one.metrics));
    expect(three.artifacts.map(({ path: file }) => file).sort()).toEqual(
      one.artifacts.map(({ path: file }) => file).sort(),
    );
    expect(existsSync(path.join(folder, 'chunked', 'chunks'))).toBe(false);
    const [error, merged] = [one, three].map(({ metrics }) => metrics.edge_error_mean_mm ?? Number.NaN);
    expect(Math.abs((merged ?? 0) / (error ?? 1) - 1)).toBeLessThan(0.05);
    expect((await run('rigid-body', ...input, '--output', 'none', '--chunks', '0')).code).toBe(2);
  });

  it('gives equal results for equal seeds, from --params and --param alike', async () => {
    writeFileSync(path.join(folder, 'params.json'), '{"optimization": {"max_iterations": 20}}');
    await run(
      'rigid-body',
      '--input',
      'markers=markers.csv',
      '--output',
      'a',
      '--params',
      'params.json',
      '--seed',
      '7',
    );
    await run('rigid-body', '--input', 'markers=markers.csv', '--output', 'b', ...short, '--seed', '7');
    const [a, b] = [resultIn('a'), resultIn('b')];
    expect(a.metrics.final_cost).toBe(b.metrics.final_cost);
    expect(a.artifacts.find((each) => each.path === 'poses.csv')?.sha256).toBe(
      b.artifacts.find((each) => each.path === 'poses.csv')?.sha256,
    );
  });

  it('fails in stage validate, with every problem and exit code 2, when the file is bad', async () => {
    const { code, stdout } = await run(
      'rigid-body',
      '--input',
      'markers=bad.csv',
      '--output',
      'bad',
      '--json',
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual(resultIn('bad'));
    expect(resultIn('bad')).toMatchObject({
      state: 'failed',
      error: {
        stage: 'validate',
        problems: expect.arrayContaining([
          expect.objectContaining({ place: { input: 'markers', file: 'bad.csv', line: 2, column: 'a_z' } }),
        ]),
      },
    });
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown pipeline', ['rigidbody', '--output', 'x'], /did you mean rigid-body\?/],
    ['an unknown option', ['rigid-body', '--ouput', 'x'], /did you mean --output\?/],
    ['no output folder', ['rigid-body', '--input', 'markers=markers.csv'], /Give --output/],
    [
      'an unknown parameter',
      ['rigid-body', '--input', 'markers=markers.csv', '--param', 'weights.lambda_rgid=1', '--output', 'x'],
      /did you mean weights\.lambda_rigid\?/,
    ],
    [
      'a parameter out of its range',
      ['rigid-body', '--input', 'markers=markers.csv', '--param', 'weights.lambda_rigid=-1', '--output', 'x'],
      /weights\.lambda_rigid is -1: expected a number of at least 0/,
    ],
    [
      'an unknown input',
      ['rigid-body', '--input', 'marker=markers.csv', '--output', 'x'],
      /did you mean markers\?/,
    ],
    [
      'a missing file',
      ['rigid-body', '--input', 'markers=none.csv', '--output', 'x'],
      /none\.csv cannot be read/,
    ],
    ['a broken --param', ['rigid-body', '--param', 'weights', '--output', 'x'], /expected path=value/],
    [
      'a params file that is no JSON',
      ['rigid-body', '--params', 'bad.csv', '--output', 'x'],
      /bad\.csv cannot be read/,
    ],
    [
      'a time limit that is no number',
      ['rigid-body', '--timeout', 'soon', '--output', 'x'],
      /--timeout is soon/,
    ],
    ['a stray argument', ['rigid-body', 'markers.csv', '--output', 'x'], /one argument too many/],
  ];

  it.each(refused)('refuses %s with exit code 2 and starts nothing', async (_title, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
    expect(existsSync(path.join(folder, 'x'))).toBe(false);
  });

  it('gives a refusal as JSON too', async () => {
    const { code, stdout } = await run(
      'rigid-body',
      '--input',
      'markers=none.csv',
      '--output',
      'x',
      '--json',
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'failed',
      error: { stage: 'validate', problems: [{ code: 'FILE_NOT_FOUND' }] },
    });
  });

  it('leaves a folder with other files alone, and replaces only a former result when told to', async () => {
    mkdirSync(path.join(folder, 'full'));
    writeFileSync(path.join(folder, 'full', 'notes.txt'), 'mine');
    const args = ['rigid-body', '--input', 'markers=markers.csv', '--output', 'full', ...short];
    const refusal = await run(...args);
    expect(refusal.code).toBe(2);
    expect(refusal.stderr).toContain('is not empty');
    expect(existsSync(path.join(folder, 'full', 'result.json'))).toBe(false);
    expect((await run(...args, '--force')).code).toBe(0);
    expect(readFileSync(path.join(folder, 'full', 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('S1-37 counts a sample as skipped whose graph is there and to be left', async () => {
    const spectra = path.join(import.meta.dirname, '../../../../docs/examples/spectral-comparison');
    mkdirSync(path.join(folder, 'graphs'));
    const graph = path.join('graphs', 'service_500h_vs_fresh_grease.png');
    writeFileSync(path.join(folder, graph), 'of before');
    const { code, stdout } = await run(
      'spectral-comparison',
      ...['--input', `sample=${path.join(spectra, 'service_500h.csv')}`],
      ...['--input', `baseline=${path.join(spectra, 'fresh_grease.csv')}`],
      ...['--param', 'conflict_resolution=skip', '--output', 'graphs', '--force'],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Spectral comparison: skipped in/);
    expect(stdout).toContain('warning: service_500h_vs_fresh_grease.png exists and is left as it is');
    expect(resultIn('graphs')).toMatchObject({ state: 'skipped', metrics: {}, artifacts: [], error: null });
    expect(readFileSync(path.join(folder, graph), 'utf8')).toBe('of before');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is cancelled cleanly by %s', async (signal) => {
    writeLongRecording(path.join(folder, 'long.csv'), 20_000);
    const output = `cancel-${signal}`;
    const args = ['run', 'rigid-body', '--input', 'markers=long.csv', '--output', output];
    const command = startCommand(args, { cwd: folder });
    while (!existsSync(path.join(folder, output, 'job.log')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    command.child.kill(signal);
    expect((await command.ended).code).toBe(1);
    expect(resultIn(output)).toMatchObject({ state: 'cancelled', error: null });
  });

  it('fails a job that takes longer than --timeout', async () => {
    const { code } = await run(
      'rigid-body',
      ...['--input', 'markers=long.csv', '--output', 'slow', '--timeout', '0.05'],
    );
    expect(code).toBe(1);
    expect(resultIn('slow')).toMatchObject({
      state: 'failed',
      error: { message: 'Stopped after 0.05 s, the limit given by --timeout.' },
    });
  });

  it('S1-04 refuses a sample that may need too much memory, and stops a job that does', async () => {
    const spectra = path.join(import.meta.dirname, '../../../../docs/examples/spectral-comparison');
    writeFileSync(path.join(folder, 'large.csv'), '');
    truncateSync(path.join(folder, 'large.csv'), 30e6);
    const refusal = await run(
      'spectral-comparison',
      ...['--input', 'sample=large.csv', '--input', `baseline=${path.join(spectra, 'fresh_grease.csv')}`],
      ...['--memory-limit-mb', '400', '--output', 'refused'],
    );
    expect(refusal.code).toBe(2);
    expect(refusal.stderr).toContain('Memory limit exceeded: large.csv, fresh_grease.csv (30 MB) may need');
    expect(existsSync(path.join(folder, 'refused'))).toBe(false);
    writeLongRecording(path.join(folder, 'greedy.csv'), 20_000);
    const { code } = await run(
      'rigid-body',
      ...['--input', 'markers=greedy.csv', '--output', 'greedy', '--memory-limit-mb', '64'],
    );
    expect(code).toBe(1);
    const message = expect.stringMatching(
      /^Memory limit exceeded: the job used .* MB; the limit is 64 MB\.$/,
    );
    expect(resultIn('greedy')).toMatchObject({ state: 'failed', error: { message } });
  });

  it('shows every parameter with its default in the help', async () => {
    const { code, stdout } = await run('rigid-body', '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/weights\.lambda_rigid +500 /);
    expect(stdout).toMatch(/edge_error_mean_mm +mm +minimize/);
  });
});

describe('batchyard check', () => {
  it('finds every problem at once and runs nothing', async () => {
    const args = ['check', 'rigid-body', '--input', 'markers=bad.csv'];
    const { code, stdout } = await commandLine.run(...args, '--json');
    expect(code).toBe(2);
    const { ok, problems } = JSON.parse(stdout);
    expect(ok).toBe(false);
    expect(problems).toContainEqual(expect.objectContaining({ place: expect.objectContaining({ line: 2 }) }));
    const people = await commandLine.run(...args);
    expect(people.stdout).toMatch(/place +value +expectation +fix/);
  });

  it('reports wrong arguments in the same form', async () => {
    const { code, stdout } = await commandLine.run(
      'check',
      'rigid-body',
      '--input',
      'markers=none.csv',
      '--param',
      'weights.lambda_rgid=1',
      '--json',
    );
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems.map((problem: { code: string }) => problem.code)).toEqual([
      'UNKNOWN_PARAMETER',
      'FILE_NOT_FOUND',
    ]);
  });

  it('is content with a good file', async () => {
    const { code, stdout } = await commandLine.run(
      'check',
      'rigid-body',
      '--input',
      'markers=markers.csv',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).ok).toBe(true);
  });
});

describe('batchyard', () => {
  it('lists its verbs, and names the nearest one', async () => {
    const help = await commandLine.run('--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('sweep');
    const wrong = await commandLine.run('swep');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('did you mean sweep?');
  });
});
