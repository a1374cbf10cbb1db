/**
 * Undo of making subjects and frames. A subject that is undone is hidden, with its frames and the history of what was
 * said of it, so that it comes back whole.
 */

import { saidSince } from '../annotations/said-since.js';
import type { ChangeEntry } from '../changesets/record.js';
import type { EditedSince, UndoHandler, UndoneChange } from '../changesets/undo-handler.js';
import type { Session } from '../database/session.js';
import { announceSubjects } from './announce-subjects.js';
import { insertFrames, type StoredFrame } from './insert-subjects.js';

interface NamedEdit {
  readonly name: string;
  readonly reason: string;
}

const asEdits = (rows: readonly NamedEdit[]): EditedSince[] =>
  rows.map((row) => ({ entity: 'subject', ...row }));

/** Entries by whether they were made (and go) or hidden (and come back). */
function split(entries: readonly ChangeEntry[]): { made: string[]; hidden: string[] } {
  const ids = (list: readonly ChangeEntry[]) => list.map(({ entityId }) => entityId);
  return {
    made: ids(entries.filter(({ after }) => after !== null)),
    hidden: ids(entries.filter(({ after }) => after === null)),
  };
}

export const subjectUndo: UndoHandler = {
  async check(session, { id, projectId }, entries) {
    const { made, hidden } = split(entries);
    await session.query('select id from subject where id = any($1) order by id for update', [
      [...made, ...hidden],
    ]);
    const inUse = await session.query<NamedEdit>(
      `select s.name, case
           when s.removed_by is not null then 'It is gone already.'
           when exists (${currentStatements}) then 'It has annotations.'
           when exists (${landmarks}) then 'It has landmarks.'
           when s.metadata <> '{}' and exists (${laterFacts}) then 'Its facts have been changed since.'
           when exists (${framesOfOthers}) then 'It has got more frames since.'
           else 'There are subjects below it that were made since.' end as reason
       from subject s where s.id = any($1) and (s.removed_by is not null or exists (${currentStatements})
         or exists (${landmarks}) or exists (${laterFacts}) or exists (${framesOfOthers}) or exists (${childrenOfOthers}))
       order by s.name limit 20`,
      [made, id],
    );
    const taken = await session.query<NamedEdit>(
      `select s.name, 'Another subject has this name now.' as reason from subject s
       join subject o on o.project_id = $2 and o.name = s.name and o.removed_by is null
       where s.id = any($1) and o.id <> s.id limit 20`,
      [hidden, projectId],
    );
    const orphaned = await session.query<NamedEdit>(
      `select s.name, 'The subject above it is gone.' as reason from subject s join subject p on p.id = s.parent_id
       where s.id = any($1) and p.removed_by is not null and p.id <> all($1) limit 20`,
      [hidden],
    );
    return asEdits([...inUse, ...taken, ...orphaned]);
  },

  async revert(session, { projectId }, undoId, entries) {
    const { made, hidden } = split(entries);
    await session.query('update subject set removed_by = $2 where id = any($1)', [made, undoId]);
    await session.query('update subject set removed_by = null where id = any($1)', [hidden]);
    await announceSubjects(session, projectId, [...made, ...hidden]);
  },
};

/** Those that the change made itself are undone with it. */
const currentStatements = `select from annotation a where a.subject_id = s.id and a.ended_by is null
  and a.changeset_id <> $2
  and not exists (select from annotation_restoration r where r.annotation_id = a.id and r.changeset_id = $2)`;
const landmarks = 'select from landmark l where l.subject_id = s.id';
/** Changes of one kind of the subject that count still; those that were undone, and undos, cancel out. */
const laterEntries = (entity: string) =>
  `select from changeset_entry e join changeset c on c.id = e.changeset_id
   where e.entity = '${entity}' and e.entity_id = s.id::text and c.id > $2 and c.undone_by is null and c.verb <> 'undo'`;
const laterFacts = laterEntries('subject_metadata');
const framesOfOthers = laterEntries('frames');
const childrenOfOthers =
  'select from subject k where k.parent_id = s.id and k.removed_by is null and k.id <> all($1)';

export const framesUndo: UndoHandler = {
  async check(session, change, entries) {
    const edited: NamedEdit[] = [];
    for (const { entityId, before, after } of entries) {
      await session.query('select id from subject where id = $1 for update', [entityId]);
      if (after !== null) edited.push(...(await framesInUse(session, change, entityId, numbersOf(after))));
      else edited.push(...(await framesTaken(session, entityId, numbersOf(before))));
    }
    return asEdits(edited);
  },

  async revert(session, { projectId }, _undoId, entries) {
    for (const { entityId, before, after } of entries) {
      if (after !== null) {
        await session.query('delete from frame where subject_id = $1 and number = any($2)', [
          entityId,
          numbersOf(after),
        ]);
      }
      await insertFrames(session, [{ subjectId: entityId, frames: (before ?? []) as StoredFrame[] }]);
    }
    const ids = entries.map(({ entityId }) => entityId);
    await announceSubjects(session, projectId, ids);
  },
};

const numbersOf = (frames: unknown) => ((frames ?? []) as StoredFrame[]).map(({ number }) => number);

/** What was said before the frames came goes on without them; what was said since is of them. */
function framesInUse(
  session: Session,
  { id }: UndoneChange,
  subjectId: string,
  numbers: readonly number[],
): Promise<NamedEdit[]> {
  return session.query<NamedEdit>(
    `select s.name, 'Frame ' || f.number || ' has annotations or a landmark.' as reason
     from subject s join frame f on f.subject_id = s.id and f.number = any($2)
     where s.id = $1 and (
       exists (select from annotation a where a.subject_id = s.id and f.number <@ a.frames and ${saidSince('a', '$3')})
       or exists (select from landmark l where l.subject_id = s.id and l.frame_number = f.number))
     order by f.number limit 20`,
    [subjectId, numbers, id],
  );
}

function framesTaken(session: Session, subjectId: string, numbers: readonly number[]): Promise<NamedEdit[]> {
  return session.query<NamedEdit>(
    `select s.name, 'It has another frame ' || f.number || ' now.' as reason
     from subject s join frame f on f.subject_id = s.id and f.number = any($2) where s.id = $1 limit 20`,
    [subjectId, numbers],
  );
}
