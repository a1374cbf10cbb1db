import type { MetricSpec } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.js';
import type { SettingAggregate } from './comparison.js';
import { withInterval } from './metric.js';

const edge: MetricSpec = {
  name: 'edge',
  title: 'Edge error',
  unit: 'mm',
  direction: 'minimize',
  description: '',
};
const cost: MetricSpec = {
  ...edge,
  name: 'cost',
  title: 'Final cost',
  unit: '1',
  incomparableAcross: ['weights.*'],
};

const summary = (mean: number, n = 1) =>
  withInterval({ n, mean, sd: n > 1 ? 0.1 : null, min: mean, max: mean });

function setting(rigid: number, rot: number, given: Partial<SettingAggregate> = {}): SettingAggregate {
  return {
    settingKey: `${rigid}/${rot}`,
    params: { weights: { rigid, rot }, iterations: 100, markers: ['a', 'b'] },
    position: rigid * 1000 + rot,
    jobs: 1,
    withResult: 1,
    failed: 0,
    stoppedEarly: 0,
    cancelledOrSkipped: 0,
    unfinished: 0,
    meanDurationS: 1,
    metrics: { edge: summary(10 / rigid + rot), cost: summary(rigid + rot) },
    observations: [],
    ...given,
  };
}

const grid = [1, 2, 10].flatMap((rigid) => [0, 1].map((rot) => setting(rigid, rot)));

describe('compare', () => {
  it('S0-47: ranks by the objective; the lowest cost is another setting and is warned about', () => {
    const byEdge = compare(grid, { metric: edge, direction: 'minimize' });
    expect(byEdge.bestKey).toBe('10/0');
    expect(byEdge.settings.map((entry) => entry.rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(byEdge.warnings.map((warning) => warning.code)).toEqual(['SINGLE_VALUE']);

    const byCost = compare(grid, { metric: cost, direction: 'minimize' });
    expect(byCost.bestKey).toBe('1/0');
    expect(byCost.warnings[0]?.code).toBe('INCOMPARABLE_METRIC');
    expect(byCost.warnings[0]?.message).toContain('weights.rigid, weights.rot');
  });

  it('ranks the other way when more is better', () => {
    expect(compare(grid, { metric: edge, direction: 'maximize' }).bestKey).toBe('1/1');
  });

  it('lists only parameters that vary; numbers sort as numbers, constants are folded', () => {
    const result = compare(grid, { metric: edge, direction: 'minimize' });
    expect(result.varying).toEqual([
      { path: 'weights.rigid', values: [1, 2, 10] },
      { path: 'weights.rot', values: [0, 1] },
    ]);
    expect(result.constant).toEqual({ iterations: 100, markers: ['a', 'b'] });
    expect(result.settings[0]?.values).toEqual({ 'weights.rigid': 10, 'weights.rot': 0 });
  });

  it('measures differences from the baseline, the first setting unless one is pinned', () => {
    const first = compare(grid, { metric: edge, direction: 'minimize' });
    expect(first.baselineKey).toBe('1/0');
    expect(first.settings.find((entry) => entry.settingKey === '2/0')?.difference).toBeCloseTo(-5);
    const pinned = compare(grid, { metric: edge, direction: 'minimize', baselineKey: '2/0' });
    expect(pinned.settings.find((entry) => entry.settingKey === '1/0')?.difference).toBeCloseTo(5);
    expect(compare(grid, { metric: edge, direction: 'minimize', baselineKey: 'gone' }).baselineKey).toBe(
      '1/0',
    );
  });

  it('gives each mean its interval, and each setting a verdict against the baseline and the best', () => {
    const measured = (rigid: number, values: readonly number[]) =>
      setting(rigid, 0, {
        jobs: values.length,
        metrics: { edge: withInterval({ n: values.length, mean: values[1] ?? 0, sd: 0.1, min: 0, max: 9 }) },
        observations: values.map((value, i) => ({ input: `recording ${i}`, replicate: 1, value })),
      });
    const settings = [measured(1, [5, 5.1, 5.2]), measured(2, [4, 4.11, 4.2]), measured(3, [4.2, 4.12, 4.1])];
    const result = compare(settings, { metric: edge, direction: 'minimize' });
    expect(result.settings.map((entry) => entry.settingKey)).toEqual(['2/0', '3/0', '1/0']);
    const [best, second, baseline] = result.settings;
    // qt(0.975, 2) · 0.1 / √3 in R: 0.2484138.
    expect(best?.metrics.edge?.interval?.high).toBeCloseTo(4.11 + 0.2484138, 6);
    expect([best?.versusBaseline?.verdict, best?.versusBest]).toEqual(['better', null]);
    expect(second?.versusBest?.verdict).toBe('not_separable');
    expect([baseline?.versusBaseline, baseline?.versusBest?.verdict]).toEqual([null, 'worse']);
  });

  it('averages the objective over all settings that share a value', () => {
    const effect = compare(grid, { metric: edge, direction: 'minimize' }).effects[0];
    expect(effect?.points.map((point) => [point.value, point.mean, point.min, point.max, point.n])).toEqual([
      [1, 10.5, 10, 11, 2],
      [2, 5.5, 5, 6, 2],
      [10, 1.5, 1, 2, 2],
    ]);
    expect(effect?.range).toBeCloseTo(9);
  });

  it('keeps failed and unfinished settings in sight, last and without a rank', () => {
    const failed = setting(3, 0, { metrics: {}, withResult: 0, failed: 1 });
    const running = setting(4, 0, { metrics: {}, withResult: 0, unfinished: 1 });
    const result = compare([...grid, failed, running], { metric: edge, direction: 'minimize' });
    expect(result.settings.slice(-2).map((entry) => [entry.settingKey, entry.rank])).toEqual([
      ['3/0', null],
      ['4/0', null],
    ]);
    expect([result.shownJobs, result.totalJobs]).toEqual([6, 8]);
    expect(result.warnings.map((warning) => warning.code)).toEqual([
      'JOBS_WITHOUT_RESULT',
      'UNFINISHED',
      'SINGLE_VALUE',
    ]);
  });

  it('says when settings rest on different numbers of jobs', () => {
    const uneven = [setting(1, 0, { jobs: 3, metrics: { edge: summary(1, 3) } }), setting(2, 0)];
    expect(
      compare(uneven, { metric: edge, direction: 'minimize' }).warnings.map((entry) => entry.code),
    ).toEqual(['UNEQUAL_N']);
  });

  it('S0-48: keeps which of several batches hold jobs of a setting', () => {
    const both = [setting(1, 0, { sources: [0, 1] }), setting(2, 0, { sources: [1] }), setting(3, 0)];
    const result = compare(both, { metric: edge, direction: 'minimize' });
    expect(result.settings.map(({ settingKey, sources }) => [settingKey, sources])).toEqual([
      ['3/0', []],
      ['2/0', [1]],
      ['1/0', [0, 1]],
    ]);
  });

  it('gives bootstrap intervals to as many of the best as asked, from ten values on', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
    const observed = (count: number) =>
      values.slice(0, count).map((value, i) => ({ input: `recording ${i}`, replicate: 1, value }));
    const settings = [
      setting(10, 0, { observations: observed(9) }),
      setting(2, 0, { observations: observed(10) }),
      setting(1, 0, { observations: observed(10) }),
    ];
    const result = compare(settings, { metric: edge, direction: 'minimize', bootstrapFirst: 2 });
    const [few, enough, notAsked] = result.settings.map(({ bootstrap }) => bootstrap);
    expect([few, notAsked]).toEqual([null, null]);
    expect(enough?.low).toBeLessThan(3.9);
    expect(enough?.high).toBeGreaterThan(3.9);
  });

  it('has no best setting before anything finished, and survives an empty comparison', () => {
    expect(compare([], { metric: edge, direction: 'minimize' })).toMatchObject({
      bestKey: null,
      baselineKey: null,
      settings: [],
      totalJobs: 0,
    });
    expect(
      compare([setting(1, 0, { metrics: {} })], { metric: edge, direction: 'minimize' }).bestKey,
    ).toBeNull();
  });
});
