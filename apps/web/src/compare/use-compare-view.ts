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
      window.history.replaceState(null, '', `${path}${viewSearch({ ...view, ...part })}`);
    },
    [path, view],
  );
  return [view, change];
}
