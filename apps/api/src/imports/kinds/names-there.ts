/** What a project has of the kind that cells name: subjects, files. */
import { cellText, type KnownNames, knownNames, meantNames, type SheetCell } from '@batchyard/domain';
import type { Persistence } from '../../persistence.module.js';

/** Answers questions about names without reading all of them. */
export interface NamesThere {
  /** Those of the names that exist. */
  among(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Names that match one of the regular expressions in lower case; of each the first two. */
  matching(patterns: readonly string[]): Promise<readonly string[]>;
  /** In their order. */
  first(count: number): Promise<readonly string[]>;
}

export function subjectsThere(
  {
    subjectsAmong,
    subjectsMatching,
    firstSubjectNames,
  }: Pick<Persistence['imports'], 'subjectsAmong' | 'subjectsMatching' | 'firstSubjectNames'>,
  projectId: string,
): NamesThere {
  return {
    among: async (names) => new Set(names.length === 0 ? [] : await subjectsAmong(projectId, names)),
    matching: async (patterns) => (patterns.length === 0 ? [] : subjectsMatching(projectId, patterns)),
    first: (count) => firstSubjectNames(projectId, count),
  };
}

/** Of names that are all in hand. */
export function namesOfSet(all: ReadonlySet<string>): NamesThere {
  return {
    among: async (names) => new Set(names.filter((name) => all.has(name))),
    matching: async (patterns) => {
      const matchers = patterns.map((pattern) => new RegExp(pattern));
      return [...all].filter((name) => matchers.some((matcher) => matcher.test(name.toLowerCase())));
    },
    first: async (count) => [...all].sort().slice(0, count),
  };
}

/** The names that the cells may mean: most are names as they stand, and only the others are looked at twice. */
export async function namesMeant(there: NamesThere, cells: readonly SheetCell[]): Promise<KnownNames> {
  const texts = new Set(cells.map(cellText));
  texts.delete('');
  const exact = await there.among([...texts]);
  const meant = meantNames(cells.filter((cell) => !exact.has(cellText(cell))));
  const others = await there.among([...meant.names].filter((name) => !exact.has(name)));
  const matching = await there.matching([...meant.patterns]);
  const names = new Set([...exact, ...others, ...matching]);
  return knownNames(names, names.size > 0 || (await there.first(1)).length > 0);
}
