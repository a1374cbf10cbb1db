import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { subjectsFromFiles } from './from-files.js';
import {
  compareNatural,
  frameNumberOf,
  parseSubjectId,
  type SubjectIdKind,
  subjectIdProblem,
} from './subject-ids.js';

const levels = ['experiment', 'video', 'embryo'];
const filesOf = (...paths: string[]) => paths.map((path) => ({ id: `id of ${path}`, path }));

describe('S2-115: names of subjects', () => {
  it.each<[string, SubjectIdKind, string, string | null, string | null, number | null]>([
    ['20240411', 'experiment', '20240411', null, null, null],
    ['20240411_A01', 'video', '20240411', '20240411_A01', null, null],
    ['20240411_H12_0005', 'image', '20240411', '20240411_H12', null, 5],
    ['20240411_A01_e01', 'embryo', '20240411', '20240411_A01', '20240411_A01_e01', null],
    ['20240411_A01_e01_0998', 'snip', '20240411', '20240411_A01', '20240411_A01_e01', 998],
    ['20240411_A01_e01_s1001', 'snip', '20240411', '20240411_A01', '20240411_A01_e01', 1001],
    ['20240411_A01_e01_998', 'snip', '20240411', '20240411_A01', '20240411_A01_e01', 998],
    ['20250624_chem02_28C_T00_1356', 'experiment', '20250624_chem02_28C_T00_1356', null, null, null],
    [
      '20250624_chem02_28C_T00_1356_A01',
      'video',
      '20250624_chem02_28C_T00_1356',
      '20250624_chem02_28C_T00_1356_A01',
      null,
      null,
    ],
    [
      '20250624_chem02_28C_T00_1356_A01_t012',
      'image',
      '20250624_chem02_28C_T00_1356',
      '20250624_chem02_28C_T00_1356_A01',
      null,
      12,
    ],
    [
      '20250624_chem02_A02_B03_e11_s0007',
      'snip',
      '20250624_chem02_A02',
      '20250624_chem02_A02_B03',
      '20250624_chem02_A02_B03_e11',
      7,
    ],
  ])('reads %s as %s', (name, kind, experiment, video, embryo, frameNumber) => {
    const expected = { kind, experiment, video, embryo, frameNumber };
    expect([parseSubjectId(name), parseSubjectId(name, kind), subjectIdProblem(name, kind)]).toEqual([
      expected,
      expected,
      null,
    ]);
  });

  it.each<[string, SubjectIdKind]>([
    ['2024041', 'experiment'],
    ['20240411_A01', 'experiment'],
    ['20240411_I01', 'video'],
    ['20240411_A1', 'video'],
    ['20240411_A01_005', 'image'],
    ['20240411_A01_e1', 'embryo'],
    ['20240411_A01_e01_05', 'snip'],
    ['20240411_A01_e01 ', 'embryo'],
    ['', 'experiment'],
    [`20240411_${'A'.repeat(300)}`, 'experiment'],
  ])('refuses %s as %s', (name, kind) => {
    expect(parseSubjectId(name, kind)).toBeNull();
    expect(subjectIdProblem(name, kind)).toMatch(
      new RegExp(`is no name of an? ${kind}: expected one such as 2`),
    );
  });

  it('takes no time for long and odd names', () => {
    for (const name of [`20240411${'_a'.repeat(90)}!`, '1'.repeat(1_000_000)])
      expect(parseSubjectId(name)).toBeNull();
  });
});

describe('S2-45: frames are ordered by number', () => {
  it.each([
    ['e01_s0005', 5],
    ['e_1000', 1000],
    ['img 7', 7],
    ['frame', null],
    ['7a', null],
  ])('%s has the number %s', (name, number) => {
    expect(frameNumberOf(name)).toBe(number);
  });

  it('whatever their digits', () => {
    const names = ['e_1000', 'e_s0998', 'e_999', 'e_s1001', 'e_2', 'e_10'];
    expect(names.sort(compareNatural)).toEqual(['e_2', 'e_10', 'e_999', 'e_1000', 'e_s0998', 'e_s1001']);
    const { subjects } = subjectsFromFiles(
      filesOf(
        '20240411_A01_e01_1000.png',
        '20240411_A01_e01_s0998.png',
        '20240411_A01_e01_999.png',
        '20240411_A01_e01_s1001.png',
      ),
      '*.png',
      levels,
    );
    expect(subjects.at(-1)?.frames.map(({ number }) => number)).toEqual([998, 999, 1000, 1001]);
  });

  it('in a total order', () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', '_', '0', '1', '10', '002', '9'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b))).toBe(-Math.sign(compareNatural(b, a)) + 0);
        if (compareNatural(a, b) === 0) expect(a).toBe(b);
        if (compareNatural(a, b) < 0 && compareNatural(b, c) < 0)
          expect(compareNatural(a, c)).toBeLessThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('subjectsFromFiles', () => {
  it('reads names by their convention', () => {
    const { subjects, problems } = subjectsFromFiles(
      filesOf(
        'day 1/20240411_A01_e02_s0003.png',
        'day 1/20240411_A01_e01_s0010.png',
        'day 1/20240411_A01_e01_s0009.png',
      ),
      '**/*.png',
      levels,
    );
    expect(problems).toEqual([]);
    expect(subjects.map(({ name, level, parent, frames }) => [name, level, parent, frames.length])).toEqual([
      ['20240411', 'experiment', null, 0],
      ['20240411_A01', 'video', '20240411', 0],
      ['20240411_A01_e01', 'embryo', '20240411_A01', 2],
      ['20240411_A01_e02', 'embryo', '20240411_A01', 1],
    ]);
    expect(subjects[2]?.frames[0]).toEqual({
      number: 9,
      name: '20240411_A01_e01_s0009',
      fileId: 'id of day 1/20240411_A01_e01_s0009.png',
    });
  });

  it('reads folders as levels and puts the parent in front of short names', () => {
    const { subjects } = subjectsFromFiles(
      filesOf('trial/cam1/12.tif', 'trial/cam2/7.tif', 'other/cam1/1.tif'),
      '{experiment}/{video}/{frame}.tif',
      levels,
    );
    expect(
      subjects.map(({ name, parent, frames }) => [name, parent, frames.map(({ number }) => number)]),
    ).toEqual([
      ['other', null, []],
      ['trial', null, []],
      ['other_cam1', 'other', [1]],
      ['trial_cam1', 'trial', [12]],
      ['trial_cam2', 'trial', [7]],
    ]);
  });

  it('adds the subjects above one that is named by convention', () => {
    const { subjects } = subjectsFromFiles(
      filesOf('x/20240411_A01_e01 f12 raw.png'),
      '{embryo} f{frame} *.png',
      levels,
    );
    expect(subjects.map(({ name }) => name)).toEqual(['20240411', '20240411_A01', '20240411_A01_e01']);
    expect(subjects[2]?.frames.map(({ number }) => number)).toEqual([12]);
  });

  it('says which files were left out and why', () => {
    const { subjects, problems } = subjectsFromFiles(
      filesOf('fish_1.png', 'fish_01.png', 'fish.png', 'notes.txt'),
      '{embryo}_{frame}.png',
      levels,
    );
    expect(subjects).toHaveLength(1);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['NO_MATCH', '2 of 4 files do not match {embryo}_{frame}.png, the first is fish.png.'],
      ['DOUBLE_FRAME', 'fish_1.png was left out: fish has a frame 1 already, fish_01.'],
    ]);
    expect(subjectsFromFiles(filesOf('a.png'), '{embryo}.png', levels).problems[0]?.code).toBe(
      'NO_FRAME_NUMBER',
    );
    expect(subjectsFromFiles(filesOf('a_1.png'), '*.png', levels).problems[0]?.code).toBe('NO_SUBJECT');
    const other = subjectsFromFiles(
      filesOf('a/x/b_1.png', 'c/x/b_1.png'),
      '{experiment}/*/{embryo}_{frame}.png',
      ['experiment', 'embryo'],
    );
    expect(other.subjects.map(({ name }) => name)).toEqual(['a', 'c', 'a_b', 'c_b']);
  });

  it.each([
    ['{fish}.png', 'placeholder {fish}: expected {experiment}, {video}, {embryo}, {frame}'],
    ['{video}_{video}.png', '{video} twice'],
    ['', 'expected 1 to 500'],
    ['*'.repeat(9), 'at most 8'],
  ])('refuses the pattern %s', (pattern, says) => {
    const { subjects, problems } = subjectsFromFiles(filesOf('a_1.png'), pattern, levels);
    expect({ subjects, problems }).toEqual({
      subjects: [],
      problems: [
        expect.objectContaining({ code: 'INVALID_PATTERN', message: expect.stringContaining(says) }),
      ],
    });
  });
});
