import { defaultVocabulary, vocabularySchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { keyTrouble } from '../../annotate/keys/key-map';
import {
  keyProblems,
  withDetail,
  withKind,
  withNewDetail,
  withNewKind,
  withNewTerm,
  withoutAt,
  withTerm,
} from './draft';

const [phenotype] = defaultVocabulary.kinds;
if (!phenotype) throw new Error('no kind');

describe('editing a vocabulary', () => {
  it('adds values and kinds that make sense at once', () => {
    const twice = withNewTerm(withNewTerm(phenotype));
    expect(twice.terms.slice(-2).map(({ name }) => name)).toEqual(['NEW', 'NEW_2']);
    const grown = withNewKind(withKind(defaultVocabulary, 0, twice));
    expect(vocabularySchema.parse(grown)).toEqual(grown);
    expect(grown.kinds.at(-1)).toMatchObject({ name: 'kind', level: 'embryo', scope: 'frames', terms: [] });
  });

  it('adds details that make sense at once, and changes them', () => {
    const twice = withNewDetail(withNewDetail(phenotype));
    expect(twice.details.map(({ name }) => name)).toEqual(['detail', 'detail_2']);
    const changed = withDetail(twice, 1, { name: 'method', choices: ['PCR', 'sequencing'] });
    expect(changed.details[1]).toMatchObject({
      name: 'method',
      type: 'text',
      choices: ['PCR', 'sequencing'],
    });
    const grown = withKind(defaultVocabulary, 0, changed);
    expect(vocabularySchema.parse(grown)).toEqual(grown);
  });

  it('gives a new value a colour that the kind has not', () => {
    const colours = phenotype.terms.map(({ colour }) => colour);
    expect(colours).not.toContain(withNewTerm(phenotype).terms.at(-1)?.colour);
  });

  it('changes one value and leaves the others as they are', () => {
    const changed = withTerm(phenotype, 1, { title: 'Swelling' });
    expect(changed.terms[1]).toEqual({ ...phenotype.terms[1], title: 'Swelling' });
    expect(withoutAt(changed.terms, 1)).toEqual(withoutAt(phenotype.terms, 1));
  });

  it('finds keys that two values share or that the page needs', () => {
    expect([...keyProblems(phenotype, keyTrouble)]).toEqual([]);
    const shared = withTerm(withTerm(phenotype, 1, { key: 'n' }), 2, { key: '0' });
    expect([...keyProblems(shared, keyTrouble)]).toEqual([
      [1, 'n is the key of Normal already.'],
      [2, 'The annotate page uses 0 itself. Choose a small letter.'],
    ]);
  });
});
