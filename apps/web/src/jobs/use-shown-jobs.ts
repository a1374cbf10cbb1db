'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type ShownJobs, shownJobsFrom, shownJobsSearch } from './shown-jobs';

/** The filter in the address, and a function that changes parts of it in place. */
export function useShownJobs(): readonly [ShownJobs, (change: Partial<ShownJobs>) => void] {
  const address = useSearchParams();
  const path = usePathname();
  const shown = useMemo(() => shownJobsFrom(address), [address]);
  const change = useCallback(
    (part: Partial<ShownJobs>) => {
      // The address itself, not the last drawn filter: two quick changes must both count.
      const now = shownJobsFrom(new URLSearchParams(window.location.search));
      window.history.replaceState(null, '', `${path}${shownJobsSearch({ ...now, ...part })}`);
    },
    [path],
  );
  return [shown, change];
}
