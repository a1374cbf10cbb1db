import { describe, expect, it } from '@jest/globals';
import type { SpectrumStructure, StructureOverrides } from '../spectrum.js';
import { comma, latin1, lines, type Truth, truth, utf8, utf16 } from '../testing/truth.js';
import { readSpectrum } from './read-spectrum.js';

const t = truth();
const plain = (separator: string) => lines(t, (x, y) => `${x.toFixed(2)}${separator}${y.toFixed(6)}`);
const transmittance: Truth = { x: t.x, y: t.y.map((a) => Number((100 * 10 ** -a).toFixed(6))) };

const mixed = t.x.map((_, i) => (i * 97) % t.x.length);
const shuffled: Truth = { x: mixed.map((i) => t.x[i]!), y: mixed.map((i) => t.y[i]!) };

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  readonly structure?: Partial<SpectrumStructure>;
  /** Default: the truth. */
  readonly x?: readonly number[];
  readonly y?: readonly number[];
  readonly told?: StructureOverrides;
  readonly fileName?: string;
  /** Codes of all problems, each once; default none. */
  readonly problems?: readonly string[];
  /** Least confidence; default 0.8. */
  readonly confidence?: number;
}

const infrared = { xUnit: 'cm-1', yUnit: 'absorbance', technique: 'infrared' } as const;

const cases: readonly Case[] = [
  {
    name: 'S1-41 the first of as many rows as there are is kept',
    bytes: `Wavenumber,Absorbance\n${lines(truth(1_500), (x, y) => `${x},${y}`)}`,
    x: truth(1_500).x,
    y: truth(1_500).y,
    structure: { ...infrared, headerLine: 1, order: 'descending' },
  },
  {
    name: 'S1-42 remarks of every kind before the headings',
    bytes: `# a file, of 2024\n// made, by us\n; 4000,400\n% T: 25\n* resolution 4\n! end\nWavenumber,Absorbance\n${plain(',')}`,
    structure: { ...infrared, delimiter: ',', headerLine: 7, linesBeforeData: 7 },
  },
  {
    name: 'headings inside the last remark',
    bytes: `# instrument 7\n# Wavenumber Absorbance\n${plain(' ')}`,
    structure: { ...infrared, delimiter: 'whitespace', headerLine: 2 },
  },
  {
    name: 'S1-43 semicolons and three decimals behind a comma',
    bytes: `# Probe\nWellenzahl;Extinktion\n${lines(t, (x, y) => `${comma(x, 3)};${comma(y, 3)}`)}`,
    y: t.y.map((y) => Number(y.toFixed(3))),
    structure: { ...infrared, delimiter: ';', decimalSign: ',', headerLine: 2 },
  },
  {
    name: 'S1-43 semicolons with points as thousands signs',
    bytes: `Wellenzahl;Extinktion\n${lines(t, (x, y) => `${comma(x, 1).replace(/^(\d)(\d{3},)/, '$1.$2')};${comma(y, 6)}`)}`,
    structure: { ...infrared, delimiter: ';', decimalSign: ',' },
  },
  {
    name: 'quoted commas as thousands signs',
    bytes: `"Wavenumber","Absorbance"\n${lines(t, (x, y) => `"${x.toFixed(1).replace(/^(\d)(\d{3}\.)/, '$1,$2')}","${y.toFixed(6)}"`)}`,
    structure: { ...infrared, delimiter: ',', decimalSign: '.' },
  },
  {
    name: 'quoted decimal commas between commas',
    bytes: `"Wavenumber","Absorbance"\n${lines(t, (x, y) => `"${comma(x, 2)}","${comma(y, 6)}"`)}`,
    structure: { ...infrared, delimiter: ',', decimalSign: ',' },
    confidence: 0.7,
  },
  {
    name: 'tabs and decimal commas',
    bytes: `Wavenumber\tAbsorbance\n${lines(t, (x, y) => `${comma(x, 2)}\t${comma(y, 6)}`)}`,
    structure: { ...infrared, delimiter: '\t', decimalSign: ',' },
  },
  { name: 'S1-44 tabs', bytes: `cm-1\tA\n${plain('\t')}`, structure: { ...infrared, delimiter: '\t' } },
  { name: 'S1-44 pipes', bytes: `cm-1 | A\n${plain(' | ')}`, structure: { ...infrared, delimiter: '|' } },
  {
    name: 'runs of spaces, headings with spaces inside',
    bytes: `  Wavenumber (cm-1)    Absorbance (a.u.)\n${lines(t, (x, y) => `  ${x.toFixed(2).padStart(10)}   ${y.toFixed(6)}`)}`,
    structure: { ...infrared, delimiter: 'whitespace', headerLine: 1 },
  },
  {
    name: 'single spaces, decimal commas',
    bytes: lines(t, (x, y) => `${comma(x, 2)} ${comma(y, 6)}`),
    structure: { ...infrared, delimiter: 'whitespace', decimalSign: ',', headerLine: null },
  },
  {
    name: 'commas followed by spaces',
    bytes: `wavenumber, absorbance\n${plain(', ')}`,
    structure: { ...infrared, delimiter: ',' },
  },
  {
    name: 'S1-45 no headings, types by range',
    bytes: plain(','),
    structure: { ...infrared, headerLine: null, linesBeforeData: 0 },
  },
  {
    name: 'S1-46 absorbance before wavenumber',
    bytes: `Absorbance,Wavenumber\n${lines(t, (x, y) => `${y},${x}`)}`,
    structure: infrared,
  },
  {
    name: 'absorbance before wavenumber without headings',
    bytes: lines(t, (x, y) => `${y},${x}`),
    structure: infrared,
  },
  {
    name: 'S1-47 German headings with units',
    bytes: `Wellenzahl [cm-1];Durchlässigkeit [%]\n${lines(transmittance, (x, y) => `${comma(x, 2)};${comma(y, 6)}`)}`,
    y: transmittance.y,
    structure: { xUnit: 'cm-1', yUnit: 'percent_transmittance', delimiter: ';', decimalSign: ',' },
  },
  {
    name: 'S1-48 UTF-8 with a mark',
    bytes: utf8(`\ufeffWavenumber (cm⁻¹),Absorbance\n${plain(',')}`),
    structure: { ...infrared, encoding: 'utf-8', headerLine: 1 },
  },
  {
    name: 'S1-48 Windows-1252',
    bytes: latin1(
      `Probe 5 \u00b5m\nWellenzahl (cm-\u00b9);Durchl\u00e4ssigkeit (%)\n${lines(transmittance, (x, y) => `${comma(x, 2)};${comma(y, 6)}`)}`,
    ),
    y: transmittance.y,
    structure: { encoding: 'windows-1252', xUnit: 'cm-1', yUnit: 'percent_transmittance' },
  },
  ...(['le', 'be'] as const).flatMap((order): Case[] => [
    {
      name: `UTF-16 ${order} with a mark`,
      bytes: utf16(`Wavenumber,Absorbance\r\n${plain(',')}`, order, 'marked'),
      structure: { ...infrared, encoding: `utf-16${order}`, headerLine: 1 },
    },
    {
      name: `UTF-16 ${order} without a mark`,
      bytes: utf16(`Wavenumber,Absorbance\r\n${plain(',')}`, order, 'unmarked'),
      structure: { ...infrared, encoding: `utf-16${order}`, headerLine: 1 },
    },
  ]),
  {
    name: 'S1-49 units inside cells',
    bytes: `x,y\n${lines(t, (x, y) => `${x.toFixed(1)} cm⁻¹,${y.toFixed(6)} AU`)}`,
    structure: infrared,
  },
  {
    name: 'S1-49 exponents and powers of ten',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y, i) => (i % 2 ? `${x.toExponential(6)},${(y * 1_000).toFixed(3)}*10^-3` : `${(x / 1_000).toFixed(6)}E+03,${y.toExponential(6)}`))}`,
    structure: infrared,
  },
  {
    name: 'S1-50 pressure, temperature and numbers of points are no axis',
    bytes: `No,Pressure (hPa),Wavenumber (cm-1),Temperature,Absorbance,Sample_ID\n${lines(t, (x, y, i) => `${i + 1},${1012 + (i % 3)},${x},${21.5},${y},7`)}`,
    structure: infrared,
  },
  {
    name: 'S1-50 pressure is no axis without headings',
    bytes: lines(t, (x, y, i) => `${1012 + (i % 3)},${x},${y}`),
    structure: { xUnit: 'cm-1' },
    told: { yColumns: ['3'] },
  },
  {
    name: 'S1-53 gaps in the data and words for them',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y, i) => (i === 3 ? `${x},N/A` : i === 4 ? `${x},` : i === 5 ? `NaN,${y}` : `${x},${y}`))}`,
    x: t.x.filter((_, i) => i !== 5),
    y: t.y.map((y, i) => (i === 3 || i === 4 ? Number.NaN : y)).filter((_, i) => i !== 5),
    structure: infrared,
    problems: ['MISSING_VALUE'],
  },
  {
    name: 'blank rows, remarks and text among the data, remarks behind it',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y, i) => (i === 20 ? `\n# pause, lamp\n${x},${y}` : i === 30 ? `lamp changed\n${x},${y}` : `${x},${y}`))}\n\nEnd of data\nOperator: A, 4`,
    structure: { ...infrared, linesAfterData: 2 },
    problems: ['TEXT_AMONG_DATA'],
  },
  {
    name: 'a damaged number is named and its point left out',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y, i) => (i === 7 ? `${x},0.1x3` : `${x},${y}`))}`,
    y: t.y.map((y, i) => (i === 7 ? Number.NaN : y)),
    structure: infrared,
    problems: ['NOT_A_NUMBER'],
  },
  {
    name: 'an instrument preamble with numbers and delimiters, units named in it',
    bytes: `"Title","film, 38 um"\nDate,2024-03-05\nRange,4000,400\nPoints,301\nXUNITS,1/CM\nYUNITS,ABSORBANCE\nFIRSTX,4000.00\nXYDATA\n${plain(',')}`,
    structure: { ...infrared, headerLine: null, linesBeforeData: 8 },
  },
  {
    name: 'names and units on two lines',
    bytes: `Wavelength;Transmission\n(µm);(%)\n${lines(transmittance, (x, y) => `${comma(1e4 / x, 6)};${comma(y, 6)}`)}`,
    x: t.x.map((x) => Number((1e4 / x).toFixed(6))),
    y: transmittance.y,
    structure: { xUnit: 'um', yUnit: 'percent_transmittance', headerLine: 1, linesBeforeData: 2 },
  },
  {
    name: 'wavelengths in nm by heading',
    bytes: `lambda_nm,A\n${lines(t, (x, y) => `${(1e7 / x).toFixed(3)},${y}`)}`,
    x: t.x.map((x) => Number((1e7 / x).toFixed(3))),
    structure: { xUnit: 'nm', yUnit: 'absorbance' },
  },
  {
    name: 'wavelengths in µm by range',
    bytes: lines(t, (x, y) => `${(1e4 / x).toFixed(6)}\t${y}`),
    x: t.x.map((x) => Number((1e4 / x).toFixed(6))),
    structure: { xUnit: 'um', yUnit: 'absorbance' },
  },
  {
    name: 'transmittance as fraction by name',
    bytes: `cm-1,T\n${lines(transmittance, (x, y) => `${x},${y / 100}`)}`,
    y: transmittance.y.map((y) => y / 100),
    structure: { yUnit: 'transmittance' },
  },
  {
    name: 'transmittance in percent without headings',
    bytes: lines(transmittance, (x, y) => `${x},${y}`),
    y: transmittance.y,
    structure: { yUnit: 'percent_transmittance' },
    confidence: 0.5,
    problems: ['UNSURE_STRUCTURE'],
  },
  {
    name: 'transmittance in percent under a heading that says absorbance',
    bytes: `Wavenumber,Absorbance\n${lines(transmittance, (x, y) => `${x},${y}`)}`,
    y: transmittance.y,
    structure: { yUnit: 'percent_transmittance', confidence: 0.6 },
    confidence: 0.6,
    problems: ['UNSURE_STRUCTURE'],
  },
  {
    name: 'S1-57 ten thousand rows',
    bytes: `Wavenumber,Absorbance\n${lines(truth(10_000), (x, y) => `${x},${y}`)}`,
    x: truth(10_000).x,
    y: truth(10_000).y,
    structure: infrared,
  },
  {
    name: 'Raman counts',
    bytes: `Raman shift (cm-1);Intensity (counts)\n${lines(t, (x, y) => `${x};${Math.round(y * 10_000)}`)}`,
    y: t.y.map((y) => Math.round(y * 10_000)),
    structure: { xUnit: 'cm-1', yUnit: 'intensity', technique: 'raman' },
  },
  {
    name: 'reflectance in percent',
    bytes: `Wavenumber (cm-1),%R\n${lines(transmittance, (x, y) => `${x},${y}`)}`,
    y: transmittance.y,
    structure: { yUnit: 'percent_reflectance' },
  },
  {
    name: 'old Macintosh line ends',
    bytes: `Wavenumber,Absorbance\r${plain(',').replaceAll('\n', '\r')}`,
    structure: infrared,
  },
  {
    name: 'a delimiter at the end of each line',
    bytes: `Wavenumber;Absorbance;\n${lines(t, (x, y) => `${x};${y};`)}`,
    structure: infrared,
  },
  {
    name: 'both absorbance and transmittance',
    bytes: `Wavenumber,%T,Absorbance\n${lines(t, (x, y, i) => `${x},${transmittance.y[i]},${y}`)}`,
    y: transmittance.y,
    structure: { layout: 'multi_column' },
  },
  {
    name: 'wavelength and wavenumber side by side',
    bytes: `Wavelength (um),Wavenumber (cm-1),Absorbance\n${lines(t, (x, y) => `${1e4 / x},${x},${y}`)}`,
    structure: infrared,
  },
  {
    name: 'x and y in pairs: only those of the first x',
    bytes: `Wavenumber,A,Wavenumber,B\n${lines(t, (x, y) => `${x},${y},${x + 1},${y / 2}`)}`,
    structure: { ...infrared, layout: 'standard_spectral' },
    problems: ['SECOND_X_COLUMN'],
  },
  {
    name: 'each row a spectrum',
    bytes: `sample,${t.x.join(',')}\nfilm A,${t.y.join(',')}\nfilm B,${t.y.map((y) => y / 2).join(',')}`,
    structure: { layout: 'transposed', orientation: 'rows', xUnit: 'cm-1', yUnit: 'absorbance' },
  },
  {
    name: 'a dilution series in columns, wavelengths in steps of 1',
    bytes: `Wavelength (nm),${Array.from({ length: 12 }, (_, i) => `${i + 1} mM`).join(',')}\n${Array.from({ length: 301 }, (_, k) => `${300 + k},${Array.from({ length: 12 }, (_, i) => ((12 - i) * t.y[k]!).toFixed(6)).join(',')}`).join('\n')}`,
    x: Array.from({ length: 301 }, (_, k) => 300 + k),
    y: t.y.map((y) => Number((12 * y).toFixed(6))),
    structure: { layout: 'multi_column', orientation: 'columns', xUnit: 'nm' },
    confidence: 0.6,
    problems: ['UNSURE_STRUCTURE'],
  },
  {
    name: 'each of many rows a spectrum',
    bytes: `sample,${t.x.join(',')}\n${Array.from({ length: 250 }, (_, i) => `${i + 1},${t.y.map((y) => (y * (1 + ((i * 37) % 50))).toFixed(6)).join(',')}`).join('\n')}`,
    structure: { layout: 'transposed', orientation: 'rows', xUnit: 'cm-1' },
    confidence: 0.5,
    problems: ['UNSURE_STRUCTURE'],
  },
  {
    name: 'rows put aside with a remark sign',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y, i) => (i === 9 ? `#${x},9.9\n${x},${y}` : `${x},${y}`))}`,
    structure: infrared,
  },
  {
    name: 'two rows, wavenumbers and values',
    bytes: `${t.x.join('\t')}\n${t.y.join('\t')}`,
    structure: { layout: 'transposed', orientation: 'rows' },
  },
  {
    name: 'commas between columns and in fractions',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y) => `${comma(x, 2)},${comma(y, 6)}`)}`,
    structure: { ...infrared, delimiter: ',', decimalSign: ',', headerLine: 1, confidence: 0.7 },
    confidence: 0.7,
    problems: ['UNSURE_STRUCTURE'],
  },
  {
    name: 'a preamble of single numbers, units on lines of their own',
    bytes: `PE IR  SPECTRUM  ASCII\n  -1\nfilm.sp\n#GR\ncm-1\n%T\n 1.000000\n 0.000000\n4000.0\n-12.0\n301\n#DATA\n${lines(transmittance, (x, y) => `${x}\t${y}`)}`,
    y: transmittance.y,
    structure: { xUnit: 'cm-1', yUnit: 'percent_transmittance', linesBeforeData: 12 },
  },
  {
    name: 'a mode of the axis named in the preamble',
    bytes: `Date: 5 March\nXAxis mode: Wavelengths\n>>>>>Begin Spectral Data<<<<<\n${lines(t, (x, y) => `${340 + (4_000 - x) / 6}\t${y}`)}`,
    x: t.x.map((x) => 340 + (4_000 - x) / 6),
    structure: { xUnit: 'nm', linesBeforeData: 3 },
  },
  {
    name: 'marks behind doubtful values',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y) => `${x},${y} *`)}`,
    structure: infrared,
  },
  {
    name: 'a table drawn with signs',
    bytes: `| Wavenumber | Absorbance |\n|---|---|\n${lines(t, (x, y) => `| ${x} | ${y} |`)}`,
    structure: { ...infrared, delimiter: '|', headerLine: 1 },
  },
  {
    name: 'a laser in the preamble means Raman',
    bytes: `#Laser=\t532nm\n${lines(t, (x, y) => `${x}\t${y}`)}`,
    structure: { xUnit: 'cm-1', yUnit: 'intensity', technique: 'raman' },
  },
  {
    name: 'log(1/R) is an absorbance and keeps its name',
    bytes: `Wavelength (nm),log(1/R)\n${lines(t, (x, y) => `${5_000 - x},${y}`)}`,
    x: t.x.map((x) => 5_000 - x),
    structure: { xUnit: 'nm', yUnit: 'absorbance' },
  },
  {
    name: 'the first line names the delimiter to a spreadsheet',
    bytes: `sep=;\nWavenumber;Absorbance\n${lines(t, (x, y) => `${comma(x, 2)};${comma(y, 6)}`)}`,
    structure: { ...infrared, delimiter: ';', headerLine: 2 },
  },
  {
    name: 'a second, smaller table behind the data',
    bytes: `Wavenumber,Absorbance\n${plain(',')}\n\nPeak,Height\n1000,0.8\n1450,0.9\n`,
    structure: infrared,
    problems: ['ROWS_ELSEWHERE'],
  },
  {
    name: 'another delimiter from the middle on',
    bytes: `Wavenumber,Absorbance\n${lines(t, (x, y, i) => (i < 200 ? `${x},${y}` : `${x};${y}`))}`,
    x: t.x.slice(0, 200),
    y: t.y.slice(0, 200),
    structure: { ...infrared, delimiter: ',' },
    confidence: 0.7,
    problems: ['ROWS_ELSEWHERE', 'UNSURE_STRUCTURE'],
  },
  {
    name: 'a quote that is never closed',
    bytes: `Wavenumber,Absorbance\n"${plain(',')}`,
    x: t.x.slice(1),
    y: t.y.slice(1),
    structure: infrared,
    problems: ['ROWS_ELSEWHERE'],
  },
  {
    name: 'a unit of x that cannot be converted',
    bytes: `Frequency (THz),Absorbance\n${lines(t, (x, y) => `${x},${y}`)}`,
    structure: { xUnit: 'cm-1' },
    confidence: 0.5,
    problems: ['UNSURE_STRUCTURE'],
  },
  {
    name: 'wavenumbers below zero',
    bytes: `Wavenumber (cm-1),Absorbance\n${lines(t, (x, y) => `${x - 5000},${y}`)}`,
    x: t.x.map((x) => x - 5000),
    structure: { xUnit: 'cm-1' },
    confidence: 0.5,
    problems: ['UNSURE_STRUCTURE'],
  },
  {
    name: 'points in any order',
    bytes: `Wavenumber,Absorbance\n${lines(shuffled, (x, y) => `${x},${y}`)}`,
    x: shuffled.x,
    y: shuffled.y,
    structure: { ...infrared, order: 'unordered' },
  },
  {
    name: 'columns that the user names',
    bytes: `a,b,c\n${lines(t, (x, y) => `${y},${x},${y / 2}`)}`,
    told: { xColumn: 'b', yColumns: ['3'], xUnit: 'cm-1', yUnit: 'absorbance' },
    y: t.y.map((y) => y / 2),
    structure: { foundBy: 'user', confidence: 0.95 },
  },
];

describe('delimited text', () => {
  it.each(cases)('$name', (one) => {
    const bytes = typeof one.bytes === 'string' ? utf8(one.bytes) : one.bytes;
    const { spectrum, structure, problems } = readSpectrum(bytes, one.fileName ?? 'film.csv', one.told);
    expect([...new Set(problems.map(({ code }) => code))]).toEqual(one.problems ?? []);
    expect(structure).toMatchObject(one.structure ?? {});
    expect(structure?.confidence).toBeGreaterThanOrEqual(one.confidence ?? 0.8);
    expect(Array.from(spectrum!.x)).toEqual(one.x ?? t.x);
    expect(Array.from(spectrum!.curves[0]!.y)).toEqual(one.y ?? t.y);
  });

  it('S1-55 exposes every sample column under its heading', () => {
    const bytes = utf8(
      `Wavenumber,Film,Film thin,Mix 60/40,1\n${lines(t, (x, y) => `${x},${y},${y / 2},${y / 4},${y / 8}`)}`,
    );
    const { spectrum, structure } = readSpectrum(bytes, 'films.csv');
    expect(structure?.layout).toBe('multi_column');
    expect(spectrum?.curves.map(({ name }) => name)).toEqual(['Film', 'Film thin', 'Mix 60/40', '1']);
    expect(spectrum?.curves[3]?.y[0]).toBe(t.y[0]! / 8);
  });

  it('takes single letters beside other headings for names of samples', () => {
    const rows = lines(t, (x, y) => `${x},${y},${y / 2},${y / 3},${21.5}`);
    const { spectrum } = readSpectrum(utf8(`Wavenumber,A,B,T,Temperature\n${rows}`), 'films.csv');
    expect(spectrum?.curves.map(({ name, unit }) => [name, unit])).toEqual([
      ['A', 'absorbance'],
      ['B', 'absorbance'],
      ['T', 'absorbance'],
    ]);
  });

  it('takes curves of one file for one kind where no text tells it', () => {
    const rows = lines(t, (x, y) => `${x},${y},${y / 2},${1 - y / 2}`);
    const { spectrum } = readSpectrum(utf8(`Wavenumber,one,two,three\n${rows}`), 'films.csv');
    expect(spectrum?.curves.map(({ unit }) => unit)).toEqual(['absorbance', 'absorbance', 'absorbance']);
  });

  it('says where a problem is: line and column', () => {
    const bytes = utf8(`Wavenumber,Absorbance\n4000,0.1\n3999,oops\n3998,0.2\n3997,0.2\n`);
    const { problems } = readSpectrum(bytes, 'film.csv');
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'NOT_A_NUMBER',
        severity: 'warning',
        place: { file: 'film.csv', line: 3, column: 'Absorbance' },
      }),
    );
  });

  it('reports everything at once and counts what repeats', () => {
    const rows = lines(t, (x, y, i) => (i % 3 === 1 ? `${x},?!` : `${x},${y}`));
    const { problems } = readSpectrum(utf8(`a,b,c\nWavenumber,Absorbance\n${rows}`), 'film.csv');
    expect(problems.filter(({ code }) => code === 'NOT_A_NUMBER')).toHaveLength(21);
    expect(problems.at(-1)?.message).toBe('80 more problems of this kind (NOT_A_NUMBER) in film.csv.');
  });

  it('S1-58 states a confidence and a reason for each decision', () => {
    const { structure } = readSpectrum(utf8(`Wavenumber,Absorbance\n${plain(',')}`), 'film.csv');
    expect(structure?.confidence).toBe(Math.min(...structure!.decisions.map(({ confidence }) => confidence)));
    expect(structure?.decisions.map(({ subject }) => subject)).toEqual([
      'format',
      'encoding',
      'delimiter',
      'decimal sign',
      'orientation',
      'data lines',
      'header row',
      'x column',
      'y column',
      'x unit',
      'y unit',
    ]);
    for (const { because } of structure!.decisions) expect(because).toMatch(/^[\p{Lu}\d].*\.$/u);
  });

  it('names an unknown column and those there are', () => {
    const { spectrum, problems } = readSpectrum(utf8(`a,b\n${plain(',')}`), 'film.csv', { xColumn: 'z' });
    expect(spectrum).toBeNull();
    expect(problems[0]).toMatchObject({ code: 'UNKNOWN_COLUMN', value: 'z', expectation: 'one of a, b' });
  });
});

describe('S1-23 S1-56 what is no spectrum fails with a reason', () => {
  it.each([
    ['an empty file', utf8(''), 'EMPTY_FILE'],
    ['blank lines', utf8('\n \n\t\n'), 'EMPTY_FILE'],
    ['text', utf8('Dear all,\nthe spectrum, as asked.\nRegards'), 'NO_NUMERIC_DATA'],
    ['headings alone', utf8('Wavenumber,Absorbance\n'), 'NO_NUMERIC_DATA'],
    ['one column', utf8(t.y.join('\n')), 'TOO_FEW_COLUMNS'],
    ['one point', utf8('Wavenumber,Absorbance\n4000,0.1\n'), 'TOO_FEW_POINTS'],
    ['one point without headings', utf8('4000,0.1\n'), 'TOO_FEW_POINTS'],
    ['no value', utf8(`Wavenumber,Absorbance\n${lines(t, (x) => `${x},NaN`)}`), 'NO_NUMERIC_DATA'],
    [
      'a table of something else',
      utf8(
        `Item,Price,Count\n${Array.from({ length: 50 }, (_, i) => `thing ${i},${(i * 37) % 100}.5,${(i * 7) % 13}`).join('\n')}`,
      ),
      'NO_X_AXIS',
    ],
    ['a web page', utf8('<!DOCTYPE html><html>4000,1\n3999,2</html>'), 'NOT_A_SPECTRUM'],
    ['JSON', utf8('{"x": [1, 2],\n"y": [3, 4]}'), 'NOT_A_SPECTRUM'],
    ['a workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'BINARY_FILE'],
    ['random bytes', Uint8Array.from({ length: 500 }, (_, i) => (i * 7919) % 251), 'BINARY_FILE'],
  ])('%s', (_, bytes, code) => {
    const { spectrum, problems } = readSpectrum(bytes, 'film.csv');
    expect(spectrum).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]).toMatchObject({ severity: 'error', place: { file: 'film.csv' } });
    expect(problems[0]?.fix).toBeTruthy();
  });
});
