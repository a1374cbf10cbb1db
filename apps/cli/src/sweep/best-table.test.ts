import { compare, metricOf, type SettingAggregate } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { presentBest, presentWarnings } from './best-table.js';

const metric = { name: 'error', title: 'Error', unit: 'mm', direction: 'minimize', description: '' } as const;

function setting(rigid: number, values: readonly number[]): SettingAggregate {
  return {
    settingKey: `setting ${rigid}`,
    params: { rigid },
    position: rigid,
    jobs: values.length + 1,
    withResult: values.length,
    failed: 1,
    stoppedEarly: 0,
    cancelledOrSkipped: 0,
    unfinished: 0,
    meanDurationS: null,
    metrics: values.length === 0 ? {} : { error: metricOf(values) },
    observations: values.map((value, index) => ({ input: `input ${index}`, replicate: 1, value })),
  };
}

const compared = (...settings: SettingAggregate[]) => compare(settings, { metric, direction: 'minimize' });

describe('the best parameters on a terminal', () => {
  it('are named with the answer, above the ranks with intervals and verdicts', () => {
    const comparison = compared(
      setting(1, [3, 4, 5]),
      setting(2, [1, 2, 3]),
      setting(3, [1.1, 1.9, 3.2]),
      setting(4, []),
    );
    const [words = '', table = ''] = presentBest(comparison);
    expect(words).toBe(`Best setting: rigid = 2 (Error 2 mm, 3 of 4 cells).\n${comparison.answer}`);
    const cells = table.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(cells[0]).toEqual(['rank', 'rigid', 'error (mm)', '95 % interval', 'n', 'against the best']);
    // t₀.₉₇₅ with 2 degrees of freedom is 4.30265: 2 ± 4.30265 · 1 / √3.
    expect(cells).toContainEqual(['1', '2', '2', '-0.484138 to 4.48414', '3', 'best']);
    expect(cells).toContainEqual(['3', '1', '4', '1.51586 to 6.48414', '3', 'worse']);
    expect(table).toContain('not separable');
    expect(presentWarnings(comparison).join()).toContain('note: 4 of 13 jobs ended without a result');
  });

  it('are not named where nothing has a value: the reason is', () => {
    const comparison = compared(setting(1, []));
    expect(presentBest(comparison)).toEqual([comparison.answer]);
    expect(presentWarnings({ warnings: [] })).toEqual([]);
  });

  it('show ten ranks and say how many more there are', () => {
    const many = Array.from({ length: 12 }, (_, index) => setting(index + 1, [index, index + 0.5]));
    const [, table = ''] = presentBest(compared(...many));
    expect(table).toContain('… and 2 more');
    expect(table).not.toMatch(/^ *11 /m);
  });
});
