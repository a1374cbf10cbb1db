import { formatNumber } from '@/formatting/numbers';
import classes from './coverage.module.css';
import { cellLabel, countsText, type MapGroup } from './layout';
import { cellLooks, cellStates } from './look';

export interface CoverageGroupCellProps {
  /** Null where the design has no such cell. */
  readonly group: MapGroup | null;
  readonly hasReplicates: boolean;
  /** Position of the mark that Tab reaches first. */
  readonly firstPosition: number | undefined;
  readonly onGroup: (group: MapGroup) => void;
}

/** The cells of one place: marks when few, a bar of counts when many. */
export function CoverageGroupCell({ group, hasReplicates, firstPosition, onGroup }: CoverageGroupCellProps) {
  if (group === null) return <span className={classes.none}>–</span>;
  if (group.cells === null) return <Counts group={group} onGroup={onGroup} />;
  return (
    <span
      className={classes.marks}
      style={{ gridTemplateColumns: `repeat(${marksPerLine(group.cells.length)}, auto)` }}
    >
      {group.cells.map((cell) => (
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
}

/** Nearly square blocks, wider than high; up to three marks stand in one line. */
function marksPerLine(count: number): number {
  return count <= 3 ? count : Math.ceil(Math.sqrt(count));
}

function Counts({
  group,
  onGroup,
}: {
  readonly group: MapGroup;
  readonly onGroup: (group: MapGroup) => void;
}) {
  const { counts, total } = group;
  const done = counts.succeeded + counts.reused;
  return (
    <button
      type="button"
      className={classes.group}
      onClick={() => onGroup(group)}
      title={countsText(counts)}
      aria-label={`${countsText(counts)}; list these cells`}
    >
      <span className={classes.bar} aria-hidden>
        {cellStates
          .filter((state) => counts[state] > 0)
          .map((state) => (
            <span
              key={state}
              className={classes.part}
              data-state={state}
              style={{ flexGrow: counts[state] }}
            />
          ))}
      </span>
      <span>
        {done === total ? formatNumber(total) : `${formatNumber(done)} of ${formatNumber(total)}`}
        {counts.failed > 0 && <b className={classes.failed}> ×{formatNumber(counts.failed)}</b>}
      </span>
    </button>
  );
}
