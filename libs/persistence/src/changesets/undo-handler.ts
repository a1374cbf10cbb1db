import type { Session } from '../database/session.js';
import type { ChangeEntry } from './record.js';

/** What was changed again since, for people. */
export interface EditedSince {
  /** annotation, subject … */
  readonly entity: string;
  readonly name: string;
  readonly reason: string;
  /** The change that did it, where it is one that can be told. */
  readonly changesetId?: string;
}

/** The change that is being undone. */
export interface UndoneChange {
  readonly id: string;
  readonly projectId: string;
}

/** Turns back the rows of one kind that a change wrote. `entries` are those of the kind, newest first. */
export interface UndoHandler {
  /** What stands in the way; some of it is enough. Locks what `revert` will change. */
  check(session: Session, change: UndoneChange, entries: readonly ChangeEntry[]): Promise<EditedSince[]>;
  /** @param undoId changeset of the undo */
  revert(
    session: Session,
    change: UndoneChange,
    undoId: string,
    entries: readonly ChangeEntry[],
  ): Promise<void>;
}
