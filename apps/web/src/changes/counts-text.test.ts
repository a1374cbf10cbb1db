import { describe, expect, it } from '@jest/globals';
import { countsText, words } from './counts-text';

describe('counts of a change', () => {
  it('are told where there are some', () => {
    expect(countsText({ annotations: 100_000, ended: 0, newFrames: 2 })).toBe(
      '100,000 annotations, 2 new frames',
    );
    expect(countsText({ frames: 400, assigned: 80 })).toBe('80 annotations, 400 frames');
    expect(countsText({ frames: 1, assigned: 1, skipped: 2 })).toBe('1 annotation, 1 frame, 2 skipped');
    expect(countsText({})).toBe('');
    expect(countsText(null)).toBe('');
    expect(countsText({ note: 'none' })).toBe('');
  });

  it('reads names of either kind', () => {
    expect(words('assign_annotations')).toBe('assign annotations');
    expect(words('newFrames')).toBe('new frames');
  });
});
