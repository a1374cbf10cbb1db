import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Axis } from '../designs/axes.js';
import { canonicalJson } from '../designs/canonical.js';
import type { JsonObject } from '../designs/paths.js';
import { bestOfAdaptive, bestOfRandom, branin, hartmann6 } from './adaptive.bench.js';
import { type ProposalOptions, propose, type SettingObservation } from './propose.js';
import type { Dimension, SearchSpace } from './search-space.js';

const number = (parameter: string, rest: Partial<Axis> = {}): Dimension => ({
  kind: 'number',
  axis: { parameter, distribution: 'uniform', min: 0, max: 1, ...rest },
});
const choice = (parameter: string, values: readonly (string | number)[]): Dimension => ({
  kind: 'choice',
  options: values.map((value) => ({ [parameter]: value })),
});
const spaceOf = (
  dimensions: readonly Dimension[],
  adapt: (setting: JsonObject) => JsonObject | null = (setting) => setting,
): SearchSpace => ({
  dimensions,
  resolve(values) {
    const setting = adapt(values);
    return setting === null ? null : { setting, key: canonicalJson(setting) };
  },
});
const options: ProposalOptions = { method: 'tpe', direction: 'minimize', startup: 4, count: 1, seed: 1 };

/** Computes so many settings one after the other. */
function search(
  space: SearchSpace,
  budget: number,
  measure: (setting: JsonObject) => number | null,
  change: Partial<ProposalOptions> = {},
): SettingObservation[] {
  const seen: SettingObservation[] = [];
  while (seen.length < budget) {
    const [next] = propose(space, seen, [], { ...options, ...change }).settings;
    if (next === undefined) break;
    const value = measure(next.setting);
    seen.push({ ...next, values: value === null ? [] : [value], failed: value === null ? 1 : 0 });
  }
  return seen;
}
const valuesOf = (seen: readonly SettingObservation[], parameter: string) =>
  seen.map(({ setting }) => Number(setting[parameter]));
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('proposed settings', () => {
  it('find better values than random search with the same budget', () => {
    const seeds = [0, 1, 2, 3];
    for (const target of [branin, { ...hartmann6, budget: 50 }]) {
      const wins = seeds.filter((seed) => bestOfAdaptive(target, seed) < bestOfRandom(target, seed));
      expect(wins.length).toBeGreaterThanOrEqual(3);
    }
  });

  it('come near the minimum of a smooth function in few settings by a Gaussian process', () => {
    for (const seed of [0, 1, 2]) {
      expect(bestOfAdaptive({ ...branin, budget: 28 }, seed, 'gp') - branin.minimum).toBeLessThan(0.2);
    }
  });

  it('go to the better options by a Gaussian process too, past failures and conditions', () => {
    const space = spaceOf([choice('c', ['a', 'b', 'c']), number('x')], ({ x, ...rest }) =>
      rest.c === 'a' || x === undefined ? rest : { ...rest, x },
    );
    const seen = search(
      space,
      22,
      ({ c, x }) => (c === 'a' ? null : (c === 'b' ? 0 : 1) + (Number(x) - 0.7) ** 2),
      { method: 'gp', startup: 8 },
    );
    const later = seen.slice(8);
    expect(later.filter(({ setting }) => setting.c === 'b').length).toBeGreaterThan(later.length / 2);
    expect(Math.min(...later.flatMap(({ values }) => values))).toBeLessThan(0.001);
  });

  it('are the same for the same seed and history, and others for another seed', () => {
    const space = spaceOf([number('x'), choice('c', ['a', 'b'])]);
    const run = (seed: number) => search(space, 12, ({ x }) => Number(x), { seed }).map(({ key }) => key);
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  it('go where larger values are when the objective is to be maximised', () => {
    const space = spaceOf([number('x')]);
    const high = search(space, 30, ({ x }) => Number(x), { direction: 'maximize' });
    const low = search(space, 30, ({ x }) => Number(x));
    expect(meanOf(valuesOf(high.slice(10), 'x'))).toBeGreaterThan(0.7);
    expect(meanOf(valuesOf(low.slice(10), 'x'))).toBeLessThan(0.3);
  });

  it('keep away from failures without dropping them', () => {
    const space = spaceOf([number('x')]);
    const seen = search(space, 40, ({ x }) => (Number(x) < 0.5 ? null : Math.abs(Number(x) - 0.5)));
    const later = seen.slice(10);
    expect(later.filter(({ failed }) => failed > 0).length).toBeLessThan(later.length / 2);
    expect(meanOf(valuesOf(later, 'x'))).toBeLessThan(0.75);
  });

  it('spread over workers: settings under way are not proposed again, nor their close neighbours', () => {
    const space = spaceOf([number('x')]);
    const seen = search(space, 20, ({ x }) => (Number(x) - 0.3) ** 2);
    const together = propose(space, seen, [], { ...options, count: 8 }).settings;
    expect(new Set(together.map(({ key }) => key)).size).toBe(8);
    const [next] = propose(space, seen, together, options).settings;
    expect(together.map(({ key }) => key)).not.toContain(next?.key);
    const xs = together.map(({ setting }) => Number(setting.x));
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(0.02);
  });

  it('cover a small space once each and then say that nothing is left', () => {
    const space = spaceOf([
      number('n', { distribution: 'integer', min: 1, max: 4 }),
      choice('c', ['a', 'b', 'c']),
    ]);
    const seen = search(space, 50, ({ n }) => Number(n));
    expect(new Set(seen.map(({ key }) => key)).size).toBe(12);
    const answer = propose(space, seen, [], { ...options, count: 3 });
    expect(answer).toEqual({
      settings: [],
      exhausted: 'Every allowed setting has been computed or is under way.',
    });
  });

  it('say so when conditions leave nothing of an endless space', () => {
    const answer = propose(
      spaceOf([number('x')], () => null),
      [],
      [],
      options,
    );
    expect(answer.settings).toEqual([]);
    expect(answer.exhausted).toContain('2,000 draws');
  });

  it('obey the constraint and leave out parameters whose condition is false', () => {
    const space = spaceOf(
      [
        choice('loss', ['huber', 'none']),
        number('delta', { distribution: 'log_uniform', min: 1, max: 100 }),
        number('x'),
      ],
      ({ delta, ...rest }) => {
        if (Number(rest.x) > 0.8) return null;
        return rest.loss === 'none' || delta === undefined ? rest : { ...rest, delta };
      },
    );
    const seen = search(space, 40, ({ loss, delta, x }) =>
      loss === 'none' ? 1 - 0.5 * Number(x) : Math.abs(Math.log(Number(delta) / 10)) + Number(x),
    );
    expect(Math.max(...valuesOf(seen, 'x'))).toBeLessThanOrEqual(0.8);
    for (const { setting } of seen) expect('delta' in setting).toBe(setting.loss === 'huber');
    const best = seen.reduce((a, b) => ((a.values[0] ?? 9) <= (b.values[0] ?? 9) ? a : b));
    expect(best.values[0]).toBeLessThan(0.4);
  });

  it('lie on the grid and inside the bounds of their dimensions, whatever these are', () => {
    const bounds = fc
      .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))
      .map(([min, range]) => ({ min, max: min + range }));
    fc.assert(
      fc.property(bounds, fc.integer({ min: 1, max: 9 }), fc.nat(1_000), ({ min, max }, steps, seed) => {
        const step = (max - min) / steps;
        const space = spaceOf([
          number('free', { min, max }),
          number('stepped', { distribution: 'step', min, max, step }),
          number('log', { distribution: 'log_uniform', min: 1e-6, max: 1e6 }),
        ]);
        const history = search(space, 3, ({ free }) => Number(free), { seed });
        const { settings } = propose(space, history, [], { ...options, seed, count: 3, startup: 2 });
        expect(settings).toHaveLength(3);
        for (const { setting } of settings) {
          expect(Number(setting.free)).toBeGreaterThanOrEqual(min);
          expect(Number(setting.free)).toBeLessThanOrEqual(max);
          const onGrid = min + Math.round((Number(setting.stepped) - min) / step) * step;
          const rounding = 1e-11 * Math.max(Math.abs(min), Math.abs(max));
          expect(Math.abs(Number(setting.stepped) - onGrid)).toBeLessThanOrEqual(rounding);
          expect(Number(setting.log)).toBeGreaterThanOrEqual(1e-6);
          expect(Number(setting.log)).toBeLessThanOrEqual(1e6);
        }
      }),
      { numRuns: 30, seed: 11 },
    );
  });

  it('count a setting with a failed job as worse than one without', () => {
    const space = spaceOf([choice('c', ['good', 'half', 'bad']), number('x')]);
    const seen: SettingObservation[] = ['good', 'half', 'bad'].flatMap((c) =>
      [0.1, 0.3, 0.5, 0.7, 0.9].map((x) => {
        const setting = { c, x };
        const values = c === 'bad' ? [9] : c === 'half' ? [1] : [1.2, 1.2];
        return { setting, key: canonicalJson(setting), values, failed: c === 'half' ? 1 : 0 };
      }),
    );
    const { settings } = propose(space, seen, [], { ...options, count: 6 });
    const good = settings.filter(({ setting }) => setting.c === 'good').length;
    expect(good).toBeGreaterThanOrEqual(3);
  });
});
