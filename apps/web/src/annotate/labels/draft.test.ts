import { defaultVocabulary, type VocabularyKind } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { draftFor, emptyDraft } from './draft';

function kind(name: string, more: Partial<VocabularyKind> = {}): VocabularyKind {
  const found = defaultVocabulary.kinds.find((entry) => entry.name === name);
  if (!found) throw new Error(`no kind ${name}`);
  return { ...found, ...more };
}
const full = {
  confidence: 0.5,
  severity: 'error' as const,
  note: '  dim ',
  detail: { zygosity: 'homozygous', colour: 'red' },
};

describe('what a label carries', () => {
  it('is what its kind takes', () => {
    expect(draftFor(kind('genotype', { confidence: 'none' }), full)).toEqual({
      confidence: null,
      severity: null,
      note: 'dim',
      detail: { zygosity: 'homozygous' },
    });
    const flag = kind('phenotype', { severities: ['error'], details: [] });
    expect(draftFor(flag, full)).toEqual({ confidence: 0.5, severity: 'error', note: 'dim', detail: null });
  });

  it('has full confidence where that is required and none is given', () => {
    expect(draftFor(kind('phenotype', { confidence: 'required' }), emptyDraft).confidence).toBe(1);
    expect(draftFor(kind('phenotype'), emptyDraft).confidence).toBeNull();
  });
});
