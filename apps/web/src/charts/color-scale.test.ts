import { describe, expect, it } from '@jest/globals';
import { colorAt, relativeLuminance, shareOf, textOn } from './color-scale';

describe('colour scale', () => {
  it('begins and ends as viridis does and clips what lies outside', () => {
    expect(colorAt(0)).toEqual([68, 1, 84]);
    expect(colorAt(1)).toEqual([253, 231, 37]);
    expect(colorAt(0.5)).toEqual([33, 145, 140]);
    expect(colorAt(-3)).toEqual(colorAt(0));
    expect(colorAt(7)).toEqual(colorAt(1));
  });

  it('grows lighter all the way, so that it can be read without hue', () => {
    const luminances = Array.from({ length: 101 }, (_, step) => relativeLuminance(colorAt(step / 100)));
    for (let step = 1; step < luminances.length; step += 1) {
      expect(luminances[step]).toBeGreaterThan(luminances[step - 1] as number);
    }
  });

  it('carries text with a contrast of at least 4.5 : 1 everywhere', () => {
    for (let step = 0; step <= 100; step += 1) {
      const background = colorAt(step / 100);
      const text = textOn(background) === '#000000' ? 0 : 1;
      const [high, low] = [text, relativeLuminance(background)].sort((a, b) => b - a) as [number, number];
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('puts a value in the middle when all values are equal', () => {
    expect(shareOf(3, 3, 3)).toBe(0.5);
    expect(shareOf(2, 0, 8)).toBe(0.25);
  });
});
