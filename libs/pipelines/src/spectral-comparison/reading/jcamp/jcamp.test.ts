import { describe, expect, it } from '@jest/globals';
import type { SpectrumReading, StructureOverrides } from '../../spectrum.js';
import { sourceOf } from '../../testing/byte-source.js';
import { truth, utf8 } from '../../testing/truth.js';
import { readLargeSpectrum, readSpectrum } from '../read-spectrum.js';

const t = truth(301);
/** Ordinates as whole numbers of 1e-6. */
const ordinates = t.y.map((y) => Math.round(y * 1e6));
const step = -12;

interface FileParts {
  readonly data: string;
  readonly form?: string;
  readonly label?: string;
  readonly records?: Readonly<Record<string, string | null>>;
  readonly end?: string;
}

function file({
  data,
  form = '(X++(Y..Y))',
  label = 'XYDATA',
  records = {},
  end = '##END=\n',
}: FileParts): string {
  const all: Record<string, string | null> = {
    TITLE: 'film',
    'JCAMP-DX': '4.24 $$ a remark',
    'DATA TYPE': 'INFRARED SPECTRUM',
    XUNITS: '1/CM',
    YUNITS: 'ABSORBANCE',
    FIRSTX: '4000.0',
    LASTX: '400.0',
    NPOINTS: '301',
    XFACTOR: '1.0',
    YFACTOR: '1E-06',
    ...records,
  };
  const head = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`##${name}=${value}`]));
  return `${head.join('\n')}\n##${label}=${form}\n${data}\n${end}`;
}

function chunked(values: readonly number[], size: number): { start: number; values: readonly number[] }[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => ({
    start: i * size,
    values: values.slice(i * size, (i + 1) * size),
  }));
}

const xAt = (index: number) => 4_000 + index * step;
const pseudo = (value: number, positive: string, negative: string) => {
  const digits = String(Math.abs(value));
  const letter = value < 0 ? negative[Number(digits[0]) - 1]! : positive[Number(digits[0])]!;
  return letter + digits.slice(1);
};
const sqz = (value: number) => pseudo(value, '@ABCDEFGHI', 'abcdefghi');
const dif = (value: number) => pseudo(value, '%JKLMNOPQR', 'jklmnopqr');
const dup = (count: number) => pseudo(count, ' STUVWXYZs', '');

const affn = chunked(ordinates, 7)
  .map(({ start, values }) => `${xAt(start)} ${values.join(' ')}`)
  .join('\n');
const pac = chunked(ordinates, 7)
  .map(
    ({ start, values }) =>
      `${xAt(start)}${values.map((value) => (value < 0 ? value : `+${value}`)).join('')}`,
  )
  .join('\n');
const squeezed = chunked(ordinates, 7)
  .map(({ start, values }) => `${xAt(start)}${values.map(sqz).join('')}`)
  .join('\n');

/** Each line begins with the value that the one before ended with; `dups`: equal differences are counted. */
function differences(values: readonly number[], dups: 'plain' | 'counted'): string {
  const written = chunked(values.slice(1), 20).map(({ start, values: chunk }) => {
    const steps = chunk.map((value, i) => value - values[start + i]!);
    const tokens = dups === 'plain' ? steps.map(dif) : countRepeats(steps);
    return `${xAt(start)}${sqz(values[start]!)}${tokens.join('')}`;
  });
  return [...written, `${xAt(values.length - 1)}${sqz(values.at(-1)!)}`].join('\n');
}

function countRepeats(steps: readonly number[]): string[] {
  const tokens: string[] = [];
  for (let i = 0; i < steps.length; ) {
    let count = 1;
    while (steps[i + count] === steps[i]) count++;
    tokens.push(dif(steps[i]!));
    if (count > 1) tokens.push(dup(count));
    i += count;
  }
  return tokens;
}

/** Whole, and in blocks of 256 bytes, which must give the same. */
function read(text: string, name: string, told: StructureOverrides = {}): SpectrumReading {
  const bytes = utf8(text);
  const whole = readSpectrum(bytes, name, told);
  const source = sourceOf(bytes);
  expect(readLargeSpectrum(source, name, told, 256)).toEqual(whole);
  expect(source.mostAtOnce).toBeLessThanOrEqual(512);
  return whole;
}

describe('S1-57 JCAMP-DX, whole and in blocks', () => {
  it.each([
    ['AFFN', file({ data: affn })],
    [
      'AFFN with exponents',
      file({
        data: t.y.map((y, i) => `${xAt(i)} ${y.toExponential(7)}`).join('\n'),
        records: { YFACTOR: '1' },
      }),
    ],
    ['PAC', file({ data: pac })],
    ['SQZ', file({ data: squeezed })],
    ['DIF', file({ data: differences(ordinates, 'plain') })],
    ['DUP', file({ data: differences(ordinates, 'counted') })],
    [
      'XYDATA (XY..XY)',
      file({ data: t.x.map((x, i) => `${x}, ${ordinates[i]}`).join('\n'), form: '(XY..XY)' }),
    ],
    [
      'XYPOINTS, several pairs on a line',
      file({
        data: chunked(ordinates, 4)
          .map(({ start, values }) => values.map((y, i) => `${xAt(start + i)},${y}`).join('; '))
          .join('\n'),
        form: '(XY..XY)',
        label: 'XYPOINTS',
      }),
    ],
    ['without LASTX, by DELTAX', file({ data: affn, records: { LASTX: null, DELTAX: '-12' } })],
    [
      'without FIRSTX, LASTX and DELTAX, by the line heads',
      file({ data: affn, records: { FIRSTX: null, LASTX: null } }),
    ],
    [
      'XFACTOR',
      file({
        data: chunked(ordinates, 7)
          .map(({ start, values }) => `${xAt(start) * 10} ${values.join(' ')}`)
          .join('\n'),
        records: { XFACTOR: '0.1' },
      }),
    ],
    [
      'labels in other writing and remarks',
      `$$ made by us\n${file({ data: affn }).replace('##DATA TYPE', '##Data_Type').replace('##XUNITS', '##x-units')}`,
    ],
  ])('%s', (_, text) => {
    const { spectrum, structure, problems } = read(text, 'film.jdx');
    expect(problems).toEqual([]);
    expect(structure).toMatchObject({
      format: 'jcamp-dx',
      xUnit: 'cm-1',
      yUnit: 'absorbance',
      confidence: 0.95,
    });
    expect(spectrum!.x).toHaveLength(301);
    t.x.forEach((x, i) => {
      expect(spectrum!.x[i]).toBeCloseTo(x, 9);
      expect(spectrum!.curves[0]!.y[i]).toBeCloseTo(t.y[i]!, 9);
    });
  });

  it('decodes the worked example of a mixed table', () => {
    // 1, 2, 3, 3, 2, 1, 0, −1, −2, −3 in differences and repetitions.
    const text = file({
      data: '0AJT%jX\n9c',
      records: { FIRSTX: '0', LASTX: '9', NPOINTS: '10', YFACTOR: '1', XUNITS: 'NANOMETERS' },
    });
    const { spectrum, problems } = read(text, 'film.jdx');
    expect(problems.map(({ code }) => code)).toEqual([]);
    expect(Array.from(spectrum!.curves[0]!.y)).toEqual([1, 2, 3, 3, 2, 1, 0, -1, -2, -3]);
  });

  it('reads ? as a missing value', () => {
    const text = file({
      data: '400 1 ? 3',
      records: { FIRSTX: '400', LASTX: '402', NPOINTS: '3', YFACTOR: '1' },
    });
    const { spectrum } = read(text, 'film.jdx');
    expect(Array.from(spectrum!.curves[0]!.y)).toEqual([1, Number.NaN, 3]);
  });

  const second = file({ data: affn, records: { TITLE: 'second', YFACTOR: '2E-06' } });
  const compound = `##TITLE=both\n##JCAMP-DX=5\n##DATA TYPE=LINK\n##BLOCKS=2\n${file({ data: affn })}${second}##END=\n`;
  it.each([
    [{}, 'film', t.y[0]!, ['COMPOUND_FILE']],
    [{ block: 2 }, 'second', 2 * t.y[0]!, []],
  ] satisfies [StructureOverrides, string, number, string[]][])(
    'compound file with %j',
    (told, title, y, codes) => {
      const { spectrum, problems } = read(compound, 'both.jdx', told);
      expect(problems.map(({ code }) => code)).toEqual(codes);
      expect(spectrum?.curves[0]?.name).toBe(title);
      expect(spectrum?.curves[0]?.y[0]).toBeCloseTo(y, 9);
    },
  );

  it.each([
    ['MICROMETERS', 'um'],
    ['NANOMETERS', 'nm'],
    ['1/CM', 'cm-1'],
  ])('XUNITS %s is %s', (text, unit) => {
    const { structure } = read(file({ data: affn, records: { XUNITS: text } }), 'film.jdx');
    expect(structure?.xUnit).toBe(unit);
  });

  it.each([
    ['TRANSMITTANCE', '1E-06', 'transmittance', []],
    ['TRANSMITTANCE', '1E-04', 'percent_transmittance', ['PERCENT_ASSUMED']],
    ['% TRANSMITTANCE', '1E-04', 'percent_transmittance', []],
    ['REFLECTANCE', '1E-06', 'reflectance', []],
    ['KUBELKA-MUNK', '1E-06', 'kubelka_munk', []],
    ['ARBITRARY UNITS', '1', 'intensity', []],
  ])('YUNITS %s with YFACTOR %s is %s', (text, factor, unit, codes) => {
    const { structure, problems } = read(
      file({ data: affn, records: { YUNITS: text, YFACTOR: factor } }),
      'film.jdx',
    );
    expect(structure?.yUnit).toBe(unit);
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [
      'a broken check of differences',
      file({ data: differences(ordinates, 'plain').replace(/^(3760)[A-I]\d+/m, '$1A99999') }),
      'JCAMP_Y_CHECK',
    ],
    [
      'NTUPLES',
      '##TITLE=a\n##JCAMP-DX=5\n##NTUPLES=NMR\n##PAGE=1\n##DATA TABLE=(X++(R..R))\n1 2\n##END=\n',
      'JCAMP_NTUPLES',
    ],
    [
      'a table of peaks',
      '##TITLE=a\n##JCAMP-DX=4.24\n##PEAK TABLE=(XY..XY)\n1,2\n##END=\n',
      'JCAMP_PEAK_TABLE',
    ],
    [
      'another technique',
      file({ data: affn, records: { 'DATA TYPE': 'NMR SPECTRUM', XUNITS: 'HZ' } }),
      'NOT_A_SPECTRUM',
    ],
    ['another x', file({ data: affn, records: { XUNITS: 'SECONDS' } }), 'UNKNOWN_X_UNIT'],
    ['another form', file({ data: affn, form: '(RI..RI)' }), 'JCAMP_UNKNOWN_FORM'],
    ['no data', '##TITLE=a\n##JCAMP-DX=4.24\n##END=\n', 'JCAMP_NO_DATA'],
    ['more repetitions than memory holds', file({ data: '4000A1S999999999' }), 'JCAMP_BAD_LINE'],
    ['a letter in the data', file({ data: affn.replace('3916 ', '3916 ~ ') }), 'JCAMP_BAD_LINE'],
    ['one point', file({ data: '4000 1', records: { NPOINTS: '1', LASTX: '4000' } }), 'TOO_FEW_POINTS'],
  ])('refuses %s', (_, text, code) => {
    const { spectrum, problems } = read(text, 'film.jdx');
    expect(spectrum).toBeNull();
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors[0]).toMatchObject({ code, place: { file: 'film.jdx' } });
  });

  it.each([
    [
      'a file cut short',
      file({ data: affn.split('\n').slice(0, 20).join('\n'), end: '' }),
      ['JCAMP_NPOINTS', 'JCAMP_NO_END'],
    ],
    [
      'a lost line',
      file({ data: affn.split('\n').toSpliced(9, 1).join('\n') }),
      ['JCAMP_NPOINTS', 'JCAMP_X_CHECK'],
    ],
    ['a wrong first ordinate', file({ data: affn, records: { FIRSTY: '7' } }), ['JCAMP_FIRSTY']],
  ])('warns of %s', (_, text, codes) => {
    const { spectrum, problems } = read(text, 'film.jdx');
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(spectrum?.x[1]).toBeCloseTo(3_988, 9);
  });
});
