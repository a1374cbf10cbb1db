import { useMemo } from 'react';
import { formatNumber } from '@/formatting/numbers';
import classes from './coverage.module.css';
import { type CoverageCell, countStates } from './layout';
import { cellLooks, cellStates } from './look';

/** The states that occur, with their marks and counts. */
export function CoverageLegend({ cells }: { readonly cells: readonly CoverageCell[] }) {
  const counts = useMemo(() => countStates(cells), [cells]);
  return (
    <ul className={`${classes.legend} numeric`}>
      {cellStates
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <li key={state}>
            <span className={classes.mark} data-state={state} aria-hidden>
              {cellLooks[state].sign}
            </span>
            {formatNumber(counts[state])} {cellLooks[state].word.toLowerCase()}
          </li>
        ))}
    </ul>
  );
}
