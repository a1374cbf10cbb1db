/** What jobs may be left out or shown for, by the vocabulary of the project, and how it is called. */
import { type LeftOut, leftOutText, readLeftOut, type Vocabulary } from '@batchyard/domain';

export interface LeaveOutGroup {
  readonly group: string;
  readonly items: readonly { readonly value: string; readonly label: string }[];
}

const idOf = (entry: LeftOut) => leftOutText([entry]) ?? '';

/**
 * Values to choose from by their kind, flags first, each kind beginning with all of it.
 * @param chosen listed too where the vocabulary does not have them
 */
export function leaveOutGroups(vocabulary: Vocabulary, chosen: readonly LeftOut[]): LeaveOutGroup[] {
  const isFlag = ({ severities }: Vocabulary['kinds'][number]) => severities !== null;
  const kinds = [...vocabulary.kinds.filter(isFlag), ...vocabulary.kinds.filter((kind) => !isFlag(kind))];
  const groups = kinds.map(({ name, title, terms }) => ({
    group: title,
    items: [
      { value: idOf({ kind: name, value: null }), label: `${title}: any` },
      ...terms.map((term) => ({ value: idOf({ kind: name, value: term.name }), label: term.title })),
    ],
  }));
  const known = new Set(groups.flatMap(({ items }) => items.map(({ value }) => value)));
  const others = chosen.filter((entry) => !known.has(idOf(entry)));
  if (others.length === 0) return groups;
  const items = others.map((entry) => ({ value: idOf(entry), label: entry.value ?? entry.kind }));
  return [...groups, { group: 'Other', items }];
}

/** Of the chooser and back. */
export const chosenIds = (leaveOut: readonly LeftOut[]): string[] => leaveOut.map(idOf);
export const leftOutOf = (ids: readonly string[]): LeftOut[] => readLeftOut(ids.join(','));
