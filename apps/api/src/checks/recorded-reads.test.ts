import { describe, expect, it } from '@jest/globals';
import { foundAt, placeOf, type Read, recordReads } from './recorded-reads.js';

const params = {
  weights: { a: 1, b: 2 },
  names: ['x', 'y'],
  filter: null as null | { order: number },
  on: true,
};
type Params = typeof params;

const agrees = (value: unknown, reads: readonly Read[]) =>
  reads.every((read) => foundAt(value, placeOf(read)) === read.found);

/** What a function of the parameters returns, and whether its answer holds for others. */
function holds(check: (params: Params) => unknown, other: unknown): boolean {
  const recorded = recordReads(params);
  check(recorded.value);
  return agrees(other, recorded.reads());
}

describe('what a check read of the parameters', () => {
  it('leaves them as they are', () => {
    const { value } = recordReads(params);
    expect(value).toEqual(params);
    expect(value.names.map((name) => name.toUpperCase())).toEqual(['X', 'Y']);
    expect(recordReads(Object.freeze({ inner: Object.freeze({ a: 1 }) })).value.inner.a).toBe(1);
  });

  const cases: [string, (params: Params) => unknown, unknown, boolean][] = [
    ['one leaf, another changed', (p) => p.weights.a, { ...params, weights: { a: 1, b: 99 } }, true],
    ['one leaf, which changed', (p) => p.weights.a, { ...params, weights: { a: 5, b: 2 } }, false],
    ['nothing', () => 0, {}, true],
    ['a list by its methods', (p) => p.names.includes('x'), { ...params, names: ['z', 'y'] }, false],
    ['the length of a list', (p) => p.names.length, { ...params, names: ['z', 'y'] }, true],
    ['a list that became longer', (p) => [...p.names], { ...params, names: ['x', 'y', 'z'] }, false],
    ['a group as a whole', (p) => ({ ...p.weights }), { ...params, weights: { a: 1, b: 3 } }, false],
    ['the names in a group', (p) => Object.keys(p.weights), { ...params, weights: { a: 1 } }, false],
    ['a null that became a group', (p) => p.filter?.order, { ...params, filter: { order: 2 } }, false],
    ['whether a field is there', (p) => 'on' in p, { ...params, on: undefined }, false],
    ['a text that a number became', (p) => p.weights.a, { ...params, weights: { a: '1', b: 2 } }, false],
    ['a group that became a list', (p) => p.weights, { ...params, weights: [] }, false],
    ['the text of everything', (p) => JSON.stringify(p), { ...params, on: false }, false],
  ];
  it.each(cases)('%s', (_what, check, other, expected) => {
    expect(holds(check, other)).toBe(expected);
    expect(holds(check, params)).toBe(true);
  });

  it('survives the way between processes', () => {
    const recorded = recordReads(params);
    [recorded.value.weights.a, recorded.value.filter].join();
    expect(agrees(params, JSON.parse(JSON.stringify(recorded.reads())))).toBe(true);
  });
});
