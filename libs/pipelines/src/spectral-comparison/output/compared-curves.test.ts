import { describe, expect, it } from '@jest/globals';
import { readComparedCurves, thinned } from './compared-curves.js';

describe('tables of compared curves', () => {
  it('are read with what kind of spectrum they hold', () => {
    const rows = '400,0.1,0.2,0.1\n402,0.3,0.25,-0.05\n';
    expect(readComparedCurves(`wavenumber_cm-1,baseline,sample,difference\n${rows}`, 10)).toEqual({
      technique: 'infrared',
      baseline: { x: [400, 402], y: [0.1, 0.3] },
      sample: { x: [400, 402], y: [0.2, 0.25] },
      points: 2,
    });
    const raman = readComparedCurves(`raman_shift_cm-1,baseline,sample,difference\n${rows}`, 10);
    expect(raman?.technique).toBe('raman');
  });

  it.each(['', 'wavenumber_cm-1,absorbance\n400,1\n', 'wavenumber_cm-1,baseline,sample\n400,x,1\n'])(
    'are not %j',
    (text) => {
      expect(readComparedCurves(text, 10)).toBeNull();
    },
  );
});

describe('thinned', () => {
  const x = Float64Array.from({ length: 10_000 }, (_, i) => i);
  const y = x.map((at) => Math.exp(-(((at - 7777) / 3) ** 2)) - Math.exp(-(((at - 1234) / 3) ** 2)));

  it('keeps the tops of bands that are narrower than a part, and both ends, in order', () => {
    const thin = thinned(x, y, 100);
    expect(thin.x.length).toBeLessThanOrEqual(100);
    expect(thin.y).toHaveLength(thin.x.length);
    expect([Math.max(...thin.y), Math.min(...thin.y)]).toEqual([1, -1]);
    expect([thin.x[0], thin.x.at(-1)]).toEqual([0, 9999]);
    expect([...thin.x].sort((a, b) => a - b)).toEqual(thin.x);
  });

  it('leaves short curves alone', () => {
    expect(thinned(x.subarray(0, 100), y.subarray(0, 100), 100).x).toHaveLength(100);
  });
});
