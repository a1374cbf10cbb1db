import { NotFound } from '@batchyard/domain';
import type { JsonObject } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';

export interface LockedSubject {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly level: string;
  readonly metadata: JsonObject;
}

/** Holds off others who change the subject or what is said of it, until the transaction is over. @throws NotFound */
export async function lockSubject(session: Session, id: string): Promise<LockedSubject> {
  const [subject] = await lockSubjects(session, [id]);
  if (subject === undefined) throw new NotFound('The subject');
  return subject;
}

/** In the order of ids, so that two who lock many never wait for each other. Those that are gone are left out. */
export async function lockSubjects(session: Session, ids: readonly string[]): Promise<LockedSubject[]> {
  return session.query<LockedSubject>(
    `select id, project_id as "projectId", name, level, metadata from subject
     where id = any($1) and removed_by is null order by id for no key update`,
    [ids.filter(isId)],
  );
}
