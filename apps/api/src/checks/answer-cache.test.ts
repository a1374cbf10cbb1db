import { describe, expect, it } from '@jest/globals';
import { AnswerCache } from './answer-cache.js';

const warning = { code: 'GAP', severity: 'warning', message: 'A gap.', place: {} } as const;
const readA = (a: number) => ({ path: ['a'], found: `=${a}` });

describe('answers of checks', () => {
  it('hold for all parameters that agree in what was read, of the same subject and inputs', () => {
    const cache = new AnswerCache(10);
    cache.add('problems p', 'x', { problems: [warning], reads: [readA(1)] });
    expect(cache.find('problems p', 'x', { a: 1, b: 2 })).toEqual({ problems: [warning] });
    expect(cache.find('problems p', 'x', { a: 2 })).toBeUndefined();
    expect(cache.find('problems p', 'y', { a: 1 })).toBeUndefined();
    expect(cache.find('frames p', 'x', { a: 1 })).toBeUndefined();
  });

  it('are found whatever places others looked at', () => {
    const cache = new AnswerCache(10);
    cache.add('p', 'x', { problems: [], reads: [readA(1)] });
    cache.add('p', 'x', { problems: [warning], reads: [readA(2), { path: ['b'], found: '=3' }] });
    expect(cache.find('p', 'x', { a: 1, b: 3 })).toEqual({ problems: [] });
    expect(cache.find('p', 'x', { a: 2, b: 3 })).toEqual({ problems: [warning] });
    expect(cache.find('p', 'x', { a: 2, b: 4 })).toBeUndefined();
  });

  it('go when there are too many, the least used first; problems count as well', () => {
    const cache = new AnswerCache(4);
    for (const a of [1, 2, 3]) cache.add('p', 'x', { problems: [], reads: [readA(a)] });
    cache.find('p', 'x', { a: 1 });
    cache.add('p', 'x', { problems: [warning, warning], reads: [readA(4)] });
    const kept = [1, 2, 3, 4].filter((a) => cache.find('p', 'x', { a }) !== undefined);
    expect(kept).toEqual([1, 4]);
  });

  it('take the place of an older one to the same question', () => {
    const cache = new AnswerCache(2);
    for (let round = 0; round < 3; round++) {
      cache.add('p', 'x', { problems: [warning], reads: [readA(1)] });
    }
    expect(cache.find('p', 'x', { a: 1 })).toEqual({ problems: [warning] });
  });
});
