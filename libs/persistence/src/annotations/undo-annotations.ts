/**
 * Undo of statements: those that the change made current are ended, those that it ended become current again. No row is
 * deleted or copied, so history and ids stay.
 */
import { assign, type CurrentAnnotation } from '@batchyard/domain';
import type { EditedSince, UndoHandler, UndoneChange } from '../changesets/undo-handler.js';
import type { Session } from '../database/session.js';
import { announceSubjects } from '../subjects/announce-subjects.js';
import { countFrames } from '../subjects/count-frames.js';
import { lockSubjects } from '../subjects/locked-subject.js';
import { readVocabulary } from '../vocabulary/vocabulary-store.js';
import { fromMultirange } from './frame-multirange.js';
import { type LoadedSubject, loadSubjects } from './load-subjects.js';
import { saidSince } from './said-since.js';

/** Statements that a change made current: new ones, and of an undo those that it brought back. */
const madeBy = `a.id in (select id from annotation where changeset_id = $1
  union all select annotation_id from annotation_restoration where changeset_id = $1)`;

/** Subjects that a change said something of, or took something away from. */
const touchedSql = `select subject_id as id from annotation where changeset_id = $1
  union select subject_id from annotation where ended_by = $1
  union select a.subject_id from annotation_restoration r join annotation a on a.id = r.annotation_id
    where r.changeset_id = $1`;

export const annotationsUndo: UndoHandler = {
  async check(session, change) {
    const touched = await touchedSubjects(session, change);
    if (touched.length === 0) return [];
    await session.query('select id from project where id = $1 for share', [change.projectId]);
    await lockSubjects(session, touched);
    return [...(await endedSince(session, change)), ...(await contradictions(session, change))];
  },

  async revert(session, change, undoId) {
    const touched = await touchedSubjects(session, change);
    for (let from = 0; from < touched.length; from += subjectsAtOnce) {
      const subjects = touched.slice(from, from + subjectsAtOnce);
      await session.query(endMadeSql, [change.id, undoId, subjects]);
      await session.query(restoreEndedSql, [change.id, undoId, subjects]);
      await countFrames(session, subjects);
      await announceSubjects(session, change.projectId, subjects);
    }
  },
};

/** A change may have made a million statements: each statement works on those of a few subjects, along their index. */
const subjectsAtOnce = 50;

const endMadeSql = `update annotation a set ended_by = $2, ended_at = clock_timestamp()
  where a.subject_id = any($3) and a.ended_by is null and (a.changeset_id = $1 or exists (
    select from annotation_restoration r where r.annotation_id = a.id and r.changeset_id = $1))`;

const restoreEndedSql = `with returning_ones as (
    select id, ended_by, ended_at from annotation
    where subject_id = any($3) and ended_by is not null and ended_by = $1
  ), noted as (
    insert into annotation_restoration (changeset_id, annotation_id, ended_by, ended_at)
    select $2, id, ended_by, ended_at from returning_ones
  )
  update annotation set ended_by = null, ended_at = null from returning_ones where annotation.id = returning_ones.id`;

async function touchedSubjects(session: Session, { id }: UndoneChange): Promise<string[]> {
  return (await session.query<{ id: string }>(touchedSql, [id])).map((row) => row.id);
}

async function endedSince(session: Session, { id }: UndoneChange): Promise<EditedSince[]> {
  const rows = await session.query<{
    kind: string;
    value: string;
    name: string;
    by: string;
    summary: string;
  }>(
    `select a.kind, a.value, s.name, c.id as by, c.summary from annotation a join subject s on s.id = a.subject_id
     join changeset c on c.id = a.ended_by where ${madeBy} order by a.id limit 20`,
    [id],
  );
  return rows.map(({ kind, value, name, by, summary }) => ({
    entity: 'annotation',
    name: `${kind} ${value} of ${name}`,
    reason: `It was changed since: ${summary}`,
    changesetId: by,
  }));
}

/**
 * Statements that would come back although something was said since that excludes them. Only what was not there when
 * the change was made is looked at, so that the state before it can always come back.
 */
async function contradictions(session: Session, change: UndoneChange): Promise<EditedSince[]> {
  const newcomers = await readNewcomers(session, change);
  if (newcomers.size === 0) return [];
  const returning = await readReturning(session, change, [...newcomers.keys()]);
  if (returning.size === 0) return [];
  const { definition } = await readVocabulary(session, change.projectId);
  const edited: EditedSince[] = [];
  for (const loaded of await loadSubjects(session, [...returning.keys()])) {
    const since = newcomers.get(loaded.id);
    const current = loaded.current.filter(({ id }) => since?.has(id));
    for (const annotation of returning.get(loaded.id) ?? []) {
      const reason = contradiction(loaded, definition, current, annotation);
      if (reason === null) continue;
      const name = `${annotation.kind} ${annotation.value} of ${loaded.subject.name}`;
      edited.push({ entity: 'annotation', name, reason });
    }
  }
  return edited;
}

function contradiction(
  { subject }: LoadedSubject,
  vocabulary: Parameters<typeof assign>[1],
  current: readonly CurrentAnnotation[],
  { kind, value, frames, confidence, severity, note, detail, author }: CurrentAnnotation,
): string | null {
  const request = { kind, value, frames, confidence, severity, note, detail };
  const [outcome] = assign(subject, vocabulary, current, [request], { author }).outcomes;
  const isAsItWas = outcome?.status === 'assigned' && outcome.skippedFrames === 0;
  return isAsItWas ? null : (outcome?.message ?? 'It cannot be said any more.');
}

/** Current statements that were not current when the change was made, by subject. */
async function readNewcomers(
  session: Session,
  { id }: UndoneChange,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await session.query<{ id: string; ids: string[] }>(
    `select n.subject_id as id, array_agg(n.id) as ids from annotation n
     where n.subject_id in (${touchedSql}) and ${saidSince('n', '$1')}
       and not exists (select from annotation a where a.id = n.id and ${madeBy})
     group by n.subject_id`,
    [id],
  );
  return new Map(rows.map((row) => [row.id, new Set(row.ids)]));
}

/** Statements that the change ended, by subject. */
async function readReturning(
  session: Session,
  { id }: UndoneChange,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, CurrentAnnotation[]>> {
  type Row = Omit<CurrentAnnotation, 'frames' | 'author'> & { subjectId: string; frames: string | null };
  const rows = await session.query<Row>(
    `select subject_id as "subjectId", id, kind, value, frames::text as frames, confidence, severity, note, detail
     from annotation where ended_by = $1 and subject_id = any($2)`,
    [id, subjectIds],
  );
  const bySubject = new Map<string, CurrentAnnotation[]>();
  for (const { subjectId, frames, ...row } of rows) {
    const list = bySubject.get(subjectId) ?? [];
    // An author of its own: what others said since must not be taken for the same statement.
    list.push({ ...row, frames: fromMultirange(frames), author: 'undo' });
    bySubject.set(subjectId, list);
  }
  return bySubject;
}
