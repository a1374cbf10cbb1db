import { memo } from 'react';
import classes from './coverage.module.css';
import { type CoverageCell, cellLabel, countStates } from './layout';
import { cellLooks, cellStates } from './look';

export interface CoverageGroupCellProps {
  readonly cells: readonly CoverageCell[];
  /** Whether every input and replicate has its own mark. */
  readonly single: boolean;
  readonly hasReplicates: boolean;
  /** Position of the mark that Tab reaches first. */
  readonly firstPosition: number | undefined;
}

/** All inputs and replicates of one setting: marks when few, counts by state when many. */
export const CoverageGroupCell = memo(function CoverageGroupCell({
  cells,
  single,
  hasReplicates,
  firstPosition,
}: CoverageGroupCellProps) {
  if (cells.length === 0) return <span className={classes.none}>not in the design</span>;
  if (!single) return <Counts cells={cells} />;
  return (
    <span
      className={classes.marks}
      style={{ gridTemplateColumns: `repeat(${marksPerLine(cells.length)}, auto)` }}
    >
      {cells.map((cell) => (
        <button
          key={cell.position}
          type="button"
          className={classes.mark}
          data-state={cell.state}
          data-position={cell.position}
          tabIndex={cell.position === firstPosition ? 0 : -1}
          aria-label={`${cellLooks[cell.state].word}: ${cellLabel(cell, hasReplicates)}`}
        >
          {cellLooks[cell.state].sign}
        </button>
      ))}
    </span>
  );
});

/** Nearly square blocks, wider than high; up to three marks stand in one line. */
function marksPerLine(count: number): number {
  return count <= 3 ? count : Math.ceil(Math.sqrt(count));
}

function Counts({ cells }: { readonly cells: readonly CoverageCell[] }) {
  const counts = countStates(cells);
  return (
    <span className={classes.counts}>
      {cellStates
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <span
            key={state}
            className={classes.count}
            title={`${counts[state]} ${cellLooks[state].word.toLowerCase()}`}
          >
            <span className={classes.mark} data-state={state} role="img" aria-label={cellLooks[state].word}>
              {cellLooks[state].sign}
            </span>
            {counts[state]}
          </span>
        ))}
    </span>
  );
}
