import { Conflict, NotFound } from '@batchyard/domain';
import type { Session } from '../database/session.js';

/** @throws NotFound, Conflict when it is committed */
export async function lockDraft(session: Session, id: string): Promise<void> {
  const [draft] = await session.query<{ state: string }>(
    'select state from import_draft where id = $1 for update',
    [id],
  );
  if (draft === undefined) throw new NotFound('The import');
  if (draft.state === 'committed') throw new Conflict('The sheet is imported already.');
}
