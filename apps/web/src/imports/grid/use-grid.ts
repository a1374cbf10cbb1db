'use client';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { ImportRow } from '../queries';
import type { Edits } from '../use-edits';
import { blockText, parseBlock } from './block-text';
import { cellState, problemColumns, problemsAt } from './cells';
import { filled, filledDown, type PlacedText, pasted } from './edits';
import { nextProblemRow, positionOf } from './row-window';
import { blockOf, type CellAt, type GridSelection, moved, onlyCell, stepOf } from './selection';
import { rowsAtHand, rowsBetween } from './use-rows';

export interface GridInput {
  readonly importId: string;
  /** Numbers of the rows shown, ascending. */
  readonly numbers: readonly number[];
  readonly columnCount: number;
  /** Numbers of rows with problems, ascending. */
  readonly problemNumbers: readonly number[];
  /** Rows that are there, by number. */
  readonly rows: ReadonlyMap<number, ImportRow>;
  readonly edits: Edits;
  /** Rows that a page up or down goes. */
  readonly pageRows: number;
  readonly reveal: (cell: CellAt) => void;
}

/** A cell that is being typed into. */
export interface Typing extends CellAt {
  readonly text: string;
}

/** More cells than this are not changed by one key. */
const mostCells = 50_000;

/** Selection, typing and keys of the grid. */
export function useGrid(input: GridInput) {
  const { importId, numbers, columnCount, problemNumbers, rows, edits, pageRows, reveal } = input;
  const client = useQueryClient();
  const [selection, setSelection] = useState<GridSelection>(onlyCell({ row: 0, column: 0 }));
  const [typing, setTyping] = useState<Typing | null>(null);
  const [seek, setSeek] = useState<{ readonly row: number; readonly direction: 1 | -1 } | null>(null);
  const size = { rows: numbers.length, columns: columnCount };
  const { focus } = selection;
  const focusRow = rows.get(numbers[focus.row] ?? -1);
  const latest = useRef(edits);
  latest.current = edits;

  const go = useCallback(
    (next: GridSelection) => {
      setSelection(next);
      reveal(next.focus);
    },
    [reveal],
  );

  /** Writes texts, whose rows are fetched where they are not there: what stood there can be taken back. */
  const write = async (placed: readonly PlacedText[]) => {
    const [first, last] = [placed[0], placed.at(-1)];
    if (!first || !last) return;
    if (placed.length > mostCells) {
      const most = mostCells.toLocaleString('en');
      notifications.show({
        message: `Nothing was changed: at most ${most} cells at once. Choose fewer rows.`,
      });
      return;
    }
    const known = await rowsBetween(client, importId, numbers, first.row, last.row);
    const changes = placed.flatMap(({ row, column, text }) => {
      const found = known.get(numbers[row] ?? -1);
      if (!found) return [];
      const before = cellState(found, column, latest.current.pending);
      return [{ row: found.number, column, before, after: { text, isRead: false } }];
    });
    latest.current.apply(changes);
  };

  const nextProblem = (direction: 1 | -1): boolean => {
    const columns = focusRow ? problemColumns(focusRow) : [];
    const inRow =
      direction === 1
        ? columns.find((column) => column > focus.column)
        : columns.findLast((column) => column < focus.column);
    if (inRow !== undefined) {
      go(onlyCell({ row: focus.row, column: inRow }));
      return true;
    }
    const number = nextProblemRow(numbers, problemNumbers, numbers[focus.row] ?? 0, direction);
    if (number === null) return false;
    const row = positionOf(numbers, number);
    go(onlyCell({ row, column: 0 }));
    setSeek({ row, direction });
    return true;
  };

  // The row of the next problem may have to be fetched before its cell is known.
  const sought = seek === null ? undefined : rows.get(numbers[seek.row] ?? -1);
  useEffect(() => {
    if (seek === null || sought === undefined) return;
    const columns = problemColumns(sought);
    const column = seek.direction === 1 ? columns[0] : columns.at(-1);
    setSeek(null);
    if (column !== undefined) go(onlyCell({ row: seek.row, column }));
  }, [seek, sought, go]);

  const textIn =
    (known: ReadonlyMap<number, ImportRow>) =>
    ({ row, column }: CellAt): string => {
      const found = known.get(numbers[row] ?? -1);
      return found ? cellState(found, column, latest.current.pending).text : '';
    };
  const textAt = textIn(rows);
  const type = (text: string) => setTyping({ ...focus, text });
  const endTyping = (how: 'keep' | 'drop', move: CellAt) => {
    if (typing === null) return;
    setTyping(null);
    if (how === 'keep' && typing.text !== textAt(typing)) void write([typing]);
    go(moved(onlyCell(typing), move, size, 'move'));
  };
  const suggestion = focusRow
    ? (problemsAt(focusRow, focus.column).find((problem) => problem.suggestion !== null)?.suggestion ?? null)
    : null;
  const takeSuggestion = () => {
    if (suggestion !== null) void write([{ ...focus, text: suggestion }]);
  };
  const goBack = (step: ReturnType<Edits['undo']>) => {
    const top = step.reduce<(typeof step)[number] | null>(
      (least, change) => (least === null || change.row < least.row ? change : least),
      null,
    );
    if (top === null) return;
    const row = positionOf(numbers, top.row);
    if (numbers[row] === top.row) go(onlyCell({ row, column: top.column }));
  };
  const block = blockOf(selection);
  /** The row to be repeated may be far above those that are seen. */
  const fillDown = async () => {
    const known = await rowsBetween(client, importId, numbers, block.top - 1, block.top);
    await write(filledDown(block, textIn(known)));
  };
  const copy = (event: ClipboardEvent) => {
    event.preventDefault();
    const known = rowsAtHand(client, importId, numbers, block.top, block.bottom);
    if (known) event.clipboardData.setData('text/plain', copiedText(block, textIn(known)));
    else void copyFetched();
  };
  /** Browsers let a page write to the clipboard later only where its address is trusted. */
  const copyFetched = async () => {
    const known = await rowsBetween(client, importId, numbers, block.top, block.bottom);
    try {
      await navigator.clipboard.writeText(copiedText(block, textIn(known)));
    } catch {
      notifications.show({ message: 'The rows are fetched now: press Ctrl+C once more to copy them.' });
    }
  };

  /** @returns whether the key meant something here */
  const press = (event: KeyboardEvent): boolean => {
    const { key, shiftKey } = event;
    const isCtrl = event.ctrlKey || event.metaKey;
    const step = stepOf(key, isCtrl, pageRows);
    if (step !== null) {
      go(moved(selection, step, size, shiftKey ? 'extend' : 'move'));
      return true;
    }
    if (isCtrl) return pressWithCtrl(key.toLowerCase(), shiftKey);
    if (key === 'Tab') return nextProblem(shiftKey ? -1 : 1);
    if (key === 'Enter' || key === 'F2') type(textAt(focus));
    else if (key === 'Delete' || key === 'Backspace') void write(filled(block, ''));
    else if (key === ' ') takeSuggestion();
    else if (key.length === 1 && !event.altKey) type(key);
    else return false;
    return true;
  };
  const pressWithCtrl = (key: string, isShift: boolean): boolean => {
    if (key === 'd') void fillDown();
    else if (key === 'z') goBack(isShift ? edits.redo() : edits.undo());
    else if (key === 'y') goBack(edits.redo());
    else if (key === 'a') {
      setSelection({
        anchor: { row: 0, column: 0 },
        focus: { row: size.rows - 1, column: size.columns - 1 },
      });
    } else return false;
    return true;
  };

  return {
    selection,
    block,
    focusRow,
    typing,
    suggestion,
    setTyping,
    endTyping,
    nextProblem,
    takeSuggestion,
    press,
    select: (cell: CellAt, how: 'move' | 'extend') =>
      setSelection(how === 'extend' ? { anchor: selection.anchor, focus: cell } : onlyCell(cell)),
    type: () => type(textAt(focus)),
    paste: (event: ClipboardEvent) => {
      event.preventDefault();
      void write(pasted(parseBlock(event.clipboardData.getData('text/plain')), block, size));
    },
    copy,
  };
}

export type Grid = ReturnType<typeof useGrid>;

function copiedText(block: ReturnType<typeof blockOf>, textAt: (cell: CellAt) => string): string {
  const rows: string[][] = [];
  for (let row = block.top; row <= block.bottom; row++) {
    const cells: string[] = [];
    for (let column = block.left; column <= block.right; column++) cells.push(textAt({ row, column }));
    rows.push(cells);
  }
  return blockText(rows);
}
