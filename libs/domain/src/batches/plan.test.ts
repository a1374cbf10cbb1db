import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countCells } from '../designs/count-cells.js';
import type { DesignInput } from '../designs/design.js';
import { designSchema } from '../designs/design.js';
import { isJsonObject } from '../designs/paths.js';
import { type PlannablePipeline, type PlannedInputs, planJobs } from './plan.js';

const pipeline: PlannablePipeline = {
  name: 'demo',
  version: '1.0.0',
  inputNames: ['markers', 'truth'],
  parse(raw) {
    const weights = isJsonObject(raw.weights) ? raw.weights : {};
    const unknown = Object.keys(weights).find((key) => key !== 'a' && key !== 'b');
    const bad = Object.entries(weights).find(([, value]) => typeof value !== 'number');
    const path = unknown ?? bad?.[0];
    if (path !== undefined) {
      return {
        problems: [
          {
            code: 'BAD',
            severity: 'error',
            message: `${path} is bad`,
            place: { parameter: `weights.${path}` },
          },
        ],
      };
    }
    return { params: { weights: { a: 1, b: 2, ...weights } } };
  },
};

const inputs = (...names: string[]): PlannedInputs[] =>
  names.map((name) => ({
    markers: [{ reference: name, name: `${name}.csv`, sha256: name.repeat(64).slice(0, 64) }],
  }));

const spec = (given: Partial<DesignInput>) =>
  designSchema.parse({ name: 'd', pipeline: 'demo', inputs: [{ markers: 'x' }], ...given });

describe('planJobs', () => {
  it('S0-16, S0-17: makes the cartesian product, the last axis fastest', () => {
    const plan = planJobs(
      spec({
        axes: [
          { parameter: 'weights.a', values: [1, 2, 3] },
          { parameter: 'weights.b', values: [10, 20] },
        ],
      }),
      pipeline,
      inputs('x'),
    );
    expect(plan.problems).toEqual([]);
    expect(plan.jobs.map((job) => Object.values(job.setting))).toEqual([
      [1, 10],
      [1, 20],
      [2, 10],
      [2, 20],
      [3, 10],
      [3, 20],
    ]);
    expect(plan.jobs.map((job) => job.position)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(plan.jobs[0]?.params).toEqual({ weights: { a: 1, b: 10 } });
    expect(plan.jobs[0]?.label).toBe('a=1, b=10, x.csv');
  });

  it('S0-21: names an unknown path and a bad value once each, and makes no job', () => {
    const plan = planJobs(
      spec({
        axes: [
          { parameter: 'weights.a', values: [1, 'two'] },
          { parameter: 'weights.nope', values: [1, 2] },
        ],
      }),
      pipeline,
      inputs('x'),
    );
    expect(plan.jobs).toEqual([]);
    expect(plan.problems.map((problem) => problem.place.parameter)).toEqual(['weights.nope']);
    const typed = planJobs(
      spec({ axes: [{ parameter: 'weights.a', values: [1, 'two', 'two'] }] }),
      pipeline,
      inputs('x'),
    );
    expect(typed).toMatchObject({ jobs: [], problems: [{ place: { parameter: 'weights.a' } }] });
  });

  it('S0-21: refuses an axis without values', () => {
    expect(() => spec({ axes: [{ parameter: 'weights.a', values: [] }] })).toThrow(/at least one value/);
  });

  it('gives equal settings on other inputs one setting key and different cell keys', () => {
    const plan = planJobs(spec({ inputs: [{ markers: 'x' }, { markers: 'y' }] }), pipeline, inputs('x', 'y'));
    expect(new Set(plan.jobs.map((job) => job.settingKey)).size).toBe(1);
    expect(new Set(plan.jobs.map((job) => job.cellKey)).size).toBe(2);
  });

  it('identifies a cell by content: file names and explicit defaults do not matter, the version does', () => {
    const one = planJobs(spec({}), pipeline, inputs('x')).jobs[0];
    const renamed: PlannedInputs[] = [
      { markers: [{ ...inputs('x')[0]!.markers![0]!, name: 'other.csv', reference: '9' }] },
    ];
    expect(planJobs(spec({ params: { weights: { a: 1 } } }), pipeline, renamed).jobs[0]?.cellKey).toBe(
      one?.cellKey,
    );
    expect(planJobs(spec({}), { ...pipeline, version: '1.1.0' }, inputs('x')).jobs[0]?.cellKey).not.toBe(
      one?.cellKey,
    );
  });

  it('says once what many settings break', () => {
    const parse: PlannablePipeline['parse'] = () => ({
      problems: [
        { code: 'RULE', severity: 'error', message: 'a must stay below b', place: { parameter: 'b' } },
      ],
    });
    const axes = [{ parameter: 'weights.a', values: [1, 2, 3] }];
    expect(planJobs(spec({ axes }), { ...pipeline, parse }, inputs('x')).problems).toHaveLength(1);
  });

  it('names a job after the main file, in whatever order the inputs are stored', () => {
    const truth = [{ reference: 't', name: 'truth.csv', sha256: 't'.repeat(64) }];
    const stored: PlannedInputs[] = [{ truth, ...inputs('x')[0] }];
    expect(planJobs(spec({}), pipeline, stored).jobs[0]?.inputLabel).toBe('x.csv');
  });

  it('refuses the same computation twice', () => {
    const doubledValue = planJobs(
      spec({ axes: [{ parameter: 'weights.a', values: [1, 1] }] }),
      pipeline,
      inputs('x'),
    );
    expect(doubledValue.problems.map((problem) => problem.code)).toEqual(['EQUAL_CELLS']);
    const doubledAxis = planJobs(
      spec({ axes: ['weights.a', 'weights.a'].map((parameter) => ({ parameter, values: [1, 2] })) }),
      pipeline,
      inputs('x'),
    );
    expect(doubledAxis.problems.map((problem) => problem.code)).toContain('DOUBLE_AXIS');
  });

  it('refuses a design too large to be meant, without building it', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index);
    const plan = planJobs(
      spec({
        axes: [
          { parameter: 'weights.a', values },
          { parameter: 'weights.b', values },
        ],
      }),
      pipeline,
      inputs('x'),
    );
    expect(plan.problems.map((problem) => problem.code)).toEqual(['TOO_MANY_CELLS']);
  });

  it('makes exactly countCells jobs with distinct cells, in order, for any design', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (a, b, replicates, fileCount) => {
          const names = ['x', 'y', 'z'].slice(0, fileCount);
          const design = spec({
            axes: [
              { parameter: 'weights.a', values: a },
              { parameter: 'weights.b', values: b },
            ],
            inputs: names.map((name) => ({ markers: name })),
            replicates,
          });
          const { jobs } = planJobs(design, pipeline, inputs(...names));
          expect(jobs).toHaveLength(countCells(design));
          expect(new Set(jobs.map((job) => job.cellKey)).size).toBe(jobs.length);
          expect(jobs.map((job) => job.position)).toEqual(jobs.map((_, index) => index));
        },
      ),
    );
  });

  it('keeps axis values apart from the base parameters', () => {
    const base = { weights: { b: 5 } };
    const plan = planJobs(
      spec({ params: base, axes: [{ parameter: 'weights.a', values: [7] }] }),
      pipeline,
      inputs('x'),
    );
    expect(plan.jobs[0]?.setting).toEqual({ 'weights.a': 7 });
    expect(plan.jobs[0]?.params).toEqual({ weights: { a: 7, b: 5 } });
    expect(base).toEqual({ weights: { b: 5 } });
  });
});
