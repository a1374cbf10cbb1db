import { describe, expect, it } from '@jest/globals';
import { commonDecimals, formatCommon, formatCommonDifference } from './decimals';

describe('common decimals', () => {
  const cases: [string, number[], number | null][] = [
    ['four digits of the largest', [6.8, 13.82], 2],
    ['none for whole numbers', [17, 1200], 0],
    ['none that serve very small numbers', [1e-7, 3e-7], null],
    ['none that serve very large numbers', [2e12, 3e12], null],
    ['none that serve orders of magnitude', [0.0013, 5200], null],
    ['zero among others', [0, 0.25], 4],
    ['nothing to format', [], null],
    ['only zeros', [0, 0], 0],
  ];
  it.each(cases)('%s', (_name, values, expected) => {
    expect(commonDecimals(values)).toBe(expected);
  });

  it('keep trailing zeros, so that points stand under each other', () => {
    expect(formatCommon(7.5, 3)).toBe('7.500');
    expect(formatCommon(1e-7, null)).toBe('1 × 10⁻⁷');
  });

  it('sign differences, but never a zero', () => {
    expect(formatCommonDifference(0.31, 2)).toBe('+0.31');
    expect(formatCommonDifference(-0.31, 2)).toBe('\u22120.31');
    expect(formatCommonDifference(-0.0001, 2)).toBe('0.00');
    expect(formatCommonDifference(0.0001, 2)).toBe('0.00');
    expect(formatCommonDifference(-0.0001, null)).toBe('\u22120.0001');
  });
});
