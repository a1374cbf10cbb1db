/** What stands in the way of an undo, in the order of what did it. */
import { words } from './counts-text';
import type { UndoResult } from './queries';

type EditedSince = UndoResult['editedSince'][number];

/** Things that one later change edited, or that one reason holds back. */
export interface EditedTogether {
  readonly reason: string;
  /** The later change; null where it is not one alone. */
  readonly changesetId: string | null;
  /** Each once, with how many have that name: `phenotype EDEMA of e1 (3)`. */
  readonly names: readonly string[];
}

/** One entry for each reason, its things named once. */
export function editedTogether(edited: readonly EditedSince[]): EditedTogether[] {
  const byReason = grouped(edited, ({ reason, changesetId }) => `${changesetId} ${reason}`);
  return byReason.flatMap(({ all: [first, ...others] }) => {
    if (first === undefined) return [];
    const names = grouped([first, ...others], nameOf).map(({ key, all }) =>
      all.length === 1 ? key : `${key} (${all.length})`,
    );
    return [{ reason: first.reason, changesetId: first.changesetId, names }];
  });
}

/** Names of statements say what they are; others need the word. */
const nameOf = ({ entity, name }: EditedSince) =>
  entity === 'annotation' ? name : `${words(entity)} ${name}`;

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].map(([key, all]) => ({ key, all }));
}
