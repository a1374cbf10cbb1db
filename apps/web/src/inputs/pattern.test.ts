import { describe, expect, it } from '@jest/globals';
import { readPattern } from './pattern';

const facts = (text: string, name: string) => {
  const pattern = readPattern(text);
  if ('message' in pattern) throw new Error(pattern.message);
  return pattern.match(name);
};

describe('a pattern of file names', () => {
  it.each([
    ['walk_*.csv', 'walk_01.csv', {}],
    ['walk_*.csv', 'WALK_.CSV', {}],
    ['walk_??.csv', 'walk_01.csv', {}],
    ['walk_??.csv', 'walk_01_truth.csv', null],
    ['a.csv', 'axcsv', null],
    ['s{subject}_*.csv', 's07_walk.csv', { subject: '07' }],
    ['s{subject}_{session}.csv', 's7_a_b.csv', { subject: 7, session: 'a_b' }],
    ['s{subject}_.csv', 's_.csv', null],
  ])('%s and %s', (text, name, expected) => {
    expect(facts(text, name)).toEqual(expected);
  });

  it.each([
    [' ', 'Enter a pattern'],
    ['{}', 'Name each {part}'],
    ['{a}_{a}', '{a} stands twice'],
    ['{a', 'has no }'],
  ])('refuses %j', (text, message) => {
    expect(readPattern(text)).toEqual({ message: expect.stringContaining(message) });
  });

  it('names what the server can search for', () => {
    expect(readPattern('s{subject}_walk_*.csv')).toMatchObject({ literal: '_walk_' });
  });
});
