/** A change as people see it in the journal. */
export interface ChangesetRecord {
  readonly id: string;
  /** null: of the installation. */
  readonly projectId: string | null;
  readonly actorId: string | null;
  readonly verb: string;
  readonly summary: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly createdAt: Date;
  readonly undoneById: string | null;
  /** Of a kind that can be undone, and not undone yet. */
  readonly isUndoable: boolean;
}
