'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useRef } from 'react';
import type { ImportField, ProblemGroup, WholeImport } from '../queries';
import type { Edits } from '../use-edits';
import { CellBar } from './cell-bar';
import classes from './grid.module.css';
import { GridRow } from './grid-row';
import { type CellAt, isWithin } from './selection';
import { useGrid } from './use-grid';
import { useRows } from './use-rows';

export interface GridViewProps {
  readonly draft: WholeImport;
  /** Numbers of the rows shown, ascending. */
  readonly numbers: readonly number[];
  /** Numbers of rows with problems, ascending. */
  readonly problemNumbers: readonly number[];
  readonly problemGroups: readonly ProblemGroup[];
  readonly edits: Edits;
}

const rowHeightPx = 32;
const numberWidthPx = 64;

/** The rows of a sheet to look at and mend; only those in view are drawn and fetched. */
export function GridView({ draft, numbers, problemNumbers, problemGroups, edits }: GridViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => gridColumns(draft), [draft]);
  const virtual = useVirtualizer({
    count: numbers.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    scrollPaddingStart: rowHeightPx + 20,
  });
  const drawn = virtual.getVirtualItems();
  const rows = useRows(draft.id, numbers, drawn[0]?.index ?? 0, drawn.at(-1)?.index ?? 0);
  const reveal = useCallback(
    (cell: CellAt) => {
      virtual.scrollToIndex(cell.row, { align: 'auto' });
      revealColumn(box.current, columns, cell.column);
    },
    [virtual, columns],
  );
  const pageRows = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / rowHeightPx) - 2);
  const grid = useGrid({
    importId: draft.id,
    numbers,
    columnCount: columns.length,
    problemNumbers,
    rows,
    edits,
    pageRows,
    reveal,
  });
  const { selection, block, typing } = grid;
  const leavesOnTab = useRef(false);

  const onKeyDown = (event: KeyboardEvent) => {
    if (typing !== null || leavesOnTab.current) {
      leavesOnTab.current = false;
      return;
    }
    if (event.key === 'Escape') leavesOnTab.current = true;
    else if (grid.press(event)) event.preventDefault();
  };
  const onMouse = (event: MouseEvent) => {
    const cell = cellOf(event.target);
    if (cell === null || typing !== null) return;
    if (event.type === 'mousedown') grid.select(cell, event.shiftKey ? 'extend' : 'move');
    else if (event.buttons === 1) grid.select(cell, 'extend');
  };
  const width = columns.reduce((sum, column) => sum + column.widthPx, numberWidthPx);
  return (
    <div className={classes.frame}>
      <CellBar
        draft={draft}
        row={grid.focusRow}
        column={selection.focus.column}
        isOne={isWithin(block, selection.focus) && block.top === block.bottom && block.left === block.right}
        groups={problemGroups}
        edits={edits}
        onTake={() => {
          grid.takeSuggestion();
          box.current?.focus({ preventScroll: true });
        }}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part */}
      <div
        ref={box}
        className={classes.box}
        style={{ maxHeight: virtual.getTotalSize() + headHeightPx + scrollbarPx }}
        role="grid"
        tabIndex={0}
        aria-label="Rows of the sheet"
        aria-rowcount={numbers.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={`cell-${selection.focus.row}-${selection.focus.column}`}
        data-testid="grid"
        onKeyDown={onKeyDown}
        onMouseDown={onMouse}
        onMouseOver={onMouse}
        onFocus={() => undefined}
        onDoubleClick={(event) => cellOf(event.target) && grid.type()}
        onPaste={(event) => typing === null && grid.paste(event)}
        onCopy={(event) => typing === null && grid.copy(event)}
      >
        <div className={classes.inner} style={{ width, height: virtual.getTotalSize() + headHeightPx }}>
          <GridHead columns={columns} width={width} />
          {drawn.map(({ index, start }) => {
            const row = rows.get(numbers[index] ?? -1);
            const isChosen = index >= block.top && index <= block.bottom;
            return (
              <GridRow
                key={numbers[index]}
                index={index}
                number={numbers[index] ?? 0}
                top={start + headHeightPx}
                width={width}
                row={row}
                columns={columns}
                pending={edits.pending}
                from={isChosen ? block.left : -1}
                to={isChosen ? block.right : -1}
                focusColumn={selection.focus.row === index ? selection.focus.column : -1}
                typing={typing?.row === index ? typing : null}
                onTyping={grid.setTyping}
                onTyped={(how, move) => {
                  grid.endTyping(how, move);
                  box.current?.focus({ preventScroll: true });
                }}
                onNextProblem={grid.nextProblem}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const headHeightPx = 46;
/** Room for the bar that scrolls sideways. */
const scrollbarPx = 18;

export interface GridColumn {
  readonly column: number;
  readonly heading: string;
  /** Null: ignored. */
  readonly field: ImportField | null;
  readonly isUsed: boolean;
  readonly widthPx: number;
}

function gridColumns({ columns, fields }: WholeImport): GridColumn[] {
  return columns.map(({ column, heading, field, samples }) => {
    const letters = Math.max(heading.length, ...samples.map(({ length }) => length));
    return {
      column,
      heading: heading || `Column ${column + 1}`,
      field: fields.find(({ name }) => name === field) ?? null,
      isUsed: field !== null,
      widthPx: Math.min(280, Math.max(110, letters * 8 + 36)),
    };
  });
}

function GridHead({ columns, width }: { readonly columns: readonly GridColumn[]; readonly width: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself has the focus
    <div className={classes.headRow} role="row" aria-rowindex={1} style={{ width, height: headHeightPx }}>
      <span className={classes.number}>Row</span>
      {columns.map(({ column, heading, field, isUsed, widthPx }) => (
        // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part
        // biome-ignore lint/a11y/useFocusableInteractive: the grid itself has the focus
        <div
          key={column}
          role="columnheader"
          className={classes.headCell}
          style={{ width: widthPx }}
          data-ignored={!isUsed || undefined}
          title={heading}
        >
          <b>{heading}</b>
          <span>{field?.title ?? (isUsed ? 'kept as a fact' : 'ignored')}</span>
        </div>
      ))}
    </div>
  );
}

/** The cell that an event happened in. */
function cellOf(target: EventTarget): CellAt | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
  const [row, column] = (cell?.dataset.cell ?? '').split(' ').map(Number);
  return cell === null || row === undefined || column === undefined ? null : { row, column };
}

/** Scrolls sideways until the column is seen beside the row numbers, which stay. */
function revealColumn(box: HTMLElement | null, columns: readonly GridColumn[], column: number): void {
  if (box === null) return;
  const left = columns.slice(0, column).reduce((sum, { widthPx }) => sum + widthPx, 0);
  const right = left + (columns[column]?.widthPx ?? 0);
  const room = box.clientWidth - numberWidthPx;
  if (left < box.scrollLeft) box.scrollLeft = left;
  else if (right > box.scrollLeft + room) box.scrollLeft = right - room;
}
