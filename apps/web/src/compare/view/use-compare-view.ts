'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type CompareView, parseView, viewSearch } from './url-state';

/** The view in the address and a function that changes parts of it in place, without asking the server for a page. */
export function useCompareView(): readonly [CompareView, (change: Partial<CompareView>) => void] {
  const search = useSearchParams();
  const path = usePathname();
  const view = useMemo(() => parseView(search), [search]);
  const change = useCallback(
    (part: Partial<CompareView>) => {
      // The address itself, not the last drawn view: two quick changes must both count.
      const now = parseView(new URLSearchParams(window.location.search));
      window.history.replaceState(null, '', `${path}${viewSearch({ ...now, ...part })}`);
    },
    [path],
  );
  return [view, change];
}
