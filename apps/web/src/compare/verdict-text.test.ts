import { describe, expect, it } from '@jest/globals';
import type { Contrast } from './queries';
import { leadText, pText, verdictText } from './verdict-text';

const contrast = (part: Partial<Contrast>): Contrast => ({
  verdict: 'not_separable',
  method: 'paired_t',
  n: 3,
  p: 0.25,
  neededN: 24,
  ...part,
});

describe('verdicts in words', () => {
  it('in the table', () => {
    expect(verdictText(contrast({ verdict: 'better' }))).toBe('better');
    expect(verdictText(contrast({}))).toBe('not separable (n ≈ 24)');
    expect(verdictText(contrast({ neededN: null }))).toBe('not separable');
    expect(verdictText(contrast({ verdict: 'unknown' }))).toBe('too few values');
  });

  it('in the answer', () => {
    expect(leadText(contrast({}))).toBe(
      'which chance explains as well (p = 0.25, 3 pairs); about 24 inputs or replicates would tell',
    );
    expect(leadText(contrast({ verdict: 'worse', p: 1e-5, method: 'welch' }))).toBe(
      'more than chance explains (p < 0.001, Welch)',
    );
    expect(leadText(contrast({ verdict: 'unknown', p: null }))).toBeNull();
  });

  it('p values', () => {
    expect([pText(0.0312), pText(0.0009), pText(1)]).toEqual(['p = 0.031', 'p < 0.001', 'p = 1']);
  });
});
