/** Compares what lies in a folder with what was seen before, and keeps it. */
import type { Database, Session } from '../database/session.js';
import type { SharedFile } from '../shares/shares.js';

export interface ListedFile extends SharedFile {
  /** Its mark lies beside it. */
  readonly isMarked: boolean;
}

/** A file that has changed since it was taken in is another one from then on; its earlier row stays. */
export function noteListing(
  database: Database,
  folderId: string,
  files: readonly ListedFile[],
): Promise<void> {
  return database.transaction(async (session) => {
    // One at a time, so that a file gets one row.
    await session.query('select from watched_folder where id = $1 for update', [folderId]);
    await noteChanges(session, [folderId, JSON.stringify(files)]);
  });
}

/** With $2 what was listed. */
const listed = `with l as materialized (
  select path, "sizeBytes" as size_bytes, "modifiedMs" as modified_ms, "isMarked" as is_marked
  from jsonb_to_recordset($2) r (path text, "sizeBytes" bigint, "modifiedMs" float8, "isMarked" boolean))`;

async function noteChanges(session: Session, parameters: readonly [string, string]): Promise<void> {
  await session.query(
    `${listed} update watched_file f set size_bytes = l.size_bytes, modified_ms = l.modified_ms, is_marked = l.is_marked,
       unchanged_since = clock_timestamp(), note = null
     from l where f.watched_folder_id = $1 and f.is_current and f.path = l.path and f.state = 'arriving'
       and (f.size_bytes, f.modified_ms) is distinct from (l.size_bytes, l.modified_ms)`,
    parameters,
  );
  await session.query(
    `${listed} update watched_file f set is_marked = l.is_marked from l
     where f.watched_folder_id = $1 and f.is_current and f.path = l.path and f.state = 'arriving'
       and f.is_marked <> l.is_marked`,
    parameters,
  );
  await session.query(
    `${listed} update watched_file f set is_current = false from l
     where f.watched_folder_id = $1 and f.is_current and f.path = l.path and f.state <> 'arriving'
       and (f.size_bytes, f.modified_ms) is distinct from (l.size_bytes, l.modified_ms)`,
    parameters,
  );
  await session.query(
    `${listed} insert into watched_file (watched_folder_id, path, size_bytes, modified_ms, is_marked)
     select $1, l.path, l.size_bytes, l.modified_ms, l.is_marked from l
     where not exists (select from watched_file f where f.watched_folder_id = $1 and f.is_current and f.path = l.path)
     order by l.modified_ms, l.path`,
    parameters,
  );
  // What went before it was complete was never taken, and comes anew if it comes again.
  await session.query(
    `${listed} delete from watched_file f where f.watched_folder_id = $1 and f.state = 'arriving'
       and not exists (select from l where l.path = f.path)`,
    parameters,
  );
}
