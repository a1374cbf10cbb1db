/** The unfinished scaffold of a project in the browser's storage, so that a reload loses nothing. */
import { emptyDraft, type ScaffoldDraft } from './draft';

/** Part of the key: a draft that was stored in another shape is not read. */
const shape = 1;

export interface StoredScaffold {
  readonly draft: ScaffoldDraft;
  /** File whose frame is shown; null: none was chosen. */
  readonly frameFileId: string | null;
  readonly timeS: number;
}

/** @param openedId file that the draft began as; null: a new scaffold */
export function draftKey(slug: string, openedId: string | null): string {
  return `batchyard:scaffold:${shape}:${slug}:${openedId ?? 'new'}`;
}

/** Text to store; null where there is nothing worth keeping. */
export function writeDraft(stored: StoredScaffold): string | null {
  const isUntouched =
    stored.frameFileId === null && JSON.stringify(stored.draft) === JSON.stringify(emptyDraft);
  return isUntouched ? null : JSON.stringify(stored);
}

/** A stored draft; null where there is none or the text is not one (somebody else may write to the storage). */
export function readDraft(text: string | null): StoredScaffold | null {
  if (text === null) return null;
  try {
    const stored = JSON.parse(text) as StoredScaffold;
    return hasShape(stored.draft, emptyDraft) && typeof stored.timeS === 'number' ? stored : null;
  } catch {
    return null;
  }
}

/** Whether all fields are there, those of groups too, each list a list. */
function hasShape(value: unknown, model: unknown): boolean {
  if (Array.isArray(model)) return Array.isArray(value);
  if (typeof model !== 'object' || model === null)
    return value === null || model === null || typeof value === typeof model;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(model).every(
    ([name, entry]) => name in value && hasShape((value as Record<string, unknown>)[name], entry),
  );
}
