'use client';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useMemo, useRef, useState } from 'react';
import { formatNumber, withUnit } from '@/formatting/numbers';
import classes from './coverage.module.css';
import { cellLabel } from './layout';
import { type CoverageCell, cellLooks } from './look';

export interface MarkBoardProps {
  /** Cells in reading order. */
  readonly order: readonly CoverageCell[];
  readonly projectSlug: string;
  readonly hasReplicates: boolean;
  readonly metric?: { readonly title: string; readonly unit: string };
  /** A table whose marks carry `data-position`. */
  readonly children: ReactNode;
}

interface Hint {
  readonly cell: CoverageCell;
  readonly left: number;
  readonly top: number;
}

/**
 * Pointer and keyboard for thousands of marks with one listener each and one hint for all:
 * a tooltip component for every mark would take seconds to draw.
 */
export function MarkBoard({ order, projectSlug, hasReplicates, metric, children }: MarkBoardProps) {
  const board = useRef<HTMLElement>(null);
  const router = useRouter();
  const [hint, setHint] = useState<Hint | null>(null);
  const cells = useMemo(() => new Map(order.map((cell) => [String(cell.position), cell])), [order]);
  const cellAt = (event: SyntheticEvent) => {
    const mark = (event.target as Element).closest<HTMLElement>('[data-position]');
    const cell = mark && cells.get(mark.dataset.position ?? '');
    return mark && cell ? { mark, cell } : null;
  };
  const show = (event: SyntheticEvent) => {
    const found = cellAt(event);
    setHint(found && board.current && { cell: found.cell, ...placeOf(found.mark, board.current) });
  };
  const open = (event: SyntheticEvent) => {
    const jobId = cellAt(event)?.cell.jobId;
    if (jobId) router.push(`/projects/${projectSlug}/jobs/${jobId}`);
  };
  const move = (event: KeyboardEvent) => {
    const found = cellAt(event);
    const next = found && nextMark(event.key, found.mark, board.current);
    if (!found || !next) return;
    event.preventDefault();
    found.mark.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  return (
    <section
      ref={board}
      className={classes.board}
      aria-label="Coverage map"
      onClick={open}
      onKeyDown={move}
      onMouseOver={show}
      onMouseLeave={() => setHint(null)}
      onFocus={show}
      onBlur={() => setHint(null)}
    >
      <div className={classes.scroll} onScroll={() => setHint(null)}>
        {children}
      </div>
      {hint && (
        <div className={classes.hint} style={{ left: hint.left, top: hint.top }} aria-hidden>
          <strong>{cellLooks[hint.cell.state].word}</strong>
          <span>{cellLabel(hint.cell, hasReplicates)}</span>
          {hint.cell.metric !== null && (
            <span className="numeric">
              {metric?.title ?? 'Value'}: {withUnit(formatNumber(hint.cell.metric), metric?.unit)}
            </span>
          )}
          <span>{hint.cell.jobId === null ? 'No job yet' : 'Click to see the job'}</span>
        </div>
      )}
    </section>
  );
}

/** Below the mark, inside the board's width. */
function placeOf(mark: HTMLElement, board: HTMLElement): { left: number; top: number } {
  const markBox = mark.getBoundingClientRect();
  const boardBox = board.getBoundingClientRect();
  const hintWidth = Math.min(280, boardBox.width);
  const left = Math.min(markBox.left - boardBox.left, boardBox.width - hintWidth);
  return { left: Math.max(0, left), top: markBox.bottom - boardBox.top + 6 };
}

/** Left and right go in reading order; up and down to the nearest mark of the line above or below. */
function nextMark(key: string, from: HTMLElement, board: HTMLElement | null): HTMLElement | null {
  const marks = [...(board?.querySelectorAll<HTMLElement>('[data-position]') ?? [])];
  const index = marks.indexOf(from);
  if (key === 'ArrowRight') return marks[index + 1] ?? null;
  if (key === 'ArrowLeft') return marks[index - 1] ?? null;
  if (key === 'Home') return marks[0] ?? null;
  if (key === 'End') return marks.at(-1) ?? null;
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const x = from.getBoundingClientRect().left;
  const side = key === 'ArrowDown' ? marks.slice(index + 1) : marks.slice(0, index).reverse();
  const top = (mark: HTMLElement) => mark.getBoundingClientRect().top;
  const own = top(from);
  const other = side.find((mark) => (key === 'ArrowDown' ? top(mark) > own + 4 : top(mark) < own - 4));
  if (!other) return null;
  const inLine = side.filter((mark) => Math.abs(top(mark) - top(other)) < 4);
  const distance = (mark: HTMLElement) => Math.abs(mark.getBoundingClientRect().left - x);
  return inLine.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best), other);
}
