import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  type InputSpec,
  type JobContext,
  JobSkipped,
  type Pipeline,
  ProblemsError,
  ProcessingError,
} from '../contract.js';
import type { JobEvent, JobResult } from './events.js';
import { executeJob } from './execute.js';
import { seededRandom } from './random.js';

type Params = { readonly size: number };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'execute-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function pipelineThat(
  run: (context: JobContext<Params>) => Promise<void>,
  inputs: InputSpec[] = [],
): Pipeline {
  const pipeline: Pipeline<Params> = {
    name: 'test',
    version: '1.0.0',
    title: 'Test',
    summary: 'Test',
    params: z.strictObject({ size: z.number().default(3) }),
    inputs,
    metrics: [
      { name: 'sum', title: 'Sum', unit: '1', direction: null, description: 'Sum' },
      { name: 'rest', title: 'Rest', unit: '1', direction: null, description: 'Rest', optional: true },
    ],
    objective: 'sum',
    stages: ['add', 'write'],
    check: async () => [{ code: 'ODD', severity: 'warning', message: 'odd', place: {} }],
    run,
  };
  return pipeline as Pipeline;
}

async function execute(
  run: (context: JobContext<Params>) => Promise<void>,
  params: unknown = {},
  controller = new AbortController(),
): Promise<JobResult & { events: JobEvent[] }> {
  const events: JobEvent[] = [];
  const { signal } = controller;
  const onEvent = (event: JobEvent) => events.push(event);
  const job = { params, inputs: {}, outputDir: folder, seed: 's', signal, onEvent };
  return { ...(await executeJob(pipelineThat(run), job)), events };
}

describe('executeJob', () => {
  it('returns metrics, stages, artifacts and warnings of a job that succeeds', async () => {
    const result = await execute(
      async ({ params, stage, metric, artifact, outputDir, warn, progress, log }) => {
        stage('add');
        progress(0.5);
        metric('sum', params.size);
        stage('write');
        await writeFile(path.join(outputDir, 'a.csv'), 'abc');
        artifact('a.csv', { title: 'A', role: 'result' });
        warn('careful');
        log('info', 'done');
      },
    );
    expect(result).toMatchObject({
      state: 'succeeded',
      metrics: { sum: 3 },
      warnings: ['odd', 'careful'],
      error: null,
    });
    expect(result.stages.map(({ name, state }) => [name, state])).toEqual([
      ['validate', 'succeeded'],
      ['add', 'succeeded'],
      ['write', 'succeeded'],
    ]);
    expect(result.artifacts).toEqual([
      {
        path: 'a.csv',
        title: 'A',
        role: 'result',
        mediaType: 'text/csv',
        sizeBytes: 3,
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      },
    ]);
    expect(result.events.map((event) => event.type)).toEqual([
      'stage',
      'warning',
      'stage',
      'progress',
      'metric',
      'stage',
      'warning',
      'log',
      'artifact',
    ]);
  });

  it('tells metrics on the way, which are no results', async () => {
    const result = await execute(async (context) => {
      for (const step of [0, 1, 2]) context.metricAt(step, 'sum', 10 - step);
      context.metric('sum', 5);
    });
    const told = result.events.filter((event) => event.type === 'metric_step');
    expect(told.map(({ step, name, value }) => [step, name, value])).toEqual([
      [0, 'sum', 10],
      [1, 'sum', 9],
      [2, 'sum', 8],
    ]);
    expect(result.metrics).toEqual({ sum: 5 });
  });

  it.each([
    ['a step that is none', (context: JobContext<Params>) => context.metricAt(-1, 'sum', 1), /Step -1/],
    ['an undeclared metric', (context: JobContext<Params>) => context.metricAt(0, 'skore', 1), /skore/],
    ['no finite value', (context: JobContext<Params>) => context.metricAt(0, 'sum', NaN), /NaN/],
  ])('refuses %s on the way', async (_what, report, message) => {
    const result = await execute(async (context) => report(context));
    expect(result.error?.message).toMatch(message);
  });

  it('fails in stage validate with all problems of bad parameters', async () => {
    const result = await execute(async () => undefined, { size: 'big', sise: 1 });
    expect(result.state).toBe('failed');
    expect(result.error).toMatchObject({ stage: 'validate', message: expect.stringContaining('and 1 more') });
    expect(result.error!.problems.map((problem) => problem.place.parameter)).toEqual(['size', 'sise']);
    expect(result.stages).toMatchObject([{ name: 'validate', state: 'failed' }]);
  });

  it.each([
    ['that it foresaw, in its own words', new ProcessingError('out of numbers'), 'out of numbers'],
    ['S3-13 that nobody foresaw', new TypeError('x is undefined'), 'Unexpected error: x is undefined'],
    ['S3-13 that is no Error', 'out of numbers', 'Unexpected error: out of numbers'],
  ])('tells stage and message of a failure of the pipeline %s', async (_what, thrown, message) => {
    const result = await execute(async ({ stage }) => {
      stage('add');
      throw thrown;
    });
    expect(result).toMatchObject({ state: 'failed', error: { stage: 'add', message, problems: [] } });
  });

  it.each([
    [
      'a full disk',
      () => writeFile('/dev/full', 'abc'),
      'no space left on device (ENOSPC). Free some space on that disk, or choose another one.',
    ],
    [
      'a file in the place of a folder',
      async () => {
        await writeFile(path.join(folder, 'res'), '');
        await writeFile(path.join(folder, 'res', 'a.csv'), 'abc');
      },
      `a file is in the place of a folder (ENOTDIR) at ${path.join('res', 'a.csv')}. Move that file away, or choose another folder.`,
    ],
    [
      'a folder in the place of a file',
      async () => {
        await mkdir(path.join(folder, 'b.csv'));
        await writeFile(path.join(folder, 'b.tmp'), 'abc');
        await rename(path.join(folder, 'b.tmp'), path.join(folder, 'b.csv'));
      },
      'a folder is in the place of a file (EISDIR) at b.csv. Move that folder away, or choose another one.',
    ],
    [
      'a folder that may not be written to',
      async () => {
        const file = path.join(folder, 'a.csv');
        throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', path: file });
      },
      'permission denied (EACCES) at a.csv. Choose a folder that may be written to, or change its permissions.',
    ],
  ])('S1-26 says that the output folder is not writable: %s', async (_what, write, why) => {
    const result = await execute(write);
    expect(result.error).toMatchObject({
      message: `Output folder not writable: ${why}`,
      stage: 'validate',
      problems: [],
    });
  });

  it('S1-26 does not blame the output folder for files elsewhere', async () => {
    const result = await execute(async () => void (await readFile('/dev/null/a.csv')));
    expect(result.error?.message).toMatch(/^Unexpected error: ENOTDIR: .*a\.csv/);
  });

  it('passes on the problems of a ProblemsError', async () => {
    const problem = { code: 'BAD', severity: 'error', message: 'bad', place: { line: 3 } } as const;
    const result = await execute(async () => {
      throw new ProblemsError([problem]);
    });
    expect(result.error!.problems).toEqual([problem]);
  });

  it('is cancelled, without an error, when the signal is aborted', async () => {
    const controller = new AbortController();
    const result = await execute(
      async ({ stage, signal }) => {
        stage('add');
        controller.abort();
        signal.throwIfAborted();
      },
      {},
      controller,
    );
    expect(result).toMatchObject({ state: 'cancelled', error: null });
    expect(result.stages.at(-1)).toMatchObject({ name: 'add', state: 'cancelled' });
  });

  it('is skipped, without numbers or files, where it is to leave what is there', async () => {
    const result = await execute(async ({ stage, metric }) => {
      stage('add');
      metric('sum', 1);
      throw new JobSkipped('a.csv is there.');
    });
    expect(result).toMatchObject({ state: 'skipped', metrics: {}, artifacts: [], error: null });
    expect(result.warnings).toContain('a.csv is there.');
    expect(result.stages.at(-1)).toMatchObject({ name: 'add', state: 'succeeded' });
  });

  it('does not begin when it was cancelled before', async () => {
    const controller = new AbortController();
    controller.abort();
    const result = await execute(() => Promise.reject(new Error('began')), {}, controller);
    expect(result.state).toBe('cancelled');
  });

  it.each<[string, (context: JobContext<Params>) => void | Promise<void>, string]>([
    ['an undeclared stage', ({ stage }) => stage('rest'), 'Stage rest is not declared'],
    ['an undeclared metric', ({ metric }) => metric('total', 1), 'Metric total is not declared'],
    ['a metric that is not finite', ({ metric }) => metric('sum', Number.NaN), 'Metric sum is NaN'],
    ['progress beyond 1', ({ progress }) => progress(1.2), 'Progress 1.2'],
    ['progress that is no number', ({ progress }) => progress(Number.NaN), 'Progress NaN'],
    [
      'a file that is not there',
      ({ artifact }) => artifact('b.csv', { title: 'B', role: 'data' }),
      'was not written',
    ],
    ['a folder', ({ artifact }) => artifact('.', { title: 'B', role: 'data' }), 'not a regular file'],
    [
      'a file outside',
      ({ artifact }) => artifact('../../etc/passwd', { title: 'B', role: 'data' }),
      'rtifact',
    ],
    ['no metrics', () => undefined, 'Declared metrics were not reported: sum'],
    [
      'a link that leads outside',
      async ({ artifact, outputDir }) => {
        await symlink('/etc/hostname', path.join(outputDir, 'link'));
        artifact('link', { title: 'L', role: 'data' });
      },
      'not a regular file',
    ],
  ])('fails a pipeline that reports %s', async (_, breach, message) => {
    const result = await execute(async (context) => breach(context));
    expect(result).toMatchObject({ state: 'failed', error: { message: expect.stringContaining(message) } });
  });

  it('fails a pipeline that hides its breach', async () => {
    const result = await execute(async ({ metric }) => {
      metric('sum', 1);
      try {
        metric('total', 1);
      } catch {
        // Hidden on purpose.
      }
    });
    expect(result.error!.message).toContain('Metric total is not declared');
  });

  it('checks inputs against the declaration before the pipeline sees them', async () => {
    const csv: InputSpec = {
      name: 'table',
      title: 'T',
      description: 'T',
      kind: 'file',
      count: 'one',
      optional: false,
      extensions: ['.csv'],
    };
    const pipeline = pipelineThat(async () => undefined, [csv]);
    const file = path.join(folder, 'a.txt');
    await writeFile(file, '');
    const codes = async (inputs: Record<string, { path: string; name: string }[]>) => {
      const job = { params: {}, inputs, outputDir: folder, seed: '', signal: new AbortController().signal };
      return (await executeJob(pipeline, job)).error!.problems.map((problem) => problem.code);
    };
    expect(await codes({})).toEqual(['MISSING_INPUT']);
    expect(await codes({ tabel: [], table: [{ path: file, name: 'a.txt' }] })).toEqual([
      'UNKNOWN_INPUT',
      'WRONG_EXTENSION',
    ]);
    expect(await codes({ table: [{ path: folder, name: 'a.csv' }] })).toEqual(['WRONG_KIND']);
    const gone = { path: `${file}x`, name: 'b.csv' };
    expect(await codes({ table: [gone, gone] })).toEqual([
      'TOO_MANY_FILES',
      'FILE_NOT_FOUND',
      'FILE_NOT_FOUND',
    ]);
  });
});

describe('seededRandom', () => {
  it('draws equal numbers for equal seeds, others for others, evenly in 0…1', () => {
    const draw = (seed: string) => Array.from({ length: 2000 }, seededRandom(seed));
    const numbers = draw('a');
    expect(draw('a')).toEqual(numbers);
    expect(draw('b')).not.toEqual(numbers);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, value) => sum + value, 0) / 2000).toBeCloseTo(0.5, 1);
  });
});
