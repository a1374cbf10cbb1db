import { describe, expect, it } from '@jest/globals';
import { disagreementByInput } from './disagreement.js';
import type { Observation } from './pairing.js';

const on = (input: string, ...values: readonly number[]): Observation[] =>
  values.map((value, i) => ({ input, replicate: i + 1, value }));

describe('disagreement of settings by input', () => {
  it('is the SD of the settings’ means on an input, largest first', () => {
    const settings = [
      { settingKey: 'a', observations: [...on('easy', 1, 3), ...on('hard', 10), ...on('rare', 5)] },
      { settingKey: 'b', observations: [...on('easy', 2), ...on('hard', 16)] },
      { settingKey: 'c', observations: [...on('hard', 19, 21), ...on('easy', 2)] },
    ];
    const rows = disagreementByInput(settings);
    expect(rows.map(({ input }) => input)).toEqual(['hard', 'easy', 'rare']);
    // R 4.2.2: sd(c(10, 16, 20)).
    expect(rows[0]?.disagreement).toBeCloseTo(5.0332229568471663, 12);
    expect(rows[0]?.cells).toEqual([
      { settingKey: 'a', n: 1, mean: 10 },
      { settingKey: 'b', n: 1, mean: 16 },
      { settingKey: 'c', n: 2, mean: 20 },
    ]);
    expect(rows[1]).toMatchObject({ disagreement: 0, cells: [{ n: 2, mean: 2 }, { n: 1 }, { n: 1 }] });
    expect(rows[2]?.disagreement).toBeNull();
  });

  it('orders ties by the input, and is empty without values', () => {
    const settings = [{ settingKey: 'a', observations: [...on('q', 1), ...on('p', 1)] }];
    expect(disagreementByInput(settings).map(({ input }) => input)).toEqual(['p', 'q']);
    expect(disagreementByInput([{ settingKey: 'a', observations: [] }])).toEqual([]);
  });
});
