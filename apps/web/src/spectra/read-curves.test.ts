import { describe, expect, it } from '@jest/globals';
import { findingOf, readCurves, thinned } from './read-curves';

describe('tables of spectra', () => {
  const text = 'wavenumber_cm-1,baseline,sample\n500,0.1,0.2\n501.5,0.4,0.3\n503,0.2,-1e-3\n';

  it('are read with the direction in which they are drawn', () => {
    expect(readCurves(text)).toEqual({
      xTitle: 'Wavenumber (cm⁻¹)',
      isReversed: true,
      x: [500, 501.5, 503],
      curves: [
        { name: 'Baseline', y: [0.1, 0.4, 0.2] },
        { name: 'Sample', y: [0.2, 0.3, -0.001] },
      ],
    });
    expect(readCurves('raman_shift_cm-1,intensity\n200,5\n')).toMatchObject({ isReversed: false });
  });

  it.each(['', 'band,baseline_cm-1\n', 'wavenumber_cm-1\n500\n'])('are not %j', (other) => {
    expect(readCurves(other)).toBeNull();
  });

  it('are told in a sentence', () => {
    const finding = 'Baseline, Sample over Wavenumber (cm⁻¹), 500 to 503. ';
    expect(findingOf(readCurves(text)!)).toBe(
      `${finding}Baseline is highest at 501.5; Sample is highest at 501.5.`,
    );
  });
});

describe('thinned', () => {
  it('keeps the ends and not more than asked for', () => {
    expect(thinned([1, 2, 3], 5)).toEqual([1, 2, 3]);
    const some = thinned(
      Array.from({ length: 1001 }, (_, i) => i),
      11,
    );
    expect(some).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  });
});
