import { describe, expect, it } from '@jest/globals';
import { canonicalJson, digest } from './canonical.js';
import { flattenParams, pathMatches, valueAt, withValueAt } from './paths.js';

describe('dotted paths', () => {
  it('S0-19, S0-20: set nested values without touching the original', () => {
    const base = { weights: { lambda_rigid: 500, lambda_data: 100 }, scale_factor: 1 };
    const changed = withValueAt(base, 'weights.lambda_rigid', 100);
    expect(changed).toEqual({ weights: { lambda_rigid: 100, lambda_data: 100 }, scale_factor: 1 });
    expect(base.weights.lambda_rigid).toBe(500);
    expect(withValueAt({}, 'a.b.c', 1)).toEqual({ a: { b: { c: 1 } } });
  });

  it('read values, and nothing inherited', () => {
    expect(valueAt({ a: { b: [1, 2] } }, 'a.b')).toEqual([1, 2]);
    expect(valueAt({ a: 1 }, 'a.b')).toBeUndefined();
    expect(valueAt({}, 'constructor.prototype')).toBeUndefined();
  });

  it('never reach a prototype', () => {
    const changed = withValueAt({}, '__proto__.polluted', true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
  });

  it('flatten to leaves; arrays are leaves', () => {
    expect([...flattenParams({ a: { b: 1, c: [{ d: 2 }] }, e: null })]).toEqual([
      ['a.b', 1],
      ['a.c', [{ d: 2 }]],
      ['e', null],
    ]);
  });

  it('match patterns', () => {
    expect(pathMatches('weights.lambda_rigid', 'weights.*')).toBe(true);
    expect(pathMatches('weights', 'weights.*')).toBe(false);
    expect(pathMatches('a.b', 'a.b')).toBe(true);
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order of keys, and does on everything else', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('{"a":[{"c":2,"d":1}],"b":1}');
    expect(digest({ a: 1, b: 2 })).toBe(digest({ b: 2, a: 1 }));
    expect(digest({ a: 1 })).not.toBe(digest({ a: '1' }));
    expect(digest([1, 2])).not.toBe(digest([2, 1]));
  });

  it('has the SHA-256 of its text as digest (FIPS 180-2, empty object checked with sha256sum)', () => {
    expect(digest({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});
