/** Makes any number of subjects as one change, in one transaction, with the memory of one portion. */
import { UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { keptAwake, letIdle } from '../database/kept-awake.js';
import type { Database } from '../database/session.js';
import { lockVocabulary } from '../vocabulary/vocabulary-store.js';
import { checkNewSubjects } from './check-new-subjects.js';
import { insertPlanned, type MadeSubjects, madeBy, madeText } from './create-subjects.js';
import type { NewSubject } from './new-subject.js';

export interface StreamedSubjects {
  /** null when nothing was written. */
  readonly changesetId: string | null;
  /** Subjects that were made or got frames. */
  readonly count: number;
}

/**
 * @param portions parents before children; from the first again each time it is called
 * @param onProgress is told the subjects done so far, from 0 again when the transaction has to begin anew
 * @throws UserError INVALID_SUBJECTS; nothing is written then
 */
export function createSubjectStream(
  database: Database,
  actor: Actor,
  projectId: string,
  portions: () => AsyncIterable<readonly NewSubject[]>,
  onProgress: (done: number) => void,
): Promise<StreamedSubjects> {
  return database.transaction(async (session) => {
    await letIdle(session);
    const { definition: vocabulary } = await lockVocabulary(session, projectId);
    let changesetId: string | null = null;
    let sum: MadeSubjects = { subjects: 0, frames: 0 };
    let [count, done] = [0, 0];
    for await (const subjects of keptAwake(session, portions())) {
      const { plans, problems } = await checkNewSubjects(session, projectId, vocabulary, subjects);
      if (problems.length > 0) throw new UserError('INVALID_SUBJECTS', 'No subject was made.', {}, problems);
      const changed = plans.filter(({ existingId, frames }) => existingId === null || frames.length > 0);
      if (changed.length > 0) {
        const change = { projectId, verb: 'create_subjects', summary: madeText(sum) };
        changesetId ??= await recordChange(session, actor, change);
        await insertPlanned(session, projectId, changesetId, changed, count);
        const made = madeBy(changed);
        sum = { subjects: sum.subjects + made.subjects, frames: sum.frames + made.frames };
        count += changed.length;
      }
      done += subjects.length;
      onProgress(done);
    }
    await session.query('update changeset set summary = $2, counts = $3 where id = $1', [
      changesetId,
      madeText(sum),
      JSON.stringify(sum),
    ]);
    return { changesetId, count };
  });
}
