import { describe, expect, it } from '@jest/globals';
import { allSubjects, shownSubjectsFrom, shownSubjectsSearch, subjectFilterOf } from './shown-subjects';

const read = (search: string) => shownSubjectsFrom(new URLSearchParams(search));

describe('which subjects are shown', () => {
  it('survives the way into the address and back', () => {
    const shown = {
      text: 'A01',
      level: 'embryo',
      parentId: '4',
      kind: 'phenotype',
      value: 'DEAD',
      without: 'genotype',
      toRedo: true,
    };
    expect(read(shownSubjectsSearch(shown))).toEqual(shown);
    expect(read('')).toEqual(allSubjects);
  });

  it('forgets a value without its kind', () => {
    expect(read('value=DEAD')).toEqual(allSubjects);
  });

  it('filters by nothing where all are shown', () => {
    expect(subjectFilterOf(allSubjects)).toBeNull();
    expect(subjectFilterOf({ ...allSubjects, text: ' e01 ' })).toEqual({
      level: null,
      parentId: null,
      kind: null,
      value: null,
      without: null,
      toRedo: false,
      text: 'e01',
    });
  });
});
