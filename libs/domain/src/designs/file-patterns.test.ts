import { describe, expect, it } from '@jest/globals';
import { groupFiles, matchFiles, stemOf } from './file-patterns.js';

const paths = ['b.csv', 'a.csv', 'notes.txt', 'sub/c.csv', 'sub/deep/d.csv', '.hidden.csv'];
const matched = (pattern: string, recursive?: boolean) =>
  matchFiles(paths, pattern, recursive)?.map(({ path }) => path);

describe('S0-24: files by pattern', () => {
  it.each<[string, boolean, readonly string[]]>([
    ['*.csv', false, ['.hidden.csv', 'a.csv', 'b.csv']],
    ['*.csv', true, ['.hidden.csv', 'a.csv', 'b.csv', 'sub/c.csv', 'sub/deep/d.csv']],
    // S0-25: not prefixed twice.
    ['**/*.csv', true, ['.hidden.csv', 'a.csv', 'b.csv', 'sub/c.csv', 'sub/deep/d.csv']],
    ['sub/**/*.csv', true, ['sub/c.csv', 'sub/deep/d.csv']],
    ['?.csv', false, ['a.csv', 'b.csv']],
    ['sub/*.csv', false, ['sub/c.csv']],
    ['*.tsv', true, []],
    ['a.csv', false, ['a.csv']],
    ['a+csv', false, []],
  ])('%s (recursive %s), sorted', (pattern, recursive, expected) => {
    expect(matched(pattern, recursive)).toEqual(expected);
  });

  it('refuses patterns that would take too long', () => {
    expect(matchFiles(paths, '*a'.repeat(7))).toBeNull();
  });
});

describe('S0-28: groups of files', () => {
  const files = ['subject_02_y.csv', 'subject_01_b.csv', 'subject_01_a.csv'];
  const groups = (pattern: string, by?: Parameters<typeof groupFiles>[1]) => [
    ...groupFiles(matchFiles(files, pattern) ?? [], by),
  ];

  it('are one for each name up to its first number, files sorted within', () => {
    expect(groups('subject_*.csv')).toEqual([
      ['subject_01', ['subject_01_a.csv', 'subject_01_b.csv']],
      ['subject_02', ['subject_02_y.csv']],
    ]);
  });

  it('are one for each text that the star matches', () => {
    expect(groups('subject_*_?.csv', 'match').map(([name]) => name)).toEqual(['01', '02']);
    expect(groups('subject_*.csv', 'match').map(([name]) => name)).toEqual(['01_a', '01_b', '02_y']);
  });

  it('are one for each text of a named group', () => {
    expect(groups('*.csv', /_(?<group>[a-z])$/).map(([name]) => name)).toEqual(['a', 'b', 'y']);
  });

  it('S0-29: are none where nothing matches', () => {
    expect(groups('*.tsv')).toEqual([]);
  });

  it('keep names without a number apart', () => {
    expect([...groupFiles(matchFiles(['x.csv', 'y.csv'], '*.csv') ?? []).keys()]).toEqual(['x', 'y']);
    expect(stemOf('a/b.c.csv')).toBe('b.c');
    expect(stemOf('.csv')).toBe('.csv');
  });
});
