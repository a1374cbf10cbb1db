'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from '@/graphql/client';
import { ApiError } from '@/graphql/error';
import { type CellChange, cellKey, emptyHistory, redone, undone, withStep } from './grid/edits';
import { editImportCells } from './queries';
import { useRefresh } from './use-import';

/** Edits are sent in portions of at most so many cells. */
const portionCells = 5_000;

export interface Edits {
  /** Texts that are not saved yet, by `row column`. */
  readonly pending: ReadonlyMap<string, string>;
  readonly isSaving: boolean;
  readonly error: unknown;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly apply: (changes: readonly CellChange[]) => void;
  /** Takes note of a step that is saved already, so that it can be taken back. */
  readonly remember: (changes: readonly CellChange[]) => void;
  /** Takes the last step back. @returns its cells */
  readonly undo: () => readonly CellChange[];
  readonly redo: () => readonly CellChange[];
  readonly tryAgain: () => void;
}

/**
 * Edits of cells: shown at once, sent one portion after another, with steps that can be taken back. What is not sent
 * yet is sent even when the step of the wizard is left.
 */
export function useEdits(id: string): Edits {
  const [pending, setPending] = useState<ReadonlyMap<string, string>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const [history, setHistory] = useState(emptyHistory);
  const queue = useRef<CellChange[]>([]);
  const isSending = useRef(false);
  const refresh = useRefresh();

  const send = useCallback(async () => {
    if (isSending.current) return;
    isSending.current = true;
    setError(null);
    while (queue.current.length > 0) {
      const portion = queue.current.slice(0, portionCells);
      try {
        await sendEdits(id, portion);
      } catch (cause) {
        setError(cause);
        break;
      }
      queue.current = queue.current.slice(portion.length);
      await refresh();
      setPending((former) => withoutSent(former, portion, queue.current));
    }
    isSending.current = false;
  }, [id, refresh]);

  const enqueue = useCallback(
    (changes: readonly CellChange[]) => {
      if (changes.length === 0) return;
      queue.current = [...queue.current, ...changes];
      setPending((former) => {
        const next = new Map(former);
        for (const { row, column, after } of changes) next.set(cellKey(row, column), after.text);
        return next;
      });
      void send();
    },
    [send],
  );
  const goThrough = (way: typeof undone) => {
    const { history: next, step } = way(history);
    setHistory(next);
    enqueue(step ?? []);
    return step ?? [];
  };
  useWarningBeforeLeaving(pending.size > 0);
  return {
    pending,
    isSaving: pending.size > 0 && error === null,
    error,
    canUndo: history.done.length > 0,
    canRedo: history.undone.length > 0,
    apply: (changes) => {
      const real = changes.filter(({ before, after }) => before.text !== after.text);
      if (real.length === 0) return;
      setHistory((former) => withStep(former, real));
      enqueue(real);
    },
    remember: (changes) => {
      if (changes.length > 0) setHistory((former) => withStep(former, changes));
    },
    undo: () => goThrough(undone),
    redo: () => goThrough(redone),
    tryAgain: () => void send(),
  };
}

async function sendEdits(id: string, changes: readonly CellChange[]): Promise<void> {
  // The last word on a cell counts.
  const last = new Map(changes.map((change) => [cellKey(change.row, change.column), change]));
  const edits = [...last.values()].map(({ row, column, after }) =>
    after.isRead ? { row, column, restore: true } : { row, column, text: after.text },
  );
  const { editImportCells: answer } = await request(editImportCells, { input: { id, edits } });
  const [first] = answer.problems;
  if (first) throw new ApiError('BAD_REQUEST', first.message, answer.problems);
}

function withoutSent(
  pending: ReadonlyMap<string, string>,
  sent: readonly CellChange[],
  waiting: readonly CellChange[],
): ReadonlyMap<string, string> {
  const kept = new Set(waiting.map(({ row, column }) => cellKey(row, column)));
  const next = new Map(pending);
  for (const { row, column } of sent) {
    const key = cellKey(row, column);
    if (!kept.has(key)) next.delete(key);
  }
  return next;
}

function useWarningBeforeLeaving(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}
