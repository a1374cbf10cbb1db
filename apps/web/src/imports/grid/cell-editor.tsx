'use client';
import { type KeyboardEvent, useId, useRef } from 'react';
import classes from './grid.module.css';
import type { CellAt } from './selection';

export interface CellEditorProps {
  readonly text: string;
  readonly label: string;
  /** What the cell may say, where that is a list. */
  readonly choices: readonly string[];
  readonly onText: (text: string) => void;
  readonly onEnd: (how: 'keep' | 'drop', move: CellAt) => void;
  readonly onNextProblem: (direction: 1 | -1) => boolean;
}

const stay: CellAt = { row: 0, column: 0 };

/** The field over a cell: Enter and Tab keep what was typed, Escape drops it. */
export function CellEditor({ text, label, choices, onText, onEnd, onNextProblem }: CellEditorProps) {
  const list = useId();
  const isOver = useRef(false);
  const end = (how: 'keep' | 'drop', move: CellAt) => {
    if (isOver.current) return;
    isOver.current = true;
    onEnd(how, move);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') end('keep', { row: event.shiftKey ? -1 : 1, column: 0 });
    else if (event.key === 'Escape') end('drop', stay);
    else if (event.key === 'Tab') {
      end('keep', stay);
      onNextProblem(event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the field opens because somebody types into the cell
        autoFocus
        className={classes.editor}
        aria-label={label}
        value={text}
        list={choices.length > 0 ? list : undefined}
        spellCheck={false}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => end('keep', stay)}
      />
      {choices.length > 0 && (
        <datalist id={list}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
    </>
  );
}
