import { describe, expect, it } from '@jest/globals';
import { clampedView, panned, positionAt, showing, ticks, wholeView, xOf, zoomed } from './view';

describe('the timeline view', () => {
  it('zooms around a position, which stays at its place', () => {
    const view = zoomed(wholeView(1000), 1000, 4, 300);
    expect(view).toEqual({ from: 225, to: 475 });
    expect(xOf(view, 300, 800)).toBeCloseTo(xOf(wholeView(1000), 300, 800), 9);
  });

  it('never shows less than eight frames nor more than there are', () => {
    expect(zoomed(wholeView(1000), 1000, 1e6, 500)).toEqual({ from: 496, to: 504 });
    expect(zoomed({ from: 10, to: 20 }, 40, 0.001, 12)).toEqual({ from: 0, to: 40 });
    expect(clampedView({ from: 0, to: 2 }, 3)).toEqual({ from: 0, to: 3 });
  });

  it('pans up to both ends', () => {
    expect(panned({ from: 10, to: 20 }, 100, -50)).toEqual({ from: 0, to: 10 });
    expect(panned({ from: 10, to: 20 }, 100, 500)).toEqual({ from: 90, to: 100 });
  });

  it('follows a position only where it leaves the view', () => {
    const view = { from: 100, to: 140 };
    expect(showing(view, 1000, 139)).toBe(view);
    expect(showing(view, 1000, 140)).toEqual({ from: 111, to: 151 });
    expect(showing(view, 1000, 99)).toEqual({ from: 89, to: 129 });
  });

  it('finds the position below each pixel', () => {
    const view = { from: 10, to: 20 };
    expect([0, 99, 100, 999, 5000, -3].map((x) => positionAt(view, x, 1000, 100))).toEqual([
      10, 10, 11, 19, 60, 9,
    ]);
    expect(positionAt(wholeView(5), 4999, 1000, 5)).toBe(4);
  });

  it('labels round positions that have room', () => {
    expect(ticks({ from: 0, to: 100 }, 700)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(ticks({ from: 3.5, to: 11.5 }, 800)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(ticks(wholeView(10_000), 640)).toHaveLength(10);
  });
});
