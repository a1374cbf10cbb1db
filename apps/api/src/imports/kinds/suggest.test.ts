import { describe, expect, it } from '@jest/globals';
import { suggester } from './suggest.js';

describe('suggestions of names', () => {
  it('are the names most like those that are unknown', () => {
    const suggest = suggester(new Set(['A01_e01', 'A01_e02']));
    expect([suggest('A01_ee02'), suggest('A01_ee02'), suggest('7')]).toEqual(['A01_e02', 'A01_e02', null]);
  });

  it('end where too many names are unknown', () => {
    const suggest = suggester(new Set(['A1', 'B2', 'C3']), 6);
    expect(['A11', 'B22', 'C33', 'A11'].map(suggest)).toEqual(['A1', 'B2', null, 'A1']);
  });
});
