import { describe, expect, it } from '@jest/globals';
import { designSchema, inputSetsOf, withInputSets } from './design.js';

const issuesOf = (given: Readonly<Record<string, unknown>>) => {
  const parsed = designSchema.safeParse({ name: 'd', pipeline: 'p', inputs: [{ markers: 'x' }], ...given });
  return (parsed.error?.issues ?? []).map(({ path, message, ...rest }) => ({
    path: path.join('.'),
    message,
    params: 'params' in rest ? (rest.params as Readonly<Record<string, string>>) : undefined,
  }));
};
const range = (rest: Readonly<Record<string, unknown>>) => ({
  axes: [{ parameter: 'a', distribution: 'uniform', min: 0, max: 1, levels: 3, ...rest }],
});
const rows = { kind: 'rows', rows: [{ a: 1 }] };
const draw = { kind: 'random', samples: 3, axes: [{ parameter: 'a', values: [1] }] };

describe('a design', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string, RegExp]>([
    [
      'a range without levels where every value is tried',
      range({ levels: undefined }),
      'axes.0.levels',
      /no end of values/,
    ],
    ['levels where values are drawn', { ...draw, ...range({}) }, 'axes.0.levels', /drawn from the range/],
    ['an empty range', range({ min: 2 }), 'axes.0.max', /from 2 to 1 is empty/],
    ['a logarithmic range from 0', range({ distribution: 'log_uniform' }), 'axes.0.min', /cannot start at 0/],
    [
      'a range of integers with a fraction',
      range({ distribution: 'integer', max: 1.5 }),
      'axes.0.max',
      /1\.5 is not a whole/,
    ],
    [
      'steps without a step',
      range({ distribution: 'step', levels: undefined }),
      'axes.0.step',
      /needs its step/,
    ],
    ['a step beside another distribution', range({ step: 1 }), 'axes.0.step', /only distribution step/],
    [
      'too many steps',
      range({ distribution: 'step', step: 1e-9, levels: undefined }),
      'axes.0.step',
      /more than 100,000/,
    ],
    ['a range without an end', range({ max: undefined }), 'axes.0.max', /needs min and max/],
    ['a range beside values', range({ values: [1] }), 'axes.0.min', /min does not belong here/],
    ['an axis of nothing', { axes: [{ parameter: 'a' }] }, 'axes.0.values', /a has no values/],
    [
      'categorical without values',
      { axes: [{ parameter: 'a', distribution: 'categorical' }] },
      'axes.0.values',
      /no values/,
    ],
    ['an axis without a parameter', { axes: [{ values: [1] }] }, 'axes.0.parameter', /needs a parameter/],
    [
      'an axis without values',
      { axes: [{ parameter: 'a', values: [] }] },
      'axes.0.values',
      /at least one value/,
    ],
    [
      'rows in an axis',
      { axes: [{ parameter: 'a', values: [1], rows: [{}] }] },
      'axes.0.rows',
      /only a group/,
    ],
    [
      'a group with a parameter',
      { axes: [{ ...rows, parameter: 'a' }] },
      'axes.0.parameter',
      /makes this entry a group/,
    ],
    ['a table without rows', { axes: [{ kind: 'rows' }] }, 'axes.0.rows', /needs its table/],
    [
      'rows in another group',
      { axes: [{ kind: 'zip', axes: [rows], rows: [{}] }] },
      'axes.0.rows',
      /only a group of kind rows/,
    ],
    ['a group without axes', { axes: [{ kind: 'zip' }] }, 'axes.0.axes', /A group needs axes/],
    [
      'a drawn group without samples',
      { axes: [{ kind: 'sobol', axes: [rows] }] },
      'axes.0.samples',
      /needs a number of samples/,
    ],
    [
      'samples in a grid group',
      { axes: [{ kind: 'grid', axes: [rows], samples: 2 }] },
      'axes.0.samples',
      /tries every value/,
    ],
    ['groups four deep', { axes: [nested(4)] }, 'axes.0.axes.0.axes.0.axes', /nested too deeply/],
    ['samples of a grid', { samples: 3 }, 'samples', /tries every value/],
    ['draws without samples', { ...draw, samples: undefined }, 'samples', /random needs a number of samples/],
    ['draws of nothing', { ...draw, axes: [] }, 'axes', /needs something to vary/],
    ['adaptive options elsewhere', { adaptive: {} }, 'adaptive', /only kind: adaptive/],
    [
      'where in a list',
      { kind: 'list', inputs: [], jobs: [{ id: 'a' }], where: 'true' },
      'where',
      /leave jobs out/,
    ],
    ['an unknown field of an axis', { axes: [{ parameter: 'a', values: [1], vals: 1 }] }, 'axes.0', /vals/],
    [
      'a smallest difference of 0',
      { objective: { metric: 'm', direction: 'minimize', smallestDifference: 0 } },
      'objective.smallestDifference',
      />0/,
    ],
  ])('is refused for %s', (_what, given, path, message) => {
    const issues = issuesOf(given);
    const issue = issues.find((each) => each.path === path);
    expect(issue?.message).toMatch(message);
    if (issue?.params !== undefined) {
      expect(issue.params.expectation).toBeTruthy();
      expect(issue.params.fix).toBeTruthy();
    }
  });

  it('may draw from ranges with more values than could be tried', () => {
    const wide = { parameter: 'a', distribution: 'integer', min: 1, max: 1e9 };
    const stepped = { parameter: 'b', distribution: 'step', min: 0, max: 1, step: 1e-7 };
    expect(issuesOf({ ...draw, axes: [wide, stepped] })).toEqual([]);
    expect(issuesOf({ axes: [wide] }).map(({ path }) => path)).toEqual(['axes.0.max']);
  });

  it('says all that is wrong at once', () => {
    const given = {
      axes: [{ values: [1] }, { parameter: 'b', distribution: 'step', min: 3, max: 1 }],
      samples: 2,
    };
    expect(
      issuesOf(given)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['axes.0.parameter', 'axes.1.max', 'axes.1.step', 'samples']);
  });

  it('keeps its input sets apart from their references, in either form', () => {
    const inputs = [
      { markers: 'a' },
      { files: { markers: 'b' }, name: 'B', metadata: { subject: 1 } },
      { files: 'c' },
    ];
    const spec = designSchema.parse({ name: 'd', pipeline: 'p', inputs });
    expect(spec.inputs).toEqual(inputs);
    expect(inputSetsOf(spec)).toEqual([{ markers: 'a' }, { markers: 'b' }, { files: 'c' }]);
    const replaced = withInputSets(spec, [{ markers: '1' }, { markers: '2' }, { files: '3' }]);
    expect(replaced.inputs).toEqual([
      { markers: '1' },
      { files: { markers: '2' }, name: 'B', metadata: { subject: 1 } },
      { files: '3' },
    ]);
  });

  it('takes back what it gave', () => {
    const spec = designSchema.parse({
      name: 'd',
      pipeline: 'p',
      kind: 'adaptive',
      samples: 20,
      inputs: [{ markers: 'a' }, { markers: 'b' }],
      axes: [{ parameter: 'a', distribution: 'log_uniform', min: 1, max: 10, when: 'b = 1' }, rows],
      where: 'a > 1',
      crossValidation: { folds: 2 },
      earlyStopping: { rule: 'median', metric: 'm' },
      furtherObjectives: [{ metric: 'n', direction: 'maximize' }],
      adaptive: {},
    });
    expect(spec.adaptive).toEqual({ method: 'tpe', startup: 10, parallel: 4 });
    expect(designSchema.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });
});

function nested(depth: number): object {
  return depth === 0 ? rows : { kind: 'zip', axes: [nested(depth - 1)] };
}
