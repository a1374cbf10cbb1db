import type { Json } from '@batchyard/domain';
import { formatNumber } from '@/formatting/numbers';
import { stateCounts } from '../cell-counts';
import classes from './coverage.module.css';
import { cellLooks, cellMeanings, cellStates } from './look';

/** The states that occur, with their marks and counts. @param counts as the API gives them */
export function CoverageLegend({ counts }: { readonly counts: Json }) {
  const known = stateCounts(counts);
  return (
    <ul className={`${classes.legend} numeric`}>
      {cellStates
        .filter((state) => known[state] > 0)
        .map((state) => (
          <li key={state} title={cellMeanings[state]}>
            <span className={classes.mark} data-state={state} aria-hidden>
              {cellLooks[state].sign}
            </span>
            {formatNumber(known[state])} {cellLooks[state].word.toLowerCase()}
          </li>
        ))}
    </ul>
  );
}
