import { changeChannel } from '../changes/change-feed.js';
import type { Session } from '../database/session.js';

/** Subjects that are named one by one; more are announced as "many of the project". */
const maxNamed = 20;

/** Tells all processes, once the transaction is committed, that subjects or what is said of them changed. */
export async function announceSubjects(
  session: Session,
  projectId: string,
  subjectIds: readonly string[],
): Promise<void> {
  if (subjectIds.length === 0) return;
  const subjects = subjectIds.length <= maxNamed ? subjectIds : [];
  await session.query('select pg_notify($1, $2)', [
    changeChannel,
    JSON.stringify({ project: projectId, subjects }),
  ]);
}
