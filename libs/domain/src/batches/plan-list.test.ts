import { describe, expect, it } from '@jest/globals';
import { countCells } from '../designs/count-cells.js';
import { type DesignInput, designSchema, inputSetsOf, withInputSets } from '../designs/design.js';
import { isJsonObject } from '../designs/paths.js';
import { expandDesign, type PlannablePipeline, type PlannedInputs, planJobs } from './plan.js';

/** Every weight is a number below 100. */
const pipeline: PlannablePipeline = {
  name: 'demo',
  version: '1.0.0',
  inputNames: ['markers'],
  parse(raw) {
    const weights = isJsonObject(raw.weights) ? raw.weights : {};
    const problems = Object.entries(weights)
      .filter(([, value]) => typeof value !== 'number' || value >= 100)
      .map(([name, value]) => ({
        code: 'BAD',
        severity: 'error' as const,
        message: `${name} is ${value}`,
        place: { parameter: `weights.${name}` },
      }));
    return problems.length > 0 ? { problems } : { params: { weights: { a: 1, b: 2, ...weights } } };
  },
};

const list = (jobs: DesignInput['jobs'], rest: Partial<DesignInput> = {}) =>
  designSchema.parse({ name: 'd', pipeline: 'demo', kind: 'list', jobs, ...rest });
const file = (name: string): PlannedInputs => ({
  markers: [{ reference: name, name: `${name}.csv`, sha256: name.padEnd(64, '0') }],
});

describe('a list of jobs', () => {
  const metadata = { subject: 'S01', session: 3, condition: null, tags: ['x', { deep: [1, 2] }] };
  const spec = list(
    [
      { id: 'one', name: 'First walk', priority: 7, inputs: { markers: 'x' }, metadata },
      { id: 'two', params: { weights: { a: 5 } }, inputs: { markers: 'y' } },
    ],
    { params: { weights: { b: 9 } } },
  );

  it('S0-01, S0-31: makes a job of each, with its name, priority, parameters and metadata', () => {
    const { jobs, problems } = planJobs(spec, pipeline, [file('x'), file('y')]);
    expect(problems).toEqual([]);
    expect(jobs).toMatchObject([
      {
        position: 0,
        givenId: 'one',
        label: 'one: First walk',
        priority: 7,
        params: { weights: { a: 1, b: 9 } },
        setting: {},
      },
      {
        position: 1,
        givenId: 'two',
        label: 'two',
        priority: 0,
        params: { weights: { a: 5, b: 9 } },
        setting: { 'weights.a': 5 },
      },
    ]);
    expect(jobs.map((job) => job.metadata)).toEqual([metadata, {}]);
    expect(jobs.map((job) => job.inputLabel)).toEqual(['x.csv', 'y.csv']);
    expect(countCells(spec)).toBe(2);
  });

  it('shares results with the equal cell of a grid', () => {
    const grid = designSchema.parse({
      name: 'g',
      pipeline: 'demo',
      axes: [{ parameter: 'weights.a', values: [5] }],
      params: { weights: { b: 9 } },
      inputs: [{ markers: 'y' }],
    });
    const [cell] = planJobs(grid, pipeline, [file('y')]).jobs;
    const [, listed] = planJobs(spec, pipeline, [file('x'), file('y')]).jobs;
    expect(listed?.cellKey).toBe(cell?.cellKey);
  });

  it('keeps its jobs when its references are replaced', () => {
    expect(inputSetsOf(spec)).toEqual([{ markers: 'x' }, { markers: 'y' }]);
    const replaced = withInputSets(spec, [{ markers: '1' }, { markers: '2' }]);
    expect(inputSetsOf(replaced)).toEqual([{ markers: '1' }, { markers: '2' }]);
    expect(replaced.jobs?.[0]).toMatchObject({ id: 'one', metadata });
  });

  it('tells valid jobs from invalid ones, each with all its problems', () => {
    const given = list([
      { id: 'good' },
      { id: 'bad', params: { weights: { a: 100, b: 'x' } } },
      { id: 'worse', params: { weights: { a: 100 } } },
    ]);
    const missing = { code: 'GONE', severity: 'error' as const, message: 'no file', place: {} };
    const sets = [file('x'), file('y'), {}];
    const { jobs, invalid, problems } = expandDesign(given, pipeline, sets, [[], [], [missing]]);
    expect(problems).toEqual([]);
    expect(jobs.map((job) => job.givenId)).toEqual(['good']);
    expect(
      invalid.map(({ position, problems: found }) => [position, found.map(({ message }) => message)]),
    ).toEqual([
      [1, ['a is 100', 'b is x']],
      [2, ['no file', 'a is 100']],
    ]);
    expect(planJobs(given, pipeline, sets).problems.map(({ message }) => message)).toEqual([
      'Job bad and 1 more: a is 100',
      'Job bad: b is x',
    ]);
  });

  it('names both jobs that are the same computation, and can go on without the second', () => {
    const { jobs, invalid } = expandDesign(list([{ id: 'p' }, { id: 'q' }]), pipeline, [
      file('x'),
      file('x'),
    ]);
    expect(jobs.map((job) => job.givenId)).toEqual(['p']);
    expect(invalid[0]?.problems[0]?.message).toContain('Jobs p and q are the same computation');
  });

  it.each<[string, DesignInput['jobs'], RegExp]>([
    ['S0-02: an empty id', [{ id: ' ' }], /A job needs an id/],
    [
      'S0-03: an id given twice',
      [{ id: 'a' }, { id: 'b' }, { id: 'a' }],
      /Jobs 1 and 3 of the list have the same id a/,
    ],
    ['S0-04: no job', [], /at least one job/],
    ['S0-04: no list', undefined, /at least one job/],
  ])('refuses %s', (_what, jobs, message) => {
    expect(() => list(jobs)).toThrow(message);
  });

  it('refuses what belongs to a grid, and a grid what belongs to a list', () => {
    expect(() => list([{ id: 'a' }], { axes: [{ parameter: 'x', values: [1] }] })).toThrow(
      /a list has no axes/,
    );
    expect(() => list([{ id: 'a' }], { inputs: [{ markers: 'x' }] })).toThrow(/its own inputs/);
    expect(() => list([{ id: 'a' }], { replicates: 2 })).toThrow(/names each of its jobs/);
    const grid = { name: 'g', pipeline: 'demo', inputs: [{ markers: 'x' }], jobs: [{ id: 'a' }] };
    expect(() => designSchema.parse(grid)).toThrow(/jobs does not belong here/);
  });
});
