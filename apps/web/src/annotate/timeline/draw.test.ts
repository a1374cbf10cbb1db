import { describe, expect, it } from '@jest/globals';
import { firstInView, inkOn } from './draw';
import { heightOf, laneAt, placesOf, rowTop } from './layout';

const lane = (kind: string, rows: number) => ({
  kind,
  title: kind,
  rows: Array.from({ length: rows }, () => []),
});

describe('the drawing of the timeline', () => {
  it('begins with the first bar in view', () => {
    const row = Array.from({ length: 1000 }, (_, index) => ({ from: index * 10, to: index * 10 + 4 }));
    expect([0, 3.9, 4, 5003, 5004, 99_999].map((from) => firstInView(row, from))).toEqual([
      0, 0, 1, 500, 501, 1000,
    ]);
  });

  it('writes where it can be read', () => {
    expect(['#000000', '#0a6298', '#ffffff', '#ffd43b'].map(inkOn)).toEqual([
      '#ffffff',
      '#ffffff',
      '#000000',
      '#000000',
    ]);
  });

  it('places lanes below each other by their rows', () => {
    const places = placesOf([lane('phenotype', 1), lane('flag', 3)]);
    expect(places.map(({ top, height }) => [top, height])).toEqual([
      [24, 26],
      [50, 66],
    ]);
    expect(heightOf(places)).toBe(118);
    expect([10, 24, 49, 50, 115, 116].map((y) => laneAt(places, y)?.kind ?? null)).toEqual([
      null,
      'phenotype',
      'phenotype',
      'flag',
      'flag',
      null,
    ]);
    expect(places[1] && rowTop(places[1], 2)).toBe(93);
  });
});
