/** The vocabulary while it is edited: changes that keep all else as it is. */
import {
  defaultVocabulary,
  type Vocabulary,
  type VocabularyDetail,
  type VocabularyKind,
  type VocabularyTerm,
  vocabularySchema,
} from '@batchyard/domain';

const fallbackColour = '#4c9a5b';
/** Colours that can be told apart, for new values one after the other. */
const palette = [
  ...new Set(defaultVocabulary.kinds.flatMap(({ terms }) => terms.map(({ colour }) => colour))),
];

export function withKind(vocabulary: Vocabulary, index: number, change: Partial<VocabularyKind>): Vocabulary {
  const kinds = vocabulary.kinds.map((kind, at) => (at === index ? { ...kind, ...change } : kind));
  return { ...vocabulary, kinds };
}

export function withTerm(
  kind: VocabularyKind,
  index: number,
  change: Partial<VocabularyTerm>,
): VocabularyKind {
  return { ...kind, terms: kind.terms.map((term, at) => (at === index ? { ...term, ...change } : term)) };
}

export function withoutAt<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index);
}

/** A new value at the end; what may be left out is as the schema says. */
export function withNewTerm(kind: VocabularyKind): VocabularyKind {
  const used = new Set(kind.terms.map(({ colour }) => colour));
  const colour = palette.find((candidate) => !used.has(candidate)) ?? fallbackColour;
  const term = { name: freeName('NEW', kind.terms), title: 'New value', colour };
  const { terms } = vocabularySchema.shape.kinds.element.parse({ ...kind, terms: [...kind.terms, term] });
  return { ...kind, terms };
}

export function withDetail(
  kind: VocabularyKind,
  index: number,
  change: Partial<VocabularyDetail>,
): VocabularyKind {
  const details = kind.details.map((detail, at) => (at === index ? { ...detail, ...change } : detail));
  return { ...kind, details };
}

/** A new detail at the end: any text. */
export function withNewDetail(kind: VocabularyKind): VocabularyKind {
  const detail = { name: freeName('detail', kind.details), title: 'New detail', type: 'text' } as const;
  return { ...kind, details: [...kind.details, { ...detail, choices: null, unit: null }] };
}

/** A new kind of frames at the lowest level. */
export function withNewKind(vocabulary: Vocabulary): Vocabulary {
  const kind = vocabularySchema.shape.kinds.element.parse({
    name: freeName('kind', vocabulary.kinds),
    title: 'New kind',
    level: vocabulary.levels.at(-1)?.name,
    scope: 'frames',
  });
  return { ...vocabulary, kinds: [...vocabulary.kinds, kind] };
}

function freeName(wanted: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map(({ name }) => name));
  if (!names.has(wanted)) return wanted;
  const index = Array.from({ length: names.size + 1 }, (_, at) => at + 2).find(
    (at) => !names.has(`${wanted}_${at}`),
  );
  return `${wanted}_${index}`;
}

/** Keys that two values of a kind share, and keys that the annotate page needs itself. */
export function keyProblems(
  { terms }: VocabularyKind,
  troubleOf: (key: string) => string | null,
): ReadonlyMap<number, string> {
  const problems = new Map<number, string>();
  terms.forEach(({ key }, index) => {
    if (key === null) return;
    const other = terms.find((term, at) => at < index && term.key === key);
    const trouble = other ? `${key} is the key of ${other.title} already.` : troubleOf(key);
    if (trouble !== null) problems.set(index, trouble);
  });
  return problems;
}
