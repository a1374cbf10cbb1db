import { describe, expect, it } from '@jest/globals';
import { designSchema } from './design.js';
import { type DesignAdditions, extendableAxes, extendDesign } from './extend-design.js';
import { settingsOf } from './settings.js';

const grid = designSchema.parse({
  name: 'Weights',
  pipeline: 'rigid-body',
  axes: [
    { parameter: 'weights.a', values: [1, 2, 3] },
    { parameter: 'weights.b', distribution: 'log_uniform', min: 1, max: 100, levels: 3 },
  ],
  inputs: [{ markers: '1' }],
});
const nothing: DesignAdditions = { values: [], samples: 0, replicates: 0, inputs: [] };

describe('extendDesign', () => {
  it('adds values behind those of an axis, and nothing else', () => {
    const { spec, problems } = extendDesign(grid, {
      ...nothing,
      values: [{ parameter: 'weights.a', values: [4] }],
    });
    expect(problems).toEqual([]);
    expect(spec).toEqual({
      ...grid,
      name: 'Weights, extended',
      axes: [{ parameter: 'weights.a', values: [1, 2, 3, 4] }, grid.axes[1]],
    });
    expect(extendDesign(spec, { ...nothing, replicates: 1 }).spec.name).toBe('Weights, extended');
  });

  it('writes a range out before adding to it', () => {
    const { spec } = extendDesign(grid, {
      ...nothing,
      values: [{ parameter: 'weights.b', values: [1000] }],
    });
    expect(spec.axes[1]).toEqual({ parameter: 'weights.b', values: [1, 10, 100, 1000] });
  });

  it('adds replicates and inputs', () => {
    const { spec } = extendDesign(grid, { ...nothing, replicates: 2, inputs: [{ markers: '2' }] });
    expect([spec.replicates, spec.inputs]).toEqual([3, [{ markers: '1' }, { markers: '2' }]]);
  });

  it('reaches axes inside groups', () => {
    const axes = [
      {
        kind: 'zip' as const,
        axes: [
          { parameter: 'a', values: [1] },
          { parameter: 'b', values: [2] },
        ],
      },
    ];
    const values = [
      { parameter: 'a', values: [3] },
      { parameter: 'b', values: [4] },
    ];
    const { spec } = extendDesign({ ...grid, axes }, { ...nothing, values });
    expect(spec.axes).toEqual([
      {
        kind: 'zip',
        axes: [
          { parameter: 'a', values: [1, 3] },
          { parameter: 'b', values: [2, 4] },
        ],
      },
    ]);
  });

  describe.each(['random', 'sobol', 'latin_hypercube'] as const)('with drawn settings (%s)', (kind) => {
    const drawn = designSchema.parse({
      ...grid,
      kind,
      samples: 8,
      seed: 3,
      axes: [
        { parameter: 'a', distribution: 'log_uniform', min: 1, max: 1000 },
        { parameter: 'b', distribution: 'integer', min: 1, max: 6 },
      ],
    });

    it('draws exactly so many more and leaves the former ones as they are', () => {
      const { spec, problems } = extendDesign(drawn, { ...nothing, samples: 5 });
      expect(problems).toEqual([]);
      const [before, after] = [settingsOf(drawn), settingsOf(designSchema.parse(spec))];
      expect(after.slice(0, 8)).toEqual(before);
      expect(new Set(after.map((setting) => JSON.stringify(setting))).size).toBe(13);
    });
  });

  it('draws no further settings where none are drawn, or where conditions forbid it', () => {
    const messageOf = (spec: typeof grid) =>
      extendDesign(spec, { ...nothing, samples: 2 }).problems.map(({ message }) => message);
    expect(messageOf(grid)).toEqual([
      'A design of kind grid draws no settings, so there are no further ones to draw.',
    ]);
    const conditional = { ...grid, kind: 'latin_hypercube' as const, samples: 4 };
    const axes = [{ parameter: 'a', values: [1, 2], when: 'b = 1' }];
    expect(messageOf({ ...conditional, axes })).toHaveLength(1);
    expect(messageOf({ ...conditional, kind: 'sobol', axes })).toEqual([]);
  });

  it('refuses what would change former cells or add none', () => {
    const messageOf = (spec: typeof grid, additions: Partial<DesignAdditions>) =>
      extendDesign(spec, { ...nothing, ...additions }).problems.map(({ message }) => message);
    const more = { values: [{ parameter: 'weights.a', values: [3] }] };
    expect(messageOf(grid, {})).toEqual(['Nothing was added.']);
    expect(messageOf(grid, more)).toEqual(['weights.a has the value 3 already.']);
    expect(messageOf(grid, { values: [{ parameter: 'weights.c', values: [3] }] })).toEqual([
      'The design has no axis of weights.c that takes further values.',
    ]);
    expect(extendableAxes({ ...grid, kind: 'sobol' })).toEqual([]);
    expect(messageOf({ ...grid, kind: 'sobol' }, more)).toHaveLength(1);
    expect(messageOf({ ...grid, kind: 'adaptive' }, { replicates: 1 })).toHaveLength(1);
    const folded = { ...grid, crossValidation: { folds: 2, shuffle: false } };
    expect(messageOf(folded, { inputs: [{ markers: '2' }] })).toHaveLength(1);
    expect(messageOf(folded, { replicates: 1 })).toEqual([]);
  });
});
