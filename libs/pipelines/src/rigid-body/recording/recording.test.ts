import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../contract.js';
import { ProblemList } from './problem-list.js';
import { parseRecording } from './read-recording.js';
import { type Recording, selectMarkers, selectRows } from './recording.js';

const settings = { scaleFactor: 1, zValue: 0, minConfidence: 0.3 };

function parse(
  content: string | Uint8Array,
  overrides: Partial<typeof settings> = {},
): { recording: Recording | null; problems: Problem[] } {
  const problems = new ProblemList({ input: 'markers', file: 'walk.csv' });
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const recording = parseRecording(bytes, { ...settings, ...overrides }, problems);
  return { recording, problems: problems.toArray() };
}

const wide = 'frame,time,a_x,a_y,a_z,b_x,b_y,b_z\n3,0.1,1,2,3,4,5,6\n5,0.2,7,8,9,,,\n';
const tidy = 'frame,keypoint,x,y,z\n3,a,1,2,3\n3,b,4,5,6\n5,a,7,8,9\n';
const dlc =
  'scorer,net,net,net,net,net,net\nbodyparts,a,a,a,b,b,b\ncoords,x,y,likelihood,x,y,likelihood\n' +
  '0,1,2,0.9,4,5,0.1\n1,7,8,0.3,9,10,1\n';
const nan = Number.NaN;

describe('layouts', () => {
  it('S0-49 reads wide tables and keeps frame numbers and times', () => {
    const { recording, problems } = parse(wide);
    expect(problems).toEqual([]);
    expect(recording).toMatchObject({ layout: 'wide', markers: ['a', 'b'] });
    expect(Array.from(recording!.frames)).toEqual([3, 5]);
    expect(Array.from(recording!.times!)).toEqual([0.1, 0.2]);
    expect(Array.from(recording!.points)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, nan, nan, nan]);
  });

  it('S0-49 reads tidy tables in any order', () => {
    const shuffled = 'x,z,keypoint,y,frame\n7,9,a,8,5\n4,6,b,5,3\n1,3,a,2,3\n';
    const sorted = ({ recording }: ReturnType<typeof parse>) =>
      Array.from(selectMarkers(recording!, ['a', 'b']).points);
    expect(parse(tidy).recording!.layout).toBe('tidy');
    expect(sorted(parse(tidy))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, nan, nan, nan]);
    expect(sorted(parse(shuffled))).toEqual(sorted(parse(tidy)));
  });

  it('S0-49 reads DeepLabCut tables, hiding points of low likelihood', () => {
    const { recording } = parse(dlc);
    expect(recording).toMatchObject({ layout: 'dlc', markers: ['a', 'b'] });
    expect(Array.from(recording!.points)).toEqual([1, 2, 0, nan, nan, nan, 7, 8, 0, 9, 10, 0]);
    expect(Array.from(parse(dlc, { minConfidence: 0.5 }).recording!.points).slice(6, 9)).toEqual([
      nan,
      nan,
      nan,
    ]);
  });

  it('S0-49 honours scale_factor and z_value', () => {
    const { recording } = parse('a_x,a_y\n1,2\n3,4\n', { scaleFactor: 10, zValue: 0.5 });
    expect(Array.from(recording!.points)).toEqual([10, 20, 5, 30, 40, 5]);
    expect(Array.from(recording!.frames)).toEqual([0, 1]);
    expect(recording!.times).toBeNull();
  });

  it.each([
    ['semicolons', wide.replaceAll(',', ';')],
    ['tabs', wide.replaceAll(',', '\t')],
    ['a byte order mark', `\uFEFF${wide}`],
    ['line ends of Windows', wide.replaceAll('\n', '\r\n')],
    ['line ends of old Macs', wide.replaceAll('\n', '\r')],
    ['quotes', wide.replace('a_x', '"a_x"').replace('0.1', '"0.1"')],
    ['spaces and blank lines', `\n${wide.replaceAll(',', ' , ')}\n\n`],
    ['empty columns at the end', wide.replaceAll('\n', ',,\n')],
  ])('reads %s', (_, content) => {
    const { recording, problems } = parse(content);
    expect(problems).toEqual([]);
    expect(recording!.points).toEqual(parse(wide).recording!.points);
  });

  it('selects markers and rows', () => {
    const { recording } = parse(wide);
    expect(Array.from(selectMarkers(recording!, ['b']).points)).toEqual([4, 5, 6, nan, nan, nan]);
    expect(() => selectMarkers(recording!, ['c'])).toThrow('no marker c');
    const last = selectRows(recording!, [1]);
    expect([Array.from(last.frames), Array.from(last.times!), last.points[0]]).toEqual([[5], [0.2], 7]);
  });
});

it.each([',', ';', '\t'])(
  'keeps frames in which nothing was seen, divided by %j, quoted or not',
  (delimiter) => {
    const rows = ['a_x,a_y', '1,2', ',', '', '5,6', ''].join('\n').replaceAll(',', delimiter);
    for (const text of [rows, rows.replace('a_x', '"a_x"')]) {
      const { recording, problems } = parse(text);
      expect(problems).toEqual([]);
      expect(Array.from(recording!.frames)).toEqual([0, 1, 2]);
      expect(Array.from(recording!.points)).toEqual([1, 2, 0, nan, nan, nan, 5, 6, 0]);
    }
  },
);

describe('problems', () => {
  const head = 'frame,a_x,a_y,a_z';
  type Row = [string, string | Uint8Array, { code: string; line?: number; column?: string; value?: string }];
  it.each<Row>([
    ['zero bytes', '', { code: 'EMPTY_FILE' }],
    ['blank lines only', '\n\n', { code: 'EMPTY_FILE' }],
    ['an empty quoted cell only', '"\t"', { code: 'EMPTY_FILE' }],
    ['a delimiter and an open quote only', ',"', { code: 'OPEN_QUOTE', line: 1 }],
    ['a binary file', Uint8Array.of(80, 75, 0, 1), { code: 'NOT_TEXT' }],
    ['another encoding', Uint8Array.of(0x66, 0xfc, 0x2c), { code: 'NOT_TEXT' }],
    ['a wrong delimiter', 'frame|a_x|a_y\n0|1|2', { code: 'WRONG_DELIMITER', line: 1 }],
    ['a header only', head, { code: 'NO_FRAMES' }],
    ['no markers', 'frame,speed\n0,1', { code: 'MISSING_COLUMN', line: 1 }],
    ['a missing z', `${head},b_x,b_y\n0,1,2,3,4,5`, { code: 'MISSING_COLUMN', line: 1, column: 'b_z' }],
    ['a missing tidy column', 'keypoint,x,y\na,1,2', { code: 'MISSING_COLUMN', column: 'frame' }],
    ['a doubled column', `${head},a_x\n0,1,2,3,4`, { code: 'DUPLICATE_COLUMN', column: 'a_x' }],
    ['a text', `${head}\n0,1,2,3\n1,two,2,3`, { code: 'NOT_A_NUMBER', line: 3, column: 'a_x', value: 'two' }],
    ['infinity', `${head}\n0,1,2,1e999`, { code: 'NOT_A_NUMBER', line: 2, column: 'a_z', value: '1e999' }],
    ['a decimal comma', `${head.replaceAll(',', ';')}\n0;1,5;2;3`, { code: 'NOT_A_NUMBER', value: '1,5' }],
    ['a doubled frame', `${head}\n4,1,2,3\n4,1,2,3`, { code: 'DUPLICATE_FRAME', line: 3, value: '4' }],
    ['a doubled point', `${tidy}3,a,1,2,3`, { code: 'DUPLICATE_FRAME', line: 5, value: '3' }],
    ['a broken frame number', `${head}\n1.5,1,2,3`, { code: 'BAD_FRAME', line: 2, value: '1.5' }],
    ['a short row', `${head}\n0,1,2`, { code: 'RAGGED_ROW', line: 2 }],
    ['a long row', `${head}\n0,1,2,3,4`, { code: 'RAGGED_ROW', line: 2 }],
    ['an open quote', `${head}\n0,"1,2,3\n1,1,2,3`, { code: 'OPEN_QUOTE', line: 2 }],
    ['a point without a name', `${tidy}6,,1,2,3`, { code: 'MISSING_KEYPOINT', line: 5 }],
    [
      'several individuals',
      dlc.replace('bodyparts', 'individuals'),
      { code: 'SEVERAL_INDIVIDUALS', line: 2 },
    ],
  ])('names %s', (_, content, { code, value, ...place }) => {
    const problem = parse(content).problems.find((candidate) => candidate.code === code);
    expect(problem).toMatchObject({
      severity: 'error',
      place: { input: 'markers', file: 'walk.csv', ...place },
    });
    if (value !== undefined) expect(problem!.value).toBe(value);
    expect(problem!.fix ?? problem!.expectation).toBeDefined();
  });

  it('warns of NaN written as text, unused columns and rows out of order, and reads on', () => {
    const { recording, problems } = parse(`${head},speed\n1,1,2,3,9\n0,NaN,2,3,9`);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['UNUSED_COLUMN', 'warning'],
      ['UNSORTED_FRAMES', 'warning'],
      ['MISSING_VALUE_TEXT', 'warning'],
    ]);
    expect(Array.from(recording!.points)).toEqual([nan, nan, nan, 1, 2, 3]);
  });

  it('suggests the column that was probably meant', () => {
    const { problems } = parse('a_x,a_y,a_z,bb_x,bb_y,b.z\n1,2,3,4,5,6');
    expect(problems.find((problem) => problem.code === 'MISSING_COLUMN')!.fix).toContain('bb_z');
  });

  it('reports all problems of a file at once', () => {
    const { problems } = parse(`${head}\n0,x,2,y\n1,1,2\n1,1,2,3\n1,1,2,3`);
    expect(problems.map((problem) => problem.code)).toEqual([
      'RAGGED_ROW',
      'DUPLICATE_FRAME',
      'NOT_A_NUMBER',
      'NOT_A_NUMBER',
    ]);
  });

  it('lists 50 problems of a kind and counts the rest', () => {
    const rows = Array.from({ length: 130 }, (_, frame) => `${frame},x,2,3`);
    const { problems } = parse([head, ...rows].join('\n'));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)!.message).toContain('80 more problems');
  });
});
