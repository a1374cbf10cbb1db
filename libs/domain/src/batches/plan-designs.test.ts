import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countDesign } from '../designs/count-cells.js';
import { type DesignInput, designSchema } from '../designs/design.js';
import { foldOfEach } from '../designs/folds.js';
import { isJsonObject, type JsonObject } from '../designs/paths.js';
import { expandDesign, type PlannablePipeline, type PlannedInputs } from './plan.js';

const defaults: JsonObject = { a: 1, b: 2, loss: 'huber', robust: true, deep: { c: 3 } };
const pipeline: PlannablePipeline = {
  name: 'demo',
  version: '1.0.0',
  inputNames: ['markers', 'truth', 'train'],
  parse: (raw) => ({
    params: { ...defaults, ...raw, deep: { c: 3, ...(isJsonObject(raw.deep) ? raw.deep : {}) } },
  }),
  nearest: (name, known) => known.find((each) => each[0] === name[0]) ?? null,
};
const file = (name: string) => ({ reference: name, name: `${name}.csv`, sha256: name.padEnd(64, '0') });
const setsOf = (names: readonly string[]): PlannedInputs[] =>
  names.map((name) => ({ markers: [file(name)] }));
const names = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`);
const design = (given: Partial<DesignInput>) =>
  designSchema.parse({ name: 'd', pipeline: 'demo', inputs: [{ markers: 'f0' }], ...given });
const expand = (given: Partial<DesignInput>, count = 1) =>
  expandDesign(design(given), pipeline, setsOf(names(count)));

describe('cells of a design', () => {
  it('without those that where excludes, which are counted and leave gaps in the positions', () => {
    const { jobs, excludedByWhere } = expand({
      axes: [{ parameter: 'a', values: [1, 2, 3] }],
      where: 'a != 2 and deep.c = 3 and not (a = 3 and replicate = 2)',
      replicates: 2,
    });
    expect(jobs.map(({ position, setting, replicate }) => [position, setting.a, replicate])).toEqual([
      [0, 1, 1],
      [1, 1, 2],
      [4, 3, 1],
    ]);
    expect(excludedByWhere).toBe(3);
  });

  it('may be excluded by their input', () => {
    const inputs = ['f0', { files: { markers: 'f1' }, name: 'second' }].map((set) =>
      typeof set === 'string' ? { markers: set } : set,
    );
    const given = { inputs, where: "input in ['f0.csv', 'third'] or replicate = 2", replicates: 2 };
    expect(expand(given, 2).jobs.map((job) => job.label)).toEqual([
      'f0.csv, replicate 1',
      'f0.csv, replicate 2',
      'second, replicate 2',
    ]);
  });

  it('know the defaults of the pipeline in conditions', () => {
    const axes = [
      { parameter: 'robust', values: [true, false] },
      { parameter: 'loss', values: ['huber', 'cauchy'], when: 'robust and deep.c = 3' },
    ];
    const { jobs } = expand({ axes });
    expect(jobs.map(({ setting }) => setting)).toEqual([
      { robust: true, loss: 'huber' },
      { robust: true, loss: 'cauchy' },
      { robust: false },
    ]);
    expect(jobs[2]?.params.loss).toBe('huber');
  });

  it('carry name and metadata of their input unchanged', () => {
    const metadata = { subject: 7, tags: ['x', { y: null }] };
    const { jobs } = expand({ inputs: [{ files: { markers: 'f0' }, name: 'S07', metadata }] });
    expect(jobs[0]).toMatchObject({ inputLabel: 'S07', label: 'S07', metadata });
    expect(expand({}).jobs[0]).not.toHaveProperty('metadata');
  });

  it('of an adaptive design are those that it begins with', () => {
    const axes = [{ parameter: 'a', distribution: 'uniform' as const, min: 0, max: 1 }];
    const given = { kind: 'adaptive' as const, samples: 50, adaptive: { startup: 6 }, axes };
    expect(expand(given).jobs).toHaveLength(6);
    expect(countDesign(design(given)).cells).toBe(50);
  });

  it.each<[string, Partial<DesignInput>, string, RegExp]>([
    [
      'an unknown parameter in where',
      { where: 'deep.d > 1' },
      'BAD_EXPRESSION',
      /column 1: There is no parameter deep\.d; expected deep/,
    ],
    ['a text without quotes', { where: 'loss = cauchy' }, 'BAD_EXPRESSION', /column 8.*'cauchy' for a text/],
    ['a where that is no condition', { where: 'a + 1' }, 'UNDECIDED_WHERE', /gives 2 for the first cell/],
    ['a where that compares unlike things', { where: 'loss > 1' }, 'UNDECIDED_WHERE', /gives nothing/],
    ['a where that leaves nothing', { where: 'a > 5' }, 'NO_CELLS', /excludes all 1/],
  ])('are refused for %s', (_what, given, code, message) => {
    const { jobs, problems } = expand(given);
    expect(jobs).toEqual([]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.message).toMatch(message);
  });

  it('are as many as counted, for any design', () => {
    const axis = fc.constantFrom(
      { parameter: 'a', values: [1, 2, 3] },
      { parameter: 'b', distribution: 'integer' as const, min: 0, max: 5 },
      { parameter: 'loss', values: ['huber', 'cauchy'], when: 'a > 1' },
      {
        parameter: 'deep.c',
        distribution: 'step' as const,
        min: 0,
        max: 1,
        step: 0.25,
        when: "loss != 'huber'",
      },
    );
    const axes = fc.uniqueArray(axis, { minLength: 1, selector: ({ parameter }) => parameter });
    const kinds = fc.constantFrom(
      'grid' as const,
      'random' as const,
      'latin_hypercube' as const,
      'sobol' as const,
    );
    const wheres = fc.constantFrom(
      undefined,
      'a <= 2',
      'b < 4 or replicate = 1',
      "input = 'f0.csv' or deep.c > 0.4",
    );
    fc.assert(
      fc.property(axes, kinds, wheres, fc.nat(99), (given, kind, where, seed) => {
        const inputs = [{ markers: 'f0' }, { markers: 'f1' }];
        const samples = kind === 'grid' ? undefined : 12;
        const spec = design({ axes: given, kind, where, seed, samples, replicates: 2, inputs });
        const { jobs, invalid, excludedByWhere, problems } = expandDesign(
          spec,
          pipeline,
          setsOf(['f0', 'f1']),
        );
        if (problems.some(({ code }) => code === 'NO_CELLS')) return;
        expect([...problems, ...invalid]).toEqual([]);
        const counted = countDesign(spec, { base: defaults, inputLabels: ['f0.csv', 'f1.csv'] });
        expect([jobs.length, excludedByWhere]).toEqual([counted.cells, counted.excludedByWhere]);
        expect(new Set(jobs.map((job) => job.cellKey)).size).toBe(jobs.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('S0-26: cross-validation', () => {
  const inputs = (count: number) => names(count).map((name) => ({ markers: name }));
  const folded = (
    count: number,
    crossValidation: DesignInput['crossValidation'],
    rest: Partial<DesignInput> = {},
  ) => expand({ inputs: inputs(count), crossValidation, ...rest }, count);

  it('makes contiguous folds, the last with the remainder: 10 inputs in 3 are 3, 3 and 4', () => {
    const { jobs } = folded(10, { folds: 3 });
    expect(jobs.map(({ metadata }) => metadata?.fold)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 3]);
    expect(jobs[0]?.metadata).toEqual({ fold: 1, n_train: 7, n_test: 3 });
    expect(jobs[9]?.metadata).toEqual({ fold: 3, n_train: 6, n_test: 4 });
    expect(jobs[9]?.label).toBe('f9.csv, fold 3/3');
  });

  it('S0-27: tests each input on what is learnt from the other folds, never from its own', () => {
    const { jobs } = folded(7, { folds: 3, shuffle: true }, { seed: 5 });
    for (const { inputs: files, metadata } of jobs) {
      const own = files.markers?.[0]?.name;
      const fold = jobs.filter((job) => job.metadata?.fold === metadata?.fold);
      const tested = fold.map((job) => job.inputs.markers?.[0]?.name);
      const train = (files.train ?? []).map(({ name }) => name);
      expect(tested).toContain(own);
      expect([...train, ...tested].sort()).toEqual(names(7).map((name) => `${name}.csv`));
    }
  });

  it('deals out every input once, in sizes of floor(n / k) and a last one, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), fc.boolean(), (count, seed, shuffle) => {
        const folds = 2 + (seed % (count - 1));
        const sizes = Array(folds).fill(0);
        for (const fold of foldOfEach(count, { folds, shuffle }, seed)) sizes[fold]++;
        const size = Math.floor(count / folds);
        expect(sizes).toEqual([...Array(folds - 1).fill(size), count - size * (folds - 1)]);
        expect(foldOfEach(count, { folds, shuffle }, seed)).toEqual(
          foldOfEach(count, { folds, shuffle }, seed),
        );
      }),
    );
    expect(foldOfEach(20, { folds: 4, shuffle: true }, 1)).not.toEqual(
      foldOfEach(20, { folds: 4, shuffle: true }, 2),
    );
  });

  it('spreads the values of a metadata field evenly over the folds', () => {
    const described = names(12).map((name, index) => ({
      files: { markers: name },
      metadata: { group: index < 4 ? 'patient' : 'control' },
    }));
    const { jobs } = expand(
      { inputs: described, crossValidation: { folds: 4, stratifyBy: 'group', shuffle: true } },
      12,
    );
    for (const fold of [1, 2, 3, 4]) {
      const groups = jobs
        .filter(({ metadata }) => metadata?.fold === fold)
        .map(({ metadata }) => metadata?.group);
      expect(groups.sort()).toEqual(['control', 'control', 'patient']);
    }
  });

  it('makes an input invalid whose training files are', () => {
    const spec = design({ inputs: inputs(3), crossValidation: { folds: 3 } });
    const gone = { code: 'GONE', severity: 'error' as const, message: 'f0 is gone', place: {} };
    const { jobs, invalid } = expandDesign(spec, pipeline, setsOf(names(3)), [[gone], [], []]);
    expect([jobs.length, invalid.length]).toEqual([0, 3]);
  });

  it('refuses too few and too many folds, pipelines that cannot learn, and missing strata', () => {
    expect(() => folded(3, { folds: 1 })).toThrow(/at least 2 folds/);
    expect(() => folded(3, { folds: 4 })).toThrow(/4 folds cannot be made of 3 inputs/);
    const spec = design({ inputs: inputs(3), crossValidation: { folds: 3 } });
    const plain = { ...pipeline, inputNames: ['markers'] };
    expect(expandDesign(spec, plain, setsOf(names(3))).problems[0]?.message).toMatch(
      /demo cannot be cross-validated/,
    );
    expect(folded(3, { folds: 3, stratifyBy: 'group' }).problems[0]?.message).toMatch(
      /Input set 1 has no metadata group/,
    );
    const taken = expandDesign(
      spec,
      pipeline,
      setsOf(names(3)).map((set) => ({ ...set, train: [file('x')] })),
    );
    expect(taken.problems[0]?.message).toMatch(/names files for train/);
  });
});
