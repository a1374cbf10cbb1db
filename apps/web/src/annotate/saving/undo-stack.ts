/** What can be undone and redone on this page, newest last. Each step is one saved (or waiting) entry. */
import type { Work } from './work';

export interface UndoStep {
  /** The entry's id; a redone step gets a new one. */
  readonly entryId: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly title: string;
  readonly work: Work;
  /** Null until the server has answered. */
  readonly changesetId: string | null;
}

export interface UndoStack {
  readonly done: readonly UndoStep[];
  readonly undone: readonly UndoStep[];
}

export const emptyStack: UndoStack = { done: [], undone: [] };
const mostSteps = 500;

/** A new step; what was undone before can no longer be redone. */
export function recorded({ done }: UndoStack, step: UndoStep): UndoStack {
  return { done: [...done, step].slice(-mostSteps), undone: [] };
}

/** Takes the newest step back; null where there is none. */
export function undoneOnce({ done, undone }: UndoStack): { stack: UndoStack; step: UndoStep } | null {
  const step = done.at(-1);
  return step ? { step, stack: { done: done.slice(0, -1), undone: [...undone, step] } } : null;
}

/** Does the last undone step again under a new entry; null where there is none. */
export function redoneOnce(
  { done, undone }: UndoStack,
  entryId: string,
): { stack: UndoStack; step: UndoStep } | null {
  const last = undone.at(-1);
  if (!last) return null;
  const step = { ...last, entryId, changesetId: null };
  return { step, stack: { done: [...done, step], undone: undone.slice(0, -1) } };
}

/** Notes under which changeset an entry was saved. */
export function saved(stack: UndoStack, entryId: string, changesetId: string): UndoStack {
  const note = (step: UndoStep) => (step.entryId === entryId ? { ...step, changesetId } : step);
  return { done: stack.done.map(note), undone: stack.undone.map(note) };
}

/** Forgets a step that was refused or changed nothing. */
export function forgotten({ done, undone }: UndoStack, entryId: string): UndoStack {
  const others = (step: UndoStep) => step.entryId !== entryId;
  return { done: done.filter(others), undone: undone.filter(others) };
}
