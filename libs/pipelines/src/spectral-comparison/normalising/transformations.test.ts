import { describe, expect, it } from '@jest/globals';
import { worstDifference } from '../testing/truth.js';
import { findTransformation, transformationExamples } from './transformations.js';

const nan = Number.NaN;

describe('S1-60 each named transformation does its formula', () => {
  it.each<[string, readonly number[], readonly number[], readonly number[], readonly number[]]>([
    ['sort_by_wavenumber_asc', [402, 400, 401], [3, 1, 2], [400, 401, 402], [1, 2, 3]],
    ['sort_by_wavenumber_desc', [402, 400, 401], [3, 1, 2], [402, 401, 400], [3, 2, 1]],
    ['reverse_order', [402, 400, 401], [3, 1, 2], [401, 400, 402], [2, 1, 3]],
    ['remove_duplicate_wavenumbers', [400, 402, 400], [1, 2, 3], [400, 402], [1, 2]],
    ['interpolate_missing_values', [0, 1, 2, 4, 5], [nan, 1, nan, 4, nan], [0, 1, 2, 4, 5], [1, 1, 2, 4, 4]],
    ['remove_negative_values', [1, 2, 3], [-1, 0, 2], [1, 2, 3], [0, 0, 2]],
    ['normalize_intensity', [1, 2, 3], [1, 4, 2], [1, 2, 3], [0.25, 1, 0.5]],
    ['convert_transmittance_to_absorbance', [1, 2, 3, 4], [100, 10, 0, 130], [1, 2, 3, 4], [0, 1, 5, 0]],
    ['convert_absorbance_to_transmittance', [1, 2, 3], [0, 1, 2], [1, 2, 3], [100, 10, 1]],
    ['scale_factor_0.001', [1, 2], [500, 1_000], [1, 2], [0.5, 1]],
    ['scale_factor_1e2', [1, 2], [0.5, 1], [1, 2], [50, 100]],
    ['skip_rows_2', [1, 2, 3], [4, 5, 6], [3], [6]],
    // Quartiles 2 and 4: all but 2 − 3 to 4 + 3.
    ['remove_outliers', [1, 2, 3, 4, 5], [1, 2, 3, 4, 100], [1, 2, 3, 4], [1, 2, 3, 4]],
  ])('%s', (name, x, y, expectedX, expectedY) => {
    const wanted = findTransformation(name)!;
    const done = wanted.apply({ x: Float64Array.from(x), y: Float64Array.from(y) });
    expect(Array.from(done.x)).toEqual(expectedX);
    expect(worstDifference(done.y, expectedY)).toBeLessThan(1e-12);
    expect(wanted.name).toBe(name);
  });

  it('knows each example that it names', () => {
    for (const name of transformationExamples) expect(findTransformation(name)?.name).toBe(name);
    for (const name of ['scale_factor_', 'scale_factor_x', 'sort', 'skip_rows_', 'remove_columns_', ''])
      expect(findTransformation(name)).toBeNull();
  });
});
