import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { narrowed } from '../narrowed';
import { selectedKeys, settingsBy, shortKey } from './keys';

const comparison = comparisonOf([
  { params: { a: 1, b: 'x' }, values: [0.2, 0.4] },
  { params: { a: 2, b: 'x' }, values: [0.6] },
  { params: { a: 3, b: 'y' }, values: [0.1] },
  { params: { a: 4, b: 'y' }, failed: 1 },
]);
const brushed = (...brushes: { id: string; low: number; high: number }[]) => [
  ...selectedKeys(comparison, { brushes, selected: ['s3'] }),
];

describe('the selection', () => {
  it('is what was named, by the beginnings of keys', () => {
    expect([...selectedKeys(comparison, { brushes: [], selected: ['s1', 'nowhere'] })]).toEqual(['s1']);
    expect(shortKey('0123456789abcdef')).toBe('01234567');
    const long = comparison.settings.map((setting) => ({ ...setting, key: `${setting.key}-3456789abc` }));
    expect(
      settingsBy(
        long,
        long.slice(0, 2).map(({ key }) => shortKey(key)),
      ),
    ).toEqual(long.slice(0, 2));
  });

  it('is what lies in all brushes where there are any', () => {
    expect(brushed({ id: 'parameter:a', low: 2, high: 4 }).sort()).toEqual(['s1', 's2', 's3']);
    expect(
      brushed({ id: 'parameter:a', low: 2, high: 4 }, { id: 'metric:error_mm', low: 0, high: 0.5 }),
    ).toEqual(['s2']);
    expect(brushed({ id: 'parameter:b', low: 0.5, high: 1.5 }).sort()).toEqual(['s2', 's3']);
  });

  it('is empty where no axis of the brushes exists', () => {
    expect(brushed({ id: 'metric:gone', low: 0, high: 1 })).toEqual([]);
  });
});

describe('comparing only some settings', () => {
  const few = narrowed(comparison, ['s0', 's1']);

  it('keeps ranks and verdicts, and says what still varies', () => {
    expect(few.settings.map(({ key, rank }) => [key, rank])).toEqual([
      ['s0', 2],
      ['s1', 3],
    ]);
    expect(few.varying.map(({ path, values }) => [path, values])).toEqual([['a', [1, 2]]]);
    expect(few.constant).toMatchObject({ b: 'x' });
    expect(few.bestKey).toBe('s2');
  });

  it('gives the effects and single values of what is left', () => {
    expect(few.effects).toEqual([
      {
        path: 'a',
        range: expect.closeTo(0.3, 9),
        points: [
          {
            value: 1,
            mean: expect.closeTo(0.3, 9),
            min: expect.closeTo(0.3, 9),
            max: expect.closeTo(0.3, 9),
            n: 1,
          },
          { value: 2, mean: 0.6, min: 0.6, max: 0.6, n: 1 },
        ],
      },
    ]);
    expect(few.observations.values.map(({ settingKey }) => settingKey)).toEqual(['s0', 's0', 's1']);
  });

  it('shows all where nothing or nothing known is asked for', () => {
    expect(narrowed(comparison, [])).toBe(comparison);
    expect(narrowed(comparison, ['gone'])).toBe(comparison);
  });
});
