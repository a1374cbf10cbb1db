import { onlyRow, type Session } from '../database/session.js';

/** Through what a change came in. */
export type ChangeSource = 'web' | 'cli' | 'api' | 'import' | 'schedule' | 'system';

/** Who changes something, and through what. `userId` is null for the system itself. */
export interface Actor {
  readonly userId: string | null;
  readonly source: ChangeSource;
}

export interface ChangeEntry {
  /** Table name. */
  readonly entity: string;
  readonly entityId: string;
  /** null: it did not exist. */
  readonly before: unknown;
  /** null: it exists no longer. */
  readonly after: unknown;
}

export interface Change {
  readonly projectId: string | null;
  /** snake_case, for example `create_project`. */
  readonly verb: string;
  /** One sentence for people. */
  readonly summary: string;
  /** How many of what it writes. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly entries?: readonly ChangeEntry[];
}

/** Writes a change into the journal, in the transaction of the change itself. @returns the changeset's id */
export async function recordChange(session: Session, actor: Actor, change: Change): Promise<string> {
  const { id } = onlyRow(
    await session.query<{ id: string }>(
      `insert into changeset (project_id, actor_id, source, verb, summary, counts)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [
        change.projectId,
        actor.userId,
        actor.source,
        change.verb,
        change.summary,
        JSON.stringify(change.counts ?? {}),
      ],
    ),
  );
  if (change.entries?.length) await recordEntries(session, id, change.entries);
  return id;
}

/** Entries of one statement. */
const entriesAtOnce = 20_000;

/** Adds rows to a changeset that is being written. @param firstPosition entries that it has already */
export async function recordEntries(
  session: Session,
  changesetId: string,
  entries: readonly ChangeEntry[],
  firstPosition = 0,
): Promise<void> {
  for (let from = 0; from < entries.length; from += entriesAtOnce) {
    const portion = entries.slice(from, from + entriesAtOnce);
    const rows = portion.map((entry, index) => ({ ...entry, position: firstPosition + from + index }));
    await session.query(
      `insert into changeset_entry (changeset_id, position, entity, entity_id, before, after)
       select $1, e.position, e.entity, e."entityId", nullif(e.before, 'null'), nullif(e.after, 'null')
       from jsonb_to_recordset($2) e (position int, entity text, "entityId" text, before jsonb, after jsonb)`,
      [changesetId, JSON.stringify(rows)],
    );
  }
}
