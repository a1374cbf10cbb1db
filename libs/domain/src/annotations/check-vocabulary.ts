/** Whether a vocabulary makes sense, and whether it may replace another. */
import type { Problem } from '@batchyard/pipelines';
import { rangeAnchors } from '../ranges/range.js';
import { type Vocabulary, type VocabularyKind, type VocabularyTerm, vocabularySchema } from './vocabulary.js';

export interface CheckedVocabulary {
  /** null when there is a problem. */
  readonly vocabulary: Vocabulary | null;
  readonly problems: readonly Problem[];
}

/** A kind and value that annotations which are not ended have. */
export interface UsedTerm {
  readonly kind: string;
  readonly value: string;
  /** How many annotations have it. */
  readonly count: number;
}

/**
 * Reads and checks a vocabulary from outside. Never throws.
 * @param used terms that must not vanish
 * @param usedLevels levels that subjects have and that must not vanish
 */
export function checkVocabulary(
  definition: unknown,
  used: readonly UsedTerm[] = [],
  usedLevels: readonly string[] = [],
): CheckedVocabulary {
  const parsed = vocabularySchema.safeParse(definition);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => problem(issue.path.join('.'), issue.message));
    return { vocabulary: null, problems };
  }
  const vocabulary = parsed.data;
  const problems = [
    ...levelProblems(vocabulary, usedLevels),
    ...doubles(vocabulary.kinds, 'kinds'),
    ...vocabulary.kinds.flatMap((kind, index) => kindProblems(kind, `kinds.${index}`, vocabulary)),
    ...keyProblems(vocabulary),
    ...landmarkProblems(vocabulary),
    ...usedProblems(vocabulary, used),
  ];
  return { vocabulary: problems.length === 0 ? vocabulary : null, problems };
}

function problem(parameter: string, message: string, code = 'INVALID_VOCABULARY'): Problem {
  return {
    code,
    severity: 'error',
    message: `${parameter === '' ? 'The vocabulary' : parameter}: ${message}`,
    place: { parameter },
  };
}

function doubles(entries: readonly { readonly name: string }[], place: string): Problem[] {
  return entries.flatMap(({ name }, index) =>
    entries.findIndex((each) => each.name === name) === index
      ? []
      : [problem(`${place}.${index}.name`, `${name} stands there twice. Names must differ.`)],
  );
}

function levelProblems({ levels }: Vocabulary, usedLevels: readonly string[]): Problem[] {
  const known = new Set(levels.map(({ name }) => name));
  const lost = usedLevels.filter((name) => !known.has(name));
  return [
    ...doubles(levels, 'levels'),
    ...levels.flatMap(({ idPattern }, index) =>
      idPattern === undefined || isExpression(idPattern)
        ? []
        : [problem(`levels.${index}.idPattern`, `${idPattern} is no regular expression.`)],
    ),
    ...lost.map((name) =>
      problem('levels', `Subjects are of the level ${name}. Keep it, or remove them first.`, 'LEVEL_IN_USE'),
    ),
  ];
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

function kindProblems(kind: VocabularyKind, place: string, { levels }: Vocabulary): Problem[] {
  const names = levels.map(({ name }) => name);
  return [
    ...(names.includes(kind.level)
      ? []
      : [problem(`${place}.level`, `There is no level ${kind.level}: expected one of ${names.join(', ')}.`)]),
    ...doubles(kind.terms, `${place}.terms`),
    ...doubles(kind.details, `${place}.details`),
    ...severityProblems(kind, place),
    ...(kind.terms.some(({ name }) => name === kind.emptyValue)
      ? [problem(`${place}.emptyValue`, `${kind.emptyValue} is a term too: choose another name.`)]
      : []),
    ...(kind.terms.length === 0 && !kind.freeText
      ? [problem(`${place}.terms`, 'A kind needs at least one term, or freeText.')]
      : []),
    ...kind.details.flatMap(({ type, choices }, index) =>
      choices === null || type === 'text'
        ? []
        : [problem(`${place}.details.${index}.choices`, `Only a text has choices, not a ${type}.`)],
    ),
    ...kind.terms.flatMap((term, index) => termProblems(term, kind, `${place}.terms.${index}`)),
  ];
}

function severityProblems({ severities, defaultSeverity, terms }: VocabularyKind, place: string): Problem[] {
  const allowed = severities ?? [];
  const expectation = severities === null ? 'the kind has none' : `expected one of ${severities.join(', ')}`;
  const wrong = [
    { severity: defaultSeverity ?? undefined, at: `${place}.defaultSeverity` },
    ...terms.map(({ severity }, index) => ({ severity, at: `${place}.terms.${index}.severity` })),
  ].flatMap(({ severity, at }) =>
    severity === undefined || allowed.includes(severity)
      ? []
      : [problem(at, `The severity is ${severity}: ${expectation}.`)],
  );
  const lacksDefault = severities !== null && defaultSeverity === null && !severities.includes('warning');
  return lacksDefault
    ? [...wrong, problem(`${place}.defaultSeverity`, 'A kind with severities needs a default one.')]
    : wrong;
}

function termProblems(term: VocabularyTerm, kind: VocabularyKind, place: string): Problem[] {
  const needsFrames = kind.scope !== 'frames' && (term.terminal || term.landmark !== null);
  return [
    ...(needsFrames
      ? [
          problem(
            place,
            `${term.name} is terminal or a landmark, which only terms of kinds about frames can be.`,
          ),
        ]
      : []),
    ...(term.terminal && !term.exclusive
      ? [
          problem(
            `${place}.exclusive`,
            `${term.name} is terminal and must be exclusive too: nothing else follows it.`,
          ),
        ]
      : []),
    ...([...rangeAnchors, 'all'].some((name) => name === term.landmark)
      ? [problem(`${place}.landmark`, `${term.landmark} has a meaning in ranges already.`)]
      : []),
  ];
}

/** One key sets one label of a subject. */
function keyProblems({ kinds }: Vocabulary): Problem[] {
  const seen = new Map<string, string>();
  return kinds.flatMap(({ level, name: kind, terms }, k) =>
    terms.flatMap(({ key, name }, index) => {
      if (key === null) return [];
      const holder = seen.get(`${level} ${key}`);
      seen.set(`${level} ${key}`, holder ?? `${kind} ${name}`);
      if (holder === undefined) return [];
      return [problem(`kinds.${k}.terms.${index}.key`, `The key ${key} sets ${holder} already.`)];
    }),
  );
}

/** Two kinds must not make one landmark of a level. */
function landmarkProblems({ kinds }: Vocabulary): Problem[] {
  const seen = new Set<string>();
  return kinds.flatMap(({ level, terms }, k) =>
    terms.flatMap(({ landmark }, index) => {
      if (landmark === null) return [];
      const isDouble = seen.has(`${level} ${landmark}`);
      seen.add(`${level} ${landmark}`);
      return isDouble
        ? [problem(`kinds.${k}.terms.${index}.landmark`, `Another term makes the landmark ${landmark}.`)]
        : [];
    }),
  );
}

function usedProblems({ kinds }: Vocabulary, used: readonly UsedTerm[]): Problem[] {
  return used.flatMap(({ kind: name, value, count }) => {
    const kind = kinds.find((each) => each.name === name);
    if (kind !== undefined && (kind.freeText || kind.terms.some((term) => term.name === value))) return [];
    const message = `${count} ${count === 1 ? 'annotation says' : 'annotations say'} ${name} ${value}. Keep it, or change them first.`;
    return [problem('kinds', message, 'TERM_IN_USE')];
  });
}
