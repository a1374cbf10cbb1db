import { describe, expect, it } from '@jest/globals';
import { agreementText, kappaWord } from './texts';

describe('agreement in words', () => {
  it('names κ with its interval and n', () => {
    expect(agreementText({ kappa: 0.706, n: 20, agreed: 17, interval: { low: 0.5512, high: 0.871 } })).toBe(
      'κ = 0.71 (0.55 to 0.87, 95 %), substantial: 17 of 20 frames judged alike.',
    );
    expect(agreementText({ kappa: -0.1, n: 4, agreed: 1, interval: null })).toBe(
      'κ = −0.10, poor: 1 of 4 frames judged alike.',
    );
  });

  it('says why there is none', () => {
    expect(agreementText({ kappa: null, n: 0, agreed: 0, interval: null })).toBe(
      'There is no subject of which both said something of this kind.',
    );
    expect(agreementText({ kappa: null, n: 9, agreed: 9, interval: null })).toMatch(/not defined.*9 of 9/);
  });

  it('uses the words of Landis and Koch', () => {
    expect([-0.01, 0, 0.2, 0.21, 0.6, 0.8, 0.81, 1].map(kappaWord)).toEqual([
      'poor',
      'slight',
      'slight',
      'fair',
      'moderate',
      'substantial',
      'almost perfect',
      'almost perfect',
    ]);
  });
});
