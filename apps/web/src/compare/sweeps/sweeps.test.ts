import { describe, expect, it } from '@jest/globals';
import type { Source } from '../queries';
import { parseView } from '../view/url-state';
import { differenceText, sideText, verdictsText } from './contrast-text';
import type { ContrastRow } from './queries';
import { sideInput, sidesOf, withSide } from './sides';

const source = (label: string, rest: Partial<Source> = {}): Source => ({
  label,
  kind: 'batch',
  id: label === 'A' ? '1' : label === 'B' ? '2' : '3',
  name: `Sweep ${label}`,
  jobs: 9,
  batch: null,
  design: null,
  job: null,
  ...rest,
});
const [a, b, c] = [source('A'), source('B'), source('C', { kind: 'design' })];

describe('the two sides', () => {
  it('are those asked for, else the first two', () => {
    expect(sidesOf([a, b, c], ['C', 'A'])).toEqual({ a: c, b: a });
    expect(sidesOf([a, b, c], null)).toEqual({ a, b });
    expect(sidesOf([a, b, c], ['A', 'A'])).toEqual({ a, b });
    expect(sidesOf([a, b, c], ['A', 'Z'])).toEqual({ a, b });
    expect(sidesOf([a], null)).toBeNull();
  });

  it('change one by one, and swap where the other one is chosen', () => {
    expect(withSide({ a, b }, 'a', 'C')).toEqual(['C', 'B']);
    expect(withSide({ a, b }, 'b', 'C')).toEqual(['A', 'C']);
    expect(withSide({ a, b }, 'a', 'B')).toEqual(['B', 'A']);
    expect(withSide({ a, b }, 'b', 'A')).toEqual(['B', 'A']);
  });

  it('are asked for alone, each by its kind', () => {
    const view = parseView(new URLSearchParams('batches=1,2&designs=3&direction=maximize&without=flag:DARK'));
    expect(sideInput(b, view, 'error_mm')).toEqual({
      batchIds: ['2'],
      designIds: [],
      leaveOut: [{ kind: 'flag', value: 'DARK' }],
      jobIds: [],
      metric: 'error_mm',
      direction: 'maximize',
    });
    expect(sideInput(c, view, 'error_mm')).toMatchObject({ batchIds: [], designIds: ['3'] });
  });
});

const numbers = {
  name: 'e',
  n: 3,
  mean: 2,
  sd: 0.1,
  min: 1.9,
  max: 2.1,
  interval: { low: 1.75, high: 2.25 },
};
const row = (rest: Partial<ContrastRow>): ContrastRow => ({
  values: {},
  jobsA: 3,
  jobsB: 3,
  failedA: 0,
  failedB: 0,
  a: null,
  b: null,
  contrast: null,
  ...rest,
});
const contrast = (verdict: 'better' | 'worse' | 'not_separable' | 'unknown') => ({
  verdict,
  method: 'paired_t',
  n: 3,
  p: 0.01,
  wilcoxonP: null,
  neededN: null,
  difference: -0.31,
  interval: { low: -0.4, high: 0.22 },
});

describe('the texts of a row', () => {
  it.each<[string, Partial<ContrastRow>]>([
    ['2.00 ± 0.25 mm (n = 3)', { a: numbers }],
    ['2.00 ± 0.25 mm (n = 3), 1 failed', { a: numbers, jobsA: 4, failedA: 1 }],
    ['not tried', { jobsA: 0 }],
    ['2 of 3 jobs failed', { failedA: 2 }],
    ['no result yet', {}],
  ])('say “%s”', (text, given) => {
    expect(sideText(row(given), 'a', 'mm')).toBe(text);
  });

  it('give the difference with sign, unit and interval', () => {
    expect(differenceText(row({ contrast: contrast('better') }), 'mm')).toBe('−0.31 mm (−0.4 to +0.22)');
    expect(differenceText(row({}), 'mm')).toBeNull();
  });
});

it('counts the verdicts over all rows', () => {
  const rows = (['better', 'better', 'worse', 'unknown'] as const).map((verdict) =>
    row({ contrast: contrast(verdict) }),
  );
  expect(verdictsText({ rows: [...rows, row({})] })).toBe(
    'B against A in 4 settings with results in both: 2 better, 1 worse, 0 not separable, 1 with too few values.',
  );
  expect(verdictsText({ rows: [row({})] })).toBe('No setting has results in both A and B yet.');
});
