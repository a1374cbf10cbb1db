import { describe, expect, it } from '@jest/globals';
import { readSpectrum } from '../reading/read-spectrum.js';
import type { NormaliseOptions, StructureOverrides, XUnit, YUnit } from '../spectrum.js';
import { absorbanceAt, lines, truth, utf8, worstDifference } from '../testing/truth.js';
import { onGrid } from './grid.js';
import { normaliseAll, normaliseSpectrum } from './normalise.js';

const headings: Record<XUnit | YUnit, string> = {
  'cm-1': 'Wavenumber (cm-1)',
  nm: 'Wavelength (nm)',
  um: 'Wavelength (um)',
  absorbance: 'Absorbance',
  transmittance: 'Transmittance',
  percent_transmittance: '%T',
  reflectance: 'Reflectance',
  percent_reflectance: '%R',
  kubelka_munk: 'Kubelka-Munk',
  intensity: 'Intensity (counts)',
};

type Rows = readonly (readonly [x: number | string, y: number | string])[];

function normalise(
  rows: Rows,
  {
    x = 'cm-1',
    y = 'absorbance',
    options,
    told,
  }: { x?: XUnit; y?: YUnit; options?: NormaliseOptions; told?: StructureOverrides } = {},
) {
  const text = `${headings[x]};${headings[y]}\n${rows.map((row) => row.join(';')).join('\n')}`;
  const { spectrum, problems } = readSpectrum(utf8(text), 'film.csv', told);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const normalised = normaliseSpectrum(spectrum!, options);
  return {
    ...normalised,
    x: Array.from(normalised.spectrum?.wavenumbers ?? []),
    y: Array.from(normalised.spectrum?.values ?? []),
    changes: normalised.transformations.map(({ name }) => name),
    codes: normalised.problems.map(({ code }) => code).filter((code) => code !== 'FEW_POINTS'),
  };
}

describe('units', () => {
  it.each<[string, YUnit, Rows, readonly number[], string]>([
    [
      'absorbance stays',
      'absorbance',
      [
        [400, 0.5],
        [402, 1.25],
      ],
      [0.5, 1.25],
      'absorbance',
    ],
    [
      'S1-51 transmittance',
      'transmittance',
      [
        [400, 0.1],
        [402, 1],
      ],
      [1, 0],
      'absorbance',
    ],
    [
      'S1-51 % transmittance',
      'percent_transmittance',
      [
        [400, 10],
        [402, 1],
      ],
      [1, 2],
      'absorbance',
    ],
    [
      'reflectance stays',
      'reflectance',
      [
        [400, 0.5],
        [402, 0.25],
      ],
      [0.5, 0.25],
      'reflectance',
    ],
    [
      '% reflectance',
      'percent_reflectance',
      [
        [400, 50],
        [402, 25],
      ],
      [0.5, 0.25],
      'reflectance',
    ],
    [
      'Kubelka–Munk stays',
      'kubelka_munk',
      [
        [400, 0.5],
        [402, 3],
      ],
      [0.5, 3],
      'kubelka_munk',
    ],
    [
      'counts stay',
      'intensity',
      [
        [400, 26],
        [402, 50],
      ],
      [26, 50],
      'intensity',
    ],
  ])('%s', (_, y, rows, expected, unit) => {
    const result = normalise(rows, { y });
    expect(result.spectrum?.valueUnit).toBe(unit);
    expect(worstDifference(result.y, expected)).toBeLessThan(1e-12);
  });

  it.each<[NormaliseOptions['reflectance'], readonly number[], string]>([
    ['log_inverse', [Math.log10(2), Math.log10(4)], 'absorbance'],
    ['kubelka_munk', [0.25, 1.125], 'kubelka_munk'],
  ])('reflectance as %s', (reflectance, expected, unit) => {
    const result = normalise(
      [
        [400, 0.5],
        [402, 0.25],
      ],
      { y: 'reflectance', options: { reflectance } },
    );
    expect(result.spectrum?.valueUnit).toBe(unit);
    expect(worstDifference(result.y, expected)).toBeLessThan(1e-12);
  });

  it('S1-51 transmittance of nothing is clipped at 1e-5, and the conversion reported', () => {
    const result = normalise(
      [
        [400, 0],
        [402, -3],
        [404, 100],
      ],
      { y: 'percent_transmittance' },
    );
    expect(result.y).toEqual([5, 5, 0]);
    expect(result.codes).toContain('CLIPPED');
    expect(result.transformations).toEqual([
      {
        name: 'convert_transmittance_to_absorbance',
        description: '3 values of % transmittance became absorbance, A = −log10(T / 100).',
      },
    ]);
    expect(result.spectrum?.provenance).toMatchObject({ yUnit: 'percent_transmittance', xUnit: 'cm-1' });
  });

  it.each<[XUnit, number]>([
    ['nm', 1e7],
    ['um', 1e4],
  ])('wavelengths in %s become ascending wavenumbers', (x, scale) => {
    const result = normalise(
      [
        [scale / 4_000, 0.1],
        [scale / 2_000, 0.2],
        [scale / 1_000, 0.3],
      ],
      { x },
    );
    expect(worstDifference(result.x, [1_000, 2_000, 4_000])).toBeLessThan(1e-9);
    expect(result.y).toEqual([0.3, 0.2, 0.1]);
    expect(result.changes).toEqual(['convert_wavelength_to_wavenumber']);
  });

  it('S1-60 wavelengths of 0 and less are left out', () => {
    const result = normalise(
      [
        [0, 0.1],
        [2_500, 0.2],
        [5_000, 0.3],
      ],
      { x: 'nm' },
    );
    expect(result.x).toEqual([2_000, 4_000]);
    expect(result.codes).toContain('BAD_WAVELENGTH');
  });
});

describe('order and gaps', () => {
  it.each<[string, Rows, readonly number[], readonly number[], readonly string[]]>([
    [
      'ascending',
      [
        [400, 1],
        [402, 2],
      ],
      [400, 402],
      [1, 2],
      [],
    ],
    [
      'S1-52 descending',
      [
        [402, 2],
        [400, 1],
      ],
      [400, 402],
      [1, 2],
      ['sort_by_wavenumber_asc'],
    ],
    [
      'unordered',
      [
        [402, 2],
        [406, 4],
        [400, 1],
        [404, 3],
      ],
      [400, 402, 404, 406],
      [1, 2, 3, 4],
      ['sort_by_wavenumber_asc'],
    ],
    [
      'S1-53 duplicates keep the first',
      [
        [400, 1],
        [402, 2],
        [402, 9],
        [404, 3],
      ],
      [400, 402, 404],
      [1, 2, 3],
      ['remove_duplicate_wavenumbers'],
    ],
    [
      'S1-53 duplicates keep the first, descending',
      [
        [404, 3],
        [402, 2],
        [402, 9],
        [400, 1],
      ],
      [400, 402, 404],
      [1, 2, 3],
      ['sort_by_wavenumber_asc', 'remove_duplicate_wavenumbers'],
    ],
    [
      'S1-53 missing values go by row',
      [
        [400, 1],
        [402, 'N/A'],
        [404, 3],
        ['', 4],
        [408, 5],
      ],
      [400, 404, 408],
      [1, 3, 5],
      ['drop_missing_values'],
    ],
  ])('%s', (_, rows, x, y, changes) => {
    const result = normalise(rows, { told: { delimiter: ';' } });
    expect(result.x).toEqual(x);
    expect(result.y).toEqual(y);
    expect(result.changes).toEqual(changes);
  });

  it('one point left is too few', () => {
    const { spectrum, problems } = normalise(
      [
        [400, 1],
        [402, 2],
        [402, 3],
      ],
      { options: { transformations: ['skip_rows_2'] } },
    );
    expect(spectrum).toBeNull();
    expect(problems.at(-1)).toMatchObject({ code: 'TOO_FEW_POINTS', place: { file: 'film.csv' } });
  });
});

describe('S1-60 changes that were asked for by name', () => {
  const falling: Rows = [
    [406, 4],
    [404, ''],
    [402, 2],
    [400, 1],
  ];
  const after = (transformations: string[], y: YUnit = 'absorbance', rows = falling) =>
    normalise(rows, { y, told: { delimiter: ';' }, options: { transformations } });

  it('go by the rows of the file before points are left out and sorted', () => {
    expect(after(['skip_rows_1'])).toMatchObject({ x: [400, 402], y: [1, 2] });
    expect(after(['interpolate_missing_values'])).toMatchObject({ x: [400, 402, 404, 406], y: [1, 2, 3, 4] });
  });

  it('are made in their order, and named', () => {
    const scaled = after(['scale_factor_2', 'normalize_intensity', 'scale_factor_10']);
    expect(scaled).toMatchObject({ x: [400, 402, 406], y: [2.5, 5, 10] });
    expect(scaled.changes.slice(-3)).toEqual(['scale_factor_2', 'normalize_intensity', 'scale_factor_10']);
  });

  it('leave x ascending', () => {
    expect(after(['sort_by_wavenumber_desc', 'reverse_order'])).toMatchObject({
      x: [400, 402, 406],
      y: [1, 2, 4],
    });
  });

  it('change what the values count in', () => {
    const percent = after(['convert_absorbance_to_transmittance']);
    expect(percent.spectrum?.valueUnit).toBe('percent_transmittance');
    expect(worstDifference(Float64Array.from(percent.y), [10, 1, 0.01])).toBeLessThan(1e-12);
    const back = after(['convert_absorbance_to_transmittance', 'convert_transmittance_to_absorbance']);
    expect(back.spectrum?.valueUnit).toBe('absorbance');
    expect(worstDifference(Float64Array.from(back.y), [1, 2, 4])).toBeLessThan(1e-12);
  });

  it('are left out where the units have done it, and refused where they do not fit', () => {
    const twice = after(['convert_transmittance_to_absorbance'], 'percent_transmittance');
    expect([twice.codes, twice.y[0]]).toEqual([['ALREADY_CONVERTED'], 2]);
    const unfit = after(['convert_absorbance_to_transmittance'], 'reflectance', [
      [400, 0.5],
      [402, 0.6],
    ]);
    expect([unfit.spectrum, unfit.codes]).toEqual([null, ['TRANSFORMATION_DOES_NOT_FIT']]);
    expect(after(['sort']).codes).toEqual(['UNKNOWN_TRANSFORMATION']);
  });

  it('leave out columns by their headings', () => {
    const text = 'Wavenumber;Absorbance A;Absorbance B;Absorbance C\n400;1;2;3\n402;4;5;6\n404;7;8;9\n';
    const { spectrum } = readSpectrum(utf8(text), 'many.csv');
    const without = (transformations: string[]) => normaliseSpectrum(spectrum!, { transformations });
    expect(without(['remove_columns_absorbance a, Absorbance B']).spectrum?.values).toEqual(
      Float64Array.of(3, 6, 9),
    );
    const none = without(['remove_columns_Absorbance A,Absorbance B,Absorbance C']);
    expect(none.problems.map(({ code }) => code)).toEqual(['NO_CURVE_LEFT']);
  });
});

describe('checks', () => {
  const t = truth(601);
  const rows = (change: (y: number, i: number, x: number) => number): Rows =>
    t.x.map((x, i) => [x, change(t.y[i]!, i, x)]);

  it('finds nothing wrong with a good spectrum', () => {
    expect(normalise(rows((y) => y)).problems).toEqual([]);
  });

  it('S1-54 divides an absorbance that is 1000 times too large, and says so', () => {
    const result = normalise(rows((y) => 1_000 * y));
    expect(result.codes).toEqual(['SCALE_CORRECTED']);
    expect(result.changes).toEqual(['sort_by_wavenumber_asc', 'scale_factor_0.001']);
    expect(result.y.at(-1)).toBeCloseTo(t.y[0]!, 12);
  });

  it('S1-54 or leaves it and warns', () => {
    const result = normalise(
      rows((y) => 1_000 * y),
      { options: { scale: 'warn' } },
    );
    expect(result.codes).toEqual(['SCALE_SUSPECT', 'HIGH_ABSORBANCE']);
    expect(result.y.at(-1)).toBeCloseTo(1_000 * t.y[0]!, 9);
  });

  it.each<[string, Rows, string, RegExp]>([
    ['negative absorbance', rows((y) => y - 0.2), 'NEGATIVE_ABSORBANCE', /lowest -0.1 at/],
    [
      'a gap',
      rows((y) => y).filter((_, i) => i < 100 || i > 130),
      'GAP',
      /1 gap, the widest from 3214 to 3406 cm⁻¹/,
    ],
    ['a cosmic ray', rows((y, i) => (i === 300 ? y + 2 : y)), 'OUTLIERS', /1 single value .* at 2200 cm⁻¹/],
    ['too much absorbance', rows((y) => 8 * y), 'HIGH_ABSORBANCE', /Absorbance reaches 7/],
  ])('reports %s', (_, changed, code, message) => {
    const { problems } = normalise(changed);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]).toMatchObject({ severity: 'warning', place: { file: 'film.csv' } });
    expect(problems[0]?.message).toMatch(message);
  });

  it.each<[string, Rows]>([
    ['values', rows((y, i) => (i % 2 ? 1e308 : -y))],
    ['wavenumbers', t.x.map((x, i) => [x * 1e300, t.y[i]!])],
  ])('refuses %s that nobody can have measured', (_, huge) => {
    const { problems } = normalise(huge, { options: { scale: 'warn' } });
    expect(problems.at(-1)).toMatchObject({ code: 'IMPOSSIBLE_VALUE', severity: 'error' });
    expect(problems.at(-1)?.message).toMatch(/holds .*e\+30\d, which no instrument measures/);
  });

  it('even steps in nm are no gaps in cm⁻¹', () => {
    const nm = Array.from({ length: 500 }, (_, i) => 1_000 + 3 * i);
    const { problems } = normalise(
      nm.map((x) => [x, absorbanceAt(1e7 / x)]),
      { x: 'nm' },
    );
    expect(problems).toEqual([]);
  });

  it('reports few points', () => {
    expect(
      normalise([
        [400, 1],
        [402, 2],
      ]).problems.map(({ code }) => code),
    ).toEqual(['FEW_POINTS']);
  });
});

describe('S1-55 files with several curves', () => {
  const t = truth(200);
  const text = `Wavenumber,%T,Absorbance\n${lines(t, (x, y) => `${x},${100 * 10 ** -y},${y}`)}`;
  const { spectrum: raw } = readSpectrum(utf8(text), 'film.csv');

  it('takes the absorbance and says so', () => {
    const { spectrum, problems } = normaliseSpectrum(raw!);
    expect(spectrum).toMatchObject({ name: 'film · Absorbance', valueUnit: 'absorbance' });
    expect(problems[0]?.message).toBe('The file holds 2 curves (%T, Absorbance); Absorbance was taken.');
  });

  it.each(['%T', '%t', '1'])('takes %j when told', (curve) => {
    const { spectrum, problems } = normaliseSpectrum(raw!, { curve });
    expect(spectrum?.provenance).toMatchObject({ column: '%T', yUnit: 'percent_transmittance' });
    expect(spectrum!.values[0]).toBeCloseTo(t.y.at(-1)!, 9);
    expect(problems).toEqual([]);
  });

  it('names the curves where there is no such one', () => {
    const { spectrum, problems } = normaliseSpectrum(raw!, { curve: 'B' });
    expect(spectrum).toBeNull();
    expect(problems).toMatchObject([
      { code: 'UNKNOWN_CURVE', expectation: 'one of %T, Absorbance, or a number from 1 to 2' },
    ]);
  });

  it('takes all of them', () => {
    const all = normaliseAll(raw!);
    expect(all.map(({ spectrum }) => spectrum?.provenance.column)).toEqual(['%T', 'Absorbance']);
    expect(worstDifference(all[0]!.spectrum!.values, all[1]!.spectrum!.values)).toBeLessThan(1e-9);
  });
});

describe('S1-64 values on a grid', () => {
  const spectrum = { wavenumbers: Float64Array.of(400, 402, 410), values: Float64Array.of(1, 3, 7) };
  it.each<[string, readonly number[], readonly number[]]>([
    ['own points', [400, 402, 410], [1, 3, 7]],
    ['between them', [401, 406], [2, 5]],
    ['outside', [399.9, 400, 410, 410.1], [Number.NaN, 1, 7, Number.NaN]],
    ['nothing', [], []],
  ])('%s', (_, grid, expected) => {
    expect(Array.from(onGrid(spectrum, Float64Array.from(grid)))).toEqual(expected);
  });
});
