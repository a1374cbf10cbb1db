import { describe, expect, it } from '@jest/globals';
import { emptyDraft } from '../draft/draft';
import { bedOf, levelsOf, waterSurface } from './profile';

const bed = [
  { x: 0, y: 2 },
  { x: 1, y: 0 },
  { x: 3, y: 0 },
  { x: 5, y: 1 },
];

describe('the profile', () => {
  it('leaves out bed points that are no numbers yet', () => {
    const rows = [
      { key: 1, station: '0', elevation: '1,5' },
      { key: 2, station: '2', elevation: '' },
    ];
    expect(bedOf({ ...emptyDraft, section: { ...emptyDraft.section, bed: rows } })).toEqual([
      { x: 0, y: 1.5 },
    ]);
  });
  it('holds water from its lowest point to its higher end', () => {
    expect(levelsOf(bed)).toEqual({ low: 0, high: 2 });
    expect(levelsOf(bed.slice(1, 3))).toBeNull();
  });
  it('has a surface from edge to edge', () => {
    expect(waterSurface(bed, 0.5)).toEqual([
      { x: 0, y: null },
      { x: 0.75, y: 0.5 },
      { x: 1, y: 0.5 },
      { x: 3, y: 0.5 },
      { x: 4, y: 0.5 },
      { x: 5, y: null },
    ]);
  });
});
