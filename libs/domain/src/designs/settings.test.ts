import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AxisEntry } from './axes.js';
import { countDesign } from './count-cells.js';
import { type DesignInput, designSchema } from './design.js';
import { type SettingsSpec, settingSpace, settingsOf } from './settings.js';

const values = (parameter: string, ...given: (number | string | boolean)[]) => ({ parameter, values: given });
const design = (given: Partial<DesignInput>) =>
  designSchema.parse({ name: 'd', pipeline: 'p', inputs: [{ markers: 'x' }], ...given });
const rowsOf = (spec: SettingsSpec, base = {}) =>
  settingsOf(spec, base).map((setting) =>
    Object.entries(setting)
      .map(([path, value]) => `${path}=${value}`)
      .join(' '),
  );

describe('settings of a design', () => {
  it('S0-16, S0-17: of a grid are every combination, the last axis fastest', () => {
    const axes = [values('a', 1, 2), values('b', 'x', 'y')];
    expect(rowsOf({ axes })).toEqual(['a=1 b=x', 'a=1 b=y', 'a=2 b=x', 'a=2 b=y']);
    expect(rowsOf({ axes: [] })).toEqual(['']);
  });

  it('of a zip are taken in step', () => {
    const axes: AxisEntry[] = [
      values('a', 1, 2, 3),
      { parameter: 'b', distribution: 'log_uniform', min: 1, max: 100, levels: 3 },
    ];
    expect(rowsOf({ kind: 'zip', axes })).toEqual(['a=1 b=1', 'a=2 b=10', 'a=3 b=100']);
  });

  it('take groups for one entry each', () => {
    const axes: AxisEntry[] = [
      values('a', 1, 2),
      { kind: 'zip', axes: [values('b', 1, 2), values('c', 10, 20)] },
      {
        kind: 'rows',
        rows: [
          { d: 5, e: 6 },
          { d: 7, e: 8 },
        ],
      },
    ];
    expect(rowsOf({ axes })).toEqual([
      'a=1 b=1 c=10 d=5 e=6',
      'a=1 b=1 c=10 d=7 e=8',
      'a=1 b=2 c=20 d=5 e=6',
      'a=1 b=2 c=20 d=7 e=8',
      'a=2 b=1 c=10 d=5 e=6',
      'a=2 b=1 c=10 d=7 e=8',
      'a=2 b=2 c=20 d=5 e=6',
      'a=2 b=2 c=20 d=7 e=8',
    ]);
    const nested: AxisEntry[] = [
      {
        kind: 'zip',
        axes: [{ kind: 'grid', axes: [values('a', 1, 2), values('b', 3, 4)] }, values('c', 5, 6, 7, 8)],
      },
    ];
    expect(rowsOf({ axes: nested })).toEqual(['a=1 b=3 c=5', 'a=1 b=4 c=6', 'a=2 b=3 c=7', 'a=2 b=4 c=8']);
  });

  it('leave conditional axes out where they do not apply, and collapse what is equal then', () => {
    const axes: AxisEntry[] = [
      values('robust', true, false),
      { ...values('loss', 'huber', 'cauchy'), when: 'robust' },
      { ...values('width', 1, 2), when: "loss = 'huber'" },
    ];
    const expected = [
      'robust=true loss=huber width=1',
      'robust=true loss=huber width=2',
      'robust=true loss=cauchy',
      // The base value of loss is huber, but it is not varied here, so what depends on it is not either.
      'robust=false',
    ];
    expect(rowsOf({ axes }, { loss: 'huber' })).toEqual(expected);
    expect(rowsOf({ axes: [...axes].reverse() }, { loss: 'huber' })).toHaveLength(expected.length);
    expect(rowsOf({ axes: [{ kind: 'grid', axes }] }, { loss: 'huber' })).toEqual(expected);
    const zip = [values('robust', true, false, false), { ...values('loss', 'a', 'b', 'c'), when: 'robust' }];
    expect(rowsOf({ kind: 'zip', axes: zip })).toEqual(['robust=true loss=a', 'robust=false']);
  });

  it('decide conditions on parameters that are not varied by their base values', () => {
    const axes = [{ ...values('loss', 'huber', 'cauchy'), when: 'opt.robust = true' }];
    expect(rowsOf({ axes }, { opt: { robust: true } })).toHaveLength(2);
    expect(rowsOf({ axes }, { opt: { robust: false } })).toEqual(['']);
  });

  it('do not multiply out what a condition leaves out', () => {
    const chain = Array.from(
      { length: 20 },
      (_, index): AxisEntry => ({
        ...values(`p${index}`, 0, 1, 2, 3),
        ...(index > 0 && { when: `p${index - 1} = 3` }),
      }),
    );
    expect(countDesign({ axes: chain, inputs: [{ m: 'x' }], replicates: 1 })).toEqual({
      cells: 61,
      settings: 61,
      excludedByWhere: 0,
      isCapped: false,
    });
  });

  it.each<[string, Partial<DesignInput>, string, RegExp]>([
    [
      'two axes of one parameter',
      { axes: [values('a', 1), { kind: 'rows', rows: [{ a: 1 }] }] },
      'DOUBLE_AXIS',
      /vary a/,
    ],
    [
      'a zip of unequal lengths',
      { kind: 'zip', axes: [values('a', 1), values('b', 1, 2)] },
      'UNEQUAL_LENGTHS',
      /a has 1; b has 2/,
    ],
    [
      'such a group',
      { axes: [{ kind: 'zip', axes: [values('a', 1), values('b', 1, 2)] }] },
      'UNEQUAL_LENGTHS',
      /b has 2/,
    ],
    [
      'conditions in a circle',
      {
        axes: [
          { ...values('a', 1), when: 'b = 1' },
          { ...values('b', 1), when: 'a = 1' },
        ],
      },
      'CIRCULAR_CONDITIONS',
      /b = 1; a = 1/,
    ],
    [
      'a broken condition',
      { axes: [{ ...values('a', 1), when: 'b =' }] },
      'BAD_EXPRESSION',
      /axes.0.when, column 4/,
    ],
    ['a broken where', { where: '>', axes: [values('a', 1)] }, 'BAD_EXPRESSION', /where, column 1/],
  ])('are refused for %s', (_what, given, code, message) => {
    const { problems } = settingSpace(design(given));
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.expectation).toBeTruthy();
    expect(problems[0]?.fix).toBeTruthy();
  });
});

const entry = fc.oneof(
  fc.record({ values: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }) }),
  fc.record({
    distribution: fc.constant('integer' as const),
    min: fc.constant(0),
    max: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    distribution: fc.constant('step' as const),
    min: fc.constant(0),
    max: fc.constant(1),
    step: fc.constantFrom(0.1, 0.25, 0.3),
  }),
);
const condition = fc.constantFrom(
  undefined,
  undefined,
  'p0 > 1',
  'p1 = 0 or base > 2',
  'not (p2 in [0, 1])',
  'p9 = 1',
);
const axesOf = fc
  .array(fc.tuple(entry, condition), { minLength: 1, maxLength: 4 })
  .map((list) =>
    list.map(([axis, when], index) => ({ ...axis, parameter: `p${index}`, ...(when && { when }) })),
  );
const kinds = fc.constantFrom('grid', 'random', 'latin_hypercube', 'sobol') satisfies fc.Arbitrary<string>;

describe('any design', () => {
  it('has as many settings as counted, all different, and always the same ones', () => {
    fc.assert(
      fc.property(axesOf, kinds, fc.nat(), fc.integer({ min: 1, max: 40 }), (axes, kind, seed, samples) => {
        const spec = design({ axes, kind, seed, ...(kind !== 'grid' && { samples }), replicates: 2 });
        if (settingSpace(spec).problems.length > 0) return;
        const base = { base: 3 };
        const settings = settingsOf(spec, base);
        expect(settings).toHaveLength(countDesign(spec, { base }).settings);
        expect(countDesign(spec, { base }).cells).toBe(2 * settings.length);
        expect(new Set(settings.map((setting) => JSON.stringify(setting))).size).toBe(settings.length);
        expect(settingsOf(spec, base)).toEqual(settings);
        if (kind !== 'grid') expect(settings.length).toBeLessThanOrEqual(samples);
      }),
      { numRuns: 300 },
    );
  });

  it('loses exactly the cells that where excludes', () => {
    const wheres = fc.constantFrom(
      'p0 < 2',
      'p0 + replicate > 2',
      "input = 'a' or replicate = 1",
      'base > 5',
      'p0 != p1',
    );
    fc.assert(
      fc.property(axesOf, wheres, (axes, where) => {
        const spec = design({ axes, where, replicates: 2, inputs: [{ m: 'x' }, { m: 'y' }] });
        if (settingSpace(spec).problems.length > 0) return;
        const context = { base: { base: 3, p0: 1, p1: 1 }, inputLabels: ['a', 'b'] };
        const counted = countDesign(spec, context);
        const all = countDesign({ ...spec, where: undefined }, context).cells;
        expect(counted.cells + counted.excludedByWhere).toBe(all);
        const negated = countDesign({ ...spec, where: `not (${where})` }, context);
        expect(negated.excludedByWhere).toBe(counted.cells);
      }),
      { numRuns: 200 },
    );
  });

  it('draws from the whole space as often as it can when there is little', () => {
    const axes: AxisEntry[] = [
      { parameter: 'a', distribution: 'integer', min: 1, max: 3 },
      values('b', 1, 2),
    ];
    const settings = settingsOf({ kind: 'random', axes, samples: 50, seed: 4 });
    expect(new Set(settings.map((setting) => JSON.stringify(setting))).size).toBe(6);
    expect(settings).toHaveLength(6);
    expect(settingsOf({ kind: 'random', axes, samples: 6, seed: 4 })).toHaveLength(6);
  });

  it('draws other settings with another seed', () => {
    const axes: AxisEntry[] = [{ parameter: 'a', distribution: 'uniform', min: 0, max: 1 }];
    for (const kind of ['random', 'latin_hypercube', 'sobol'] as const) {
      const drawn = (seed: number) => settingsOf({ kind, axes, samples: 8, seed });
      expect(drawn(1)).not.toEqual(drawn(2));
      expect(drawn(1)).toEqual(drawn(1));
    }
  });
});
