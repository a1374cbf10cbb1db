'use client';
import { memo } from 'react';
import type { ImportRow } from '../queries';
import { CellEditor } from './cell-editor';
import { cellState, changeOf, formerText, problemsAt, problemTexts, severityOf, textHere } from './cells';
import classes from './grid.module.css';
import type { GridColumn } from './grid-view';
import type { CellAt } from './selection';
import type { Typing } from './use-grid';

export interface GridRowProps {
  readonly index: number;
  readonly number: number;
  readonly top: number;
  readonly width: number;
  /** Absent until it is fetched. */
  readonly row: ImportRow | undefined;
  readonly columns: readonly GridColumn[];
  readonly pending: ReadonlyMap<string, string>;
  /** First and last chosen column; -1: none. */
  readonly from: number;
  readonly to: number;
  /** -1: the focus is in another row. */
  readonly focusColumn: number;
  readonly typing: Typing | null;
  readonly onTyping: (typing: Typing) => void;
  readonly onTyped: (how: 'keep' | 'drop', move: CellAt) => void;
  readonly onNextProblem: (direction: 1 | -1) => boolean;
}

const sameRow = (a: GridRowProps, b: GridRowProps) =>
  a.row === b.row &&
  a.index === b.index &&
  a.top === b.top &&
  a.width === b.width &&
  a.columns === b.columns &&
  a.pending === b.pending &&
  a.from === b.from &&
  a.to === b.to &&
  a.focusColumn === b.focusColumn &&
  a.typing === null &&
  b.typing === null;

/** One row; drawn anew only when something in it changes. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, number, top, width, row, columns } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself has the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      style={{ transform: `translateY(${top}px)`, width }}
      data-status={row?.status}
    >
      <span className={classes.number}>{number}</span>
      {columns.map((column) =>
        row === undefined ? (
          <span key={column.column} className={classes.cell} style={{ width: column.widthPx }}>
            …
          </span>
        ) : (
          <GridCell key={column.column} {...props} row={row} column={column} />
        ),
      )}
    </div>
  );
}, sameRow);

type GridCellProps = GridRowProps & { readonly row: ImportRow; readonly column: GridColumn };

function GridCell({ row, column: of, ...props }: GridCellProps) {
  const { index, pending, from, to, focusColumn, typing } = props;
  const { column, field, isUsed, widthPx } = of;
  const problems = problemsAt(row, column);
  const { text } = cellState(row, column, pending);
  const change = changeOf(row, field?.name ?? null);
  const former = formerText(row, column, text) ?? textHere(change);
  const isTyping = typing?.column === column;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself has the focus
    <div
      id={`cell-${index}-${column}`}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={column >= from && column <= to}
      aria-invalid={severityOf(problems) === 'error' || undefined}
      className={classes.cell}
      style={{ width: widthPx }}
      data-cell={`${index} ${column}`}
      data-severity={severityOf(problems) ?? (change?.change === 'conflict' ? 'warning' : undefined)}
      data-focus={focusColumn === column || undefined}
      data-ignored={!isUsed || undefined}
      data-edited={former !== null || undefined}
      title={problems.length > 0 ? problemTexts(problems) : undefined}
    >
      {former !== null && former !== '' && <s className={classes.former}>{former}</s>}
      <span>{text}</span>
      {isTyping && typing !== null && (
        <CellEditor
          text={typing.text}
          label={`Row ${row.number}, ${of.heading}`}
          choices={field?.values ?? []}
          onText={(next) => props.onTyping({ ...typing, text: next })}
          onEnd={props.onTyped}
          onNextProblem={props.onNextProblem}
        />
      )}
    </div>
  );
}
