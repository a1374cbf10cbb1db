'use client';
import { useCallback, useEffect, useState } from 'react';
import { emptyDraft, type ScaffoldDraft } from './draft/draft';
import { draftKey, readDraft, type StoredScaffold, writeDraft } from './draft/stored-draft';

/** A pause after which the draft is kept. */
const storeMs = 400;

/**
 * The scaffold that is being made, kept in the browser until it is discarded.
 * @param opened what it begins as where nothing is kept
 */
export function useScaffold(slug: string, openedId: string | null, opened: StoredScaffold | null) {
  const key = draftKey(slug, openedId);
  const begin = opened ?? { draft: emptyDraft, frameFileId: null, timeS: 0 };
  const [kept] = useState(() => readDraft(localStorage.getItem(key)));
  const [stored, setStored] = useState<StoredScaffold>(kept ?? begin);
  useEffect(() => {
    const timer = setTimeout(() => store(key, stored), storeMs);
    return () => clearTimeout(timer);
  }, [key, stored]);
  const change = useCallback(
    (patch: Partial<ScaffoldDraft> | ((draft: ScaffoldDraft) => Partial<ScaffoldDraft>)) =>
      setStored((all) => ({
        ...all,
        draft: { ...all.draft, ...(typeof patch === 'function' ? patch(all.draft) : patch) },
      })),
    [],
  );
  const showFrame = useCallback(
    (frame: Partial<Pick<StoredScaffold, 'frameFileId' | 'timeS'>>) =>
      setStored((all) => ({ ...all, ...frame })),
    [],
  );
  return {
    ...stored,
    change,
    showFrame,
    /** Whether the form began as what this browser kept. */
    isContinued: kept !== null,
    /** Gives up what was made here. */
    discard: () => setStored(begin),
  };
}

function store(key: string, stored: StoredScaffold): void {
  const text = writeDraft(stored);
  if (text === null) localStorage.removeItem(key);
  else localStorage.setItem(key, text);
}
