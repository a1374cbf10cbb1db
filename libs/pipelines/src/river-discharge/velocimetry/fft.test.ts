import { describe, expect, it } from '@jest/globals';
import { emptySpectrum, fftOf, powerOfTwoFrom, transformBack, transformReal } from './fft.js';
import { normalDeviates } from './testing/textures.js';

/** The sum that a transform is, term by term. */
function slowTransform(re: Float64Array, im: Float64Array, k: number): [number, number] {
  let [sumRe, sumIm] = [0, 0];
  for (let n = 0; n < re.length; n++) {
    const [c, s] = [
      Math.cos((2 * Math.PI * k * n) / re.length),
      -Math.sin((2 * Math.PI * k * n) / re.length),
    ];
    sumRe += re[n]! * c - im[n]! * s;
    sumIm += re[n]! * s + im[n]! * c;
  }
  return [sumRe, sumIm];
}

describe('the transform', () => {
  it.each([1, 2, 8, 64])('of %d complex numbers is the sum by definition, and back', (length) => {
    const normal = normalDeviates(`fft ${length}`);
    const re = Float64Array.from({ length }, normal);
    const im = Float64Array.from({ length }, normal);
    const [a, b] = [re.slice(), im.slice()];
    fftOf(length).forward(a, b);
    for (let k = 0; k < length; k++) {
      const [expectedRe, expectedIm] = slowTransform(re, im, k);
      expect(a[k]).toBeCloseTo(expectedRe, 10);
      expect(b[k]).toBeCloseTo(expectedIm, 10);
    }
    fftOf(length).inverse(a, b);
    for (let i = 0; i < length; i++) {
      expect(a[i]).toBeCloseTo(re[i]!, 12);
      expect(b[i]).toBeCloseTo(im[i]!, 12);
    }
  });

  it('refuses lengths that are no power of two', () => {
    expect(() => fftOf(12)).toThrow(/12 numbers.*power of two/);
    expect([1, 2, 3, 250, 256].map(powerOfTwoFrom)).toEqual([1, 2, 4, 256, 256]);
  });

  it.each([
    [5, 7],
    [4, 8],
    [1, 3],
  ])('of a real grid of %d × %d, padded, is that of the complex one, and back', (rows, columns) => {
    const normal = normalDeviates(`grid ${rows}`);
    const samples = Float64Array.from({ length: rows * columns }, normal);
    const spectrum = transformReal(samples, { rows, columns }, { rows, columns });
    expect([spectrum.rows, spectrum.columns]).toEqual([rows, columns].map(powerOfTwoFrom));
    expect(spectrum.bins).toBe(spectrum.columns / 2 + 1);
    for (let u = 0; u < spectrum.rows; u++) {
      for (let v = 0; v < spectrum.bins; v++) {
        let [re, im] = [0, 0];
        for (let y = 0; y < rows; y++) {
          for (let x = 0; x < columns; x++) {
            const angle = -2 * Math.PI * ((u * y) / spectrum.rows + (v * x) / spectrum.columns);
            re += samples[y * columns + x]! * Math.cos(angle);
            im += samples[y * columns + x]! * Math.sin(angle);
          }
        }
        expect(spectrum.re[u * spectrum.bins + v]).toBeCloseTo(re, 10);
        expect(spectrum.im[u * spectrum.bins + v]).toBeCloseTo(im, 10);
      }
    }
    const rowsAsked = Math.ceil(rows / 2);
    const copy = { ...spectrum, re: spectrum.re.slice(), im: spectrum.im.slice() };
    const part = transformBack(copy, rowsAsked);
    const grid = transformBack(spectrum);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++)
        expect(grid.values[y * grid.columns + x]).toBeCloseTo(samples[y * columns + x]!, 12);
    }
    expect(part).toEqual({
      rows: rowsAsked,
      columns: grid.columns,
      values: grid.values.slice(0, rowsAsked * grid.columns),
    });
  });

  it('leaves nothing of what was in the spectrum that it is given', () => {
    const size = { rows: 3, columns: 4 };
    const used = {
      ...emptySpectrum(4, 4),
      re: new Float64Array(12).fill(7),
      im: new Float64Array(12).fill(7),
    };
    const samples = [1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6];
    expect(transformReal(samples, size, size, used)).toEqual(transformReal(samples, size, size));
  });

  it('of nothing is nothing', () => {
    const { values } = transformBack(emptySpectrum(4, 4));
    expect([...values].every((value) => value === 0)).toBe(true);
  });
});
