/** What one person does in one project, over all subjects: saving it, undoing and redoing it. */
import type { SaveQueue } from './queue';
import { createSaver, type Saver, type SaverOptions, type SaveState } from './saver';
import {
  emptyStack,
  forgotten,
  recorded,
  redoneOnce,
  saved,
  type UndoStack,
  type UndoStep,
  undoneOnce,
} from './undo-stack';
import type { QueueEntry, Work } from './work';

/** What was said about an entry by the server, for the reader. */
export interface Notice {
  readonly isRefusal: boolean;
  readonly text: string;
}

export interface SessionState {
  readonly save: SaveState;
  readonly stack: UndoStack;
  readonly notice: Notice | null;
}

export interface Session {
  readonly saver: Saver;
  /** Does something that can be undone. */
  perform(subject: { readonly id: string; readonly name: string }, title: string, work: Work): void;
  /** Takes the newest step back; null where there is none. */
  undo(): UndoStep | null;
  redo(): UndoStep | null;
  clearNotice(): void;
  state(): SessionState;
  subscribe(listener: () => void): () => void;
}

export interface SessionOptions {
  readonly queue: SaveQueue;
  readonly send: SaverOptions['send'];
  readonly exclusively?: SaverOptions['exclusively'];
  readonly newId: () => string;
  readonly nowMs: () => number;
}

export function createSession({ queue, send, exclusively, newId, nowMs }: SessionOptions): Session {
  const listeners = new Set<() => void>();
  let stack = emptyStack;
  let notice: Notice | null = null;
  const saver = createSaver({ queue, send, exclusively, onSettled });
  let shown: SessionState = { save: saver.state(), stack, notice };

  const changed = () => {
    shown = { save: saver.state(), stack, notice };
    for (const listener of listeners) listener();
  };
  saver.subscribe(changed);

  function onSettled(entry: QueueEntry, outcome: Parameters<SaverOptions['onSettled']>[1]) {
    if (outcome.type === 'refused') {
      notice = { isRefusal: true, text: outcome.reason };
      stack = forgotten(stack, entry.id);
    } else if (entry.work.type !== 'undo') {
      const { changesetId, notes } = outcome;
      stack = changesetId === null ? forgotten(stack, entry.id) : saved(stack, entry.id, changesetId);
      if (notes.length > 0) notice = { isRefusal: false, text: notes.join(' ') };
    }
  }

  const submit = (step: Pick<UndoStep, 'entryId' | 'subjectId' | 'subjectName' | 'title' | 'work'>) => {
    const { entryId: id, subjectId, subjectName, title, work } = step;
    notice = null;
    saver.submit({ id, subjectId, subjectName, title, atMs: nowMs(), work, refusal: null });
  };

  const takeBack = ({ entryId, changesetId, subjectId, subjectName, title }: UndoStep) => {
    if (saver.withdraw(entryId)) return;
    const work: Work = { type: 'undo', changesetId, ofEntry: entryId };
    submit({ entryId: newId(), subjectId, subjectName, title: `Undo: ${title}`, work });
  };

  return {
    saver,
    perform(subject, title, work) {
      const step = { entryId: newId(), subjectId: subject.id, subjectName: subject.name, title, work };
      stack = recorded(stack, { ...step, changesetId: null });
      submit(step);
    },
    undo() {
      notice = null;
      const back = undoneOnce(stack);
      if (back === null) return null;
      stack = back.stack;
      takeBack(back.step);
      changed();
      return back.step;
    },
    redo() {
      const again = redoneOnce(stack, newId());
      if (again === null) return null;
      stack = again.stack;
      submit(again.step);
      return again.step;
    },
    clearNotice() {
      notice = null;
      changed();
    },
    state: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
