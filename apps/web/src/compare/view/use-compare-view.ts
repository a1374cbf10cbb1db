'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useState } from 'react';
import { type CompareView, parseView, viewSearch } from './url-state';

/** The view in the address and a function that changes parts of it in place, without asking the server for a page. */
export function useCompareView(): readonly [CompareView, (change: Partial<CompareView>) => void] {
  const search = useSearchParams();
  const path = usePathname();
  const [known, setKnown] = useState(() => ({ search, view: parseView(search) }));
  if (known.search !== search) setKnown({ search, view: parseView(search, known.view) });
  const change = useCallback(
    (part: Partial<CompareView>) => {
      // The address itself, not the last drawn view: two quick changes must both count.
      const now = parseView(new URLSearchParams(window.location.search));
      window.history.replaceState(null, '', `${path}${viewSearch({ ...now, ...part })}`);
    },
    [path],
  );
  return [known.view, change];
}
