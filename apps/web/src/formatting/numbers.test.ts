import { describe, expect, it } from '@jest/globals';
import {
  counted,
  formatBytes,
  formatBytesRange,
  formatMeanSd,
  formatMeasured,
  formatNumber,
  titleWithUnit,
  withUnit,
} from './numbers';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [27, '27'],
    [20_000, '20,000'],
    [999_999, '999,999'],
    [6.349_21, '6.349'],
    [66_684.71, '66,685'],
    [0.000_123_456, '0.0001235'],
    [0.000_001, '1 × 10⁻⁶'],
    [1.5e-7, '1.5 × 10⁻⁷'],
    [-12.3456, '−12.35'],
    [2e12, '2 × 10¹²'],
    [Number.NaN, 'not a number'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%p reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('formatMeanSd', () => {
  it.each([
    [6.349_21, 0.1234, '6.35 ± 0.12'],
    [66_684.71, 12.5, '66,685 ± 13'],
    [0.5, 0.000_21, '0.50000 ± 0.00021'],
    [6.349_21, null, '6.349'],
    [5, 0, '5 ± 0'],
    [2e-6, 3.04e-7, '2 × 10⁻⁶ ± 3 × 10⁻⁷'],
  ])('%p with standard deviation %p reads %s', (mean, sd, text) => {
    expect(formatMeanSd(mean, sd)).toBe(text);
  });
});

it('keeps the zeros of measured values, except where they were counted', () => {
  expect([7.8, 0.5, 17, 66_684.71, 1.5e-7].map((value) => formatMeasured(value))).toEqual([
    '7.800',
    '0.5000',
    '17',
    '66,685',
    '1.5 × 10⁻⁷',
  ]);
});

it('shows units except that of a plain number', () => {
  expect(withUnit('6.35', 'mm')).toBe('6.35 mm');
  expect(withUnit('17', '1')).toBe('17');
  expect(titleWithUnit('Mean edge error', 'mm')).toBe('Mean edge error (mm)');
  expect(titleWithUnit('Iterations', '1')).toBe('Iterations');
});

it('counts in words with the right number', () => {
  expect([counted(1, 'job'), counted(1200, 'job'), counted(2, 'batch', 'batches')]).toEqual([
    '1 job',
    '1,200 jobs',
    '2 batches',
  ]);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1284, '1.28 kB'],
  [24_812_331, '24.8 MB'],
  [5e15, '5,000 TB'],
])('%p bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [1.3e6, 2.1e6, '1.3–2.1 MB'],
  [900e3, 2e6, '900 kB–2 MB'],
  [5e6, 5.001e6, '5 MB'],
])('says the range from %p to %p bytes', (low, high, text) => {
  expect(formatBytesRange(low, high)).toBe(text);
});
