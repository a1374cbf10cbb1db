import { describe, expect, it } from '@jest/globals';
import { maxDesignBytes, readDesign } from './read-design.js';

const good = `name: Weights of the rigid-body solver
pipeline: rigid-body
objective: { metric: edge_error_mean_mm, direction: minimize }
params: { optimization: { max_iterations: 100 } }
axes:
  - { parameter: weights.lambda_rigid, values: [100, 500, 1000] }
inputs:
  - { markers: markers.csv, truth: truth.csv }
`;

const list = `name: Subjects
pipeline: rigid-body
kind: list
params: { optimization: { max_iterations: 100 } }
jobs:
  - { id: S01, name: First, priority: 5, inputs: { markers: a.csv }, metadata: { subject: 7, tags: [x, { y: null }] } }
  - { id: S02, params: { weights: { lambda_rigid: 100 } }, inputs: { markers: [b.csv] } }
`;

describe('readDesign', () => {
  it('reads the YAML form and fills in defaults', () => {
    const { spec, problems } = readDesign(good, 'sweep.yaml');
    expect(problems).toEqual([]);
    expect(spec).toEqual({
      name: 'Weights of the rigid-body solver',
      pipeline: 'rigid-body',
      kind: 'grid',
      objective: { metric: 'edge_error_mean_mm', direction: 'minimize' },
      params: { optimization: { max_iterations: 100 } },
      axes: [{ parameter: 'weights.lambda_rigid', values: [100, 500, 1000] }],
      inputs: [{ markers: 'markers.csv', truth: 'truth.csv' }],
      replicates: 1,
      seed: 0,
    });
  });

  it('S0-01, S0-31: reads a list of jobs, their metadata unchanged', () => {
    const { spec, problems } = readDesign(list, 'list.yaml');
    expect(problems).toEqual([]);
    expect(spec?.jobs).toEqual([
      {
        id: 'S01',
        name: 'First',
        priority: 5,
        params: {},
        inputs: { markers: 'a.csv' },
        metadata: { subject: 7, tags: ['x', { y: null }] },
      },
      {
        id: 'S02',
        priority: 0,
        params: { weights: { lambda_rigid: 100 } },
        inputs: { markers: ['b.csv'] },
        metadata: {},
      },
    ]);
  });

  it('reads the same design as JSON, tabs included', () => {
    const spec = readDesign(good, 'sweep.yaml').spec;
    expect(readDesign(JSON.stringify(spec, null, '\t'), 'sweep.json')).toEqual({ spec, problems: [] });
  });

  const cases: readonly (readonly [string, string, readonly unknown[]])[] = [
    [
      'an unknown field, with the nearest known one',
      good.replace('objective:', 'objectiv:'),
      [
        {
          code: 'UNKNOWN_FIELD',
          line: 3,
          parameter: 'objectiv',
          value: expect.stringContaining('edge_error'),
        },
      ],
    ],
    [
      'an unknown field of an axis',
      good.replace('parameter:', 'paramter:'),
      [
        { code: 'MISSING_FIELD', line: 6, parameter: 'axes.0.parameter', value: undefined },
        { code: 'UNKNOWN_FIELD', line: 6, parameter: 'axes.0.paramter', value: 'weights.lambda_rigid' },
      ],
    ],
    [
      'a wrong type',
      `${good}replicates: many\n`,
      [{ code: 'INVALID_FIELD', line: 9, parameter: 'replicates', value: 'many' }],
    ],
    [
      'a number out of its range',
      `${good}replicates: 0\n`,
      [{ code: 'INVALID_FIELD', line: 9, parameter: 'replicates', value: '0' }],
    ],
    [
      'an unknown word',
      `${good}kind: spiral\n`,
      [{ code: 'INVALID_FIELD', line: 9, parameter: 'kind', value: 'spiral' }],
    ],
    [
      'several problems at once',
      'pipeline: rigid-body\nseed: -1\ninputs: []\n',
      [
        { code: 'MISSING_FIELD', line: 1, parameter: 'name', value: undefined },
        { code: 'INVALID_FIELD', line: 3, parameter: 'inputs', value: '[]' },
        { code: 'INVALID_FIELD', line: 2, parameter: 'seed', value: '-1' },
      ],
    ],
    [
      'jobs of a list that share an id, with both rows',
      `${list}  - { id: S01 }\n`,
      [{ code: 'INVALID_FIELD', line: 8, parameter: 'jobs.2.id', value: 'S01' }],
    ],
    [
      'an empty id, and an unknown field of a job',
      `${list}  - { id: "", subject: x }\n`,
      [
        { code: 'INVALID_FIELD', line: 8, parameter: 'jobs.2.id', value: '' },
        { code: 'UNKNOWN_FIELD', line: 8, parameter: 'jobs.2.subject', value: 'x' },
      ],
    ],
    [
      'a list without jobs',
      'name: x\npipeline: rigid-body\nkind: list\njobs: []\n',
      [{ code: 'INVALID_FIELD', line: 4, parameter: 'jobs', value: '[]' }],
    ],
    [
      'what does not belong into a list',
      `${list}axes: [{ parameter: a, values: [1] }]\nreplicates: 2\n`,
      [
        { code: 'INVALID_FIELD', line: 8, parameter: 'axes' },
        { code: 'INVALID_FIELD', line: 9, parameter: 'replicates', value: '2' },
      ],
    ],
    ['broken YAML', `${good}axes2: [1, 2\nx: 3\n`, [{ code: 'BAD_SYNTAX', line: 10 }]],
    ['a doubled key', `${good}name: again\n`, [{ code: 'BAD_SYNTAX', line: 9 }]],
    ['a text that is no design', 'hello', [{ code: 'INVALID_FIELD', line: 1, value: 'hello' }]],
    ['an empty file', '', [{ code: 'INVALID_FIELD', value: 'null' }]],
  ];

  it.each(cases)('names %s', (_title, text, expected) => {
    const { spec, problems } = readDesign(text, 'sweep.yaml');
    expect(spec).toBeNull();
    const found = problems.map(({ code, place, value }) => ({ code, ...place, value }));
    expect(found).toHaveLength(expected.length);
    for (const entry of expected) {
      expect(found).toContainEqual(expect.objectContaining({ ...(entry as object), file: 'sweep.yaml' }));
    }
    for (const problem of problems) {
      expect(problem.expectation).toBeTruthy();
      expect(problem.fix).toBeTruthy();
    }
  });

  it('suggests the nearest field', () => {
    const [problem] = readDesign(good.replace('objective:', 'objectiv:'), 'sweep.yaml').problems;
    expect(problem?.fix).toBe('Rename objectiv to objective, or remove it.');
  });

  it('refuses an alias bomb without building it', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]'
        : `l${level}: &l${level} [${Array(9)
            .fill(`*l${level - 1}`)
            .join(', ')}]`,
    );
    const { spec, problems } = readDesign(levels.join('\n'), 'bomb.yaml');
    expect(spec).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual(['UNREADABLE']);
  });

  it('refuses extreme nesting and oversized text', () => {
    expect(readDesign('['.repeat(200_000), 'deep.yaml').spec).toBeNull();
    const large = readDesign(`# ${'x'.repeat(maxDesignBytes)}\n${good}`, 'large.yaml');
    expect(large.problems.map((problem) => problem.code)).toEqual(['FILE_TOO_LARGE']);
  });
});
