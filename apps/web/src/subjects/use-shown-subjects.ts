'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type ShownSubjects, shownSubjectsFrom, shownSubjectsSearch } from './shown-subjects';

/** The filter in the address, and a function that changes parts of it in place. */
export function useShownSubjects(): readonly [ShownSubjects, (change: Partial<ShownSubjects>) => void] {
  const address = useSearchParams();
  const path = usePathname();
  const shown = useMemo(() => shownSubjectsFrom(address), [address]);
  const change = useCallback(
    (part: Partial<ShownSubjects>) => {
      const now = shownSubjectsFrom(new URLSearchParams(window.location.search));
      window.history.replaceState(null, '', `${path}${shownSubjectsSearch({ ...now, ...part })}`);
    },
    [path],
  );
  return [shown, change];
}
