import { describe, expect, it } from '@jest/globals';
import { mulberry32 } from '../batches/seeded.js';
import { compare } from './compare.js';
import { paretoFront } from './ranking.js';
import { errorMetric, settingOf, summaryOf } from './testing/setting.js';

const withMetrics = (id: number, means: Readonly<Record<string, number>>) =>
  settingOf({ id }, [], {
    settingKey: String(id),
    metrics: Object.fromEntries(Object.entries(means).map(([name, mean]) => [name, summaryOf([mean])])),
  });
const minimize = (...metrics: readonly string[]) =>
  metrics.map((metric) => ({ metric, direction: 'minimize' as const }));

describe('Pareto front', () => {
  it('keeps what no other setting beats in everything; each objective has its own direction', () => {
    const settings = [
      withMetrics(1, { error: 1, speed: 1 }),
      withMetrics(2, { error: 2, speed: 5 }),
      withMetrics(3, { error: 3, speed: 4 }),
      withMetrics(4, { error: 4, speed: 9 }),
    ];
    const objectives = [...minimize('error'), { metric: 'speed', direction: 'maximize' as const }];
    expect(paretoFront(settings, objectives).keys).toEqual(['1', '2', '4']);
    expect(paretoFront(settings, minimize('error', 'speed')).keys).toEqual(['1']);
  });

  it('keeps equal settings together, and drops one that is only as good and worse in one', () => {
    const settings = [
      withMetrics(1, { error: 1, jitter: 2 }),
      withMetrics(2, { error: 1, jitter: 2 }),
      withMetrics(3, { error: 1, jitter: 3 }),
      withMetrics(4, { error: 2, jitter: 2 }),
    ];
    expect(paretoFront(settings, minimize('error', 'jitter')).keys).toEqual(['1', '2']);
  });

  it('never takes a setting without a value of an objective, counts it, and warns', () => {
    const settings = [
      withMetrics(1, { error: 5, jitter: 5 }),
      withMetrics(2, { error: 1 }),
      withMetrics(3, { jitter: 1 }),
      withMetrics(4, {}),
    ];
    expect(paretoFront(settings, minimize('error', 'jitter'))).toEqual({ keys: ['1'], incomplete: 3 });
    const result = compare(settings, {
      metric: errorMetric,
      direction: 'minimize',
      objectives: minimize('error', 'jitter'),
    });
    expect(result.settings.map(({ settingKey, isPareto }) => [settingKey, isPareto])).toEqual([
      ['2', false],
      ['1', true],
      ['3', false],
      ['4', false],
    ]);
    expect(result.warnings.find(({ code }) => code === 'PARETO_INCOMPLETE')?.message).toContain('3 of 4');
    const without = compare(settings, { metric: errorMetric, direction: 'minimize' });
    expect([without.pareto, without.settings[0]?.isPareto]).toEqual([null, null]);
  });

  it('agrees with the definition on random settings with many ties', () => {
    const random = mulberry32(9);
    for (const names of [
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c', 'd'],
    ]) {
      const settings = Array.from({ length: 200 }, (_, id) =>
        withMetrics(id, Object.fromEntries(names.map((name) => [name, Math.floor(random() * 12)]))),
      );
      const mean = (index: number, name: string) => settings[index]?.metrics[name]?.mean ?? Number.NaN;
      const expected = settings.flatMap(({ settingKey }, own) =>
        settings.some(
          (_, other) =>
            names.every((name) => mean(other, name) <= mean(own, name)) &&
            names.some((name) => mean(other, name) < mean(own, name)),
        )
          ? []
          : [settingKey],
      );
      expect(paretoFront(settings, minimize(...names)).keys).toEqual(expected);
    }
  });

  it.each([[[]], [['error']], [['error', 'error']], [['a', 'b', 'c', 'd', 'e']]])(
    'refuses the objectives %j',
    (names) => {
      expect(() => paretoFront([], minimize(...names))).toThrow(/needs 2 to 4 different metrics; given: /);
    },
  );
});
