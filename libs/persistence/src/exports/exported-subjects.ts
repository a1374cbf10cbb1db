/** Subjects as their list shows them, all of them: a portion at a time, with what exports say of them. */
import type { FrameSet, JsonObject, Severity } from '@batchyard/domain';
import { fromMultirange } from '../annotations/frame-multirange.js';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { type FrameOrder, readFrameOrders } from '../subjects/frames.js';
import { readSubjectPage, type SubjectListFilter } from '../subjects/subject-pages.js';
import { type SubjectRecord, subjectColumns } from '../subjects/subject-record.js';
import { currentSuccessors } from './successors.js';

/** A current statement. */
export interface ExportedStatement {
  readonly id: string;
  readonly subjectId: string;
  readonly kind: string;
  readonly value: string;
  /** Frame numbers; null: the subject itself. */
  readonly frames: FrameSet | null;
  readonly confidence: number | null;
  readonly severity: Severity | null;
  readonly note: string | null;
  readonly detail: JsonObject;
  readonly author: string;
  readonly createdAt: Date;
  readonly jobId: string | null;
}

export interface ExportedSubject extends SubjectRecord {
  /** Names of the subject and of those above it, by level. */
  readonly path: Readonly<Record<string, string>>;
  readonly parent: string | null;
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
}

export interface ExportedAnnotation extends ExportedStatement {
  readonly subject: SubjectRecord;
  readonly order: FrameOrder;
}

export interface ExportedFrames {
  readonly subject: ExportedSubject;
  readonly statements: readonly ExportedStatement[];
  /** Some frames of the subject, rising; further ones may follow. */
  readonly frames: readonly { readonly number: number; readonly name: string }[];
}

const subjectsAtOnce = 500;
/** Frames held in memory, about. */
const framesAtOnce = 20_000;

/** By name. The project must be one that the caller may see. */
export async function* readExportedSubjects(
  session: Session,
  projectId: string,
  filter: SubjectListFilter,
): AsyncGenerator<ExportedSubject> {
  for await (const page of pages(session, projectId, filter)) yield* await withPlaces(session, page);
}

/** Current statements by name of their subject, oldest first; of the filter's kind and value where it says so. */
export async function* readExportedAnnotations(
  session: Session,
  projectId: string,
  filter: SubjectListFilter,
): AsyncGenerator<ExportedAnnotation> {
  for await (const page of pages(session, projectId, filter)) {
    for (const group of byFrames(page)) {
      const ids = group.map(({ id }) => id);
      const statements = await readStatements(session, ids, filter);
      const annotated = [...statements.keys()];
      const orders = await readFrameOrders(session, annotated);
      for (const subject of group) {
        const order = orders.get(subject.id) ?? { numbers: [], names: [] };
        for (const statement of statements.get(subject.id) ?? []) yield { ...statement, subject, order };
      }
    }
  }
}

/** Current statements by id; by the id of an ended one, what became of it. Absent: it was taken away. */
export async function readAnnotationsToCompare(
  session: Session,
  projectId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExportedAnnotation>> {
  const successors = await currentSuccessors(session, projectId, ids);
  const statements = await statementsWhere(session, 'a.id = any($1) and a.project_id = $2', [
    [...ids.filter(isId), ...successors.values()],
    projectId,
  ]);
  const subjectIds = [...new Set(statements.map(({ subjectId }) => subjectId))];
  const subjects = await session.query<SubjectRecord>(
    `select ${subjectColumns} from subject s where s.id = any($1) and s.removed_by is null`,
    [subjectIds],
  );
  const byId = new Map(subjects.map((subject) => [subject.id, subject]));
  const orders = await readFrameOrders(session, subjectIds);
  const current = new Map(
    statements.flatMap((statement) => {
      const subject = byId.get(statement.subjectId);
      const order = orders.get(statement.subjectId) ?? { numbers: [], names: [] };
      return subject === undefined ? [] : [[statement.id, { ...statement, subject, order }]];
    }),
  );
  for (const [endedId, id] of successors) {
    const successor = current.get(id);
    if (successor) current.set(endedId, successor);
  }
  return current;
}

/** Frames by name of their subject, then by number, with everything that is said of the subject. */
export async function* readExportedFrames(
  session: Session,
  projectId: string,
  filter: SubjectListFilter,
): AsyncGenerator<ExportedFrames> {
  for await (const page of pages(session, projectId, filter)) {
    for (const group of byFrames(page.filter(({ frameCount }) => frameCount > 0))) {
      const subjects = await withPlaces(session, group);
      const statements = await readStatements(
        session,
        group.map(({ id }) => id),
        {},
      );
      for (const subject of subjects)
        for await (const frames of framesOf(session, subject.id))
          yield { subject, statements: statements.get(subject.id) ?? [], frames };
    }
  }
}

async function* pages(
  session: Session,
  projectId: string,
  filter: SubjectListFilter,
): AsyncGenerator<readonly SubjectRecord[]> {
  for (let after: string | null = null; ; ) {
    const page = await readSubjectPage(session, projectId, { first: subjectsAtOnce, after }, filter);
    if (page.rows.length > 0) yield page.rows;
    if (!page.hasMore) return;
    after = page.cursors.at(-1) ?? null;
  }
}

/** Neighbours that have few enough frames together. */
function byFrames(subjects: readonly SubjectRecord[]): SubjectRecord[][] {
  const groups: SubjectRecord[][] = [];
  let frames = Number.POSITIVE_INFINITY;
  for (const subject of subjects) {
    if (frames + subject.frameCount > framesAtOnce) {
      groups.push([]);
      frames = 0;
    }
    groups.at(-1)?.push(subject);
    frames += subject.frameCount;
  }
  return groups;
}

async function withPlaces(
  session: Session,
  subjects: readonly SubjectRecord[],
): Promise<readonly ExportedSubject[]> {
  type Place = Pick<ExportedSubject, 'id' | 'path' | 'parent' | 'firstFrame' | 'lastFrame'>;
  const places = await session.query<Place>(
    `with recursive up as (
       select s.id as leaf, s.parent_id, s.level, s.name from subject s where s.id = any($1)
       union all select up.leaf, p.parent_id, p.level, p.name from up join subject p on p.id = up.parent_id),
     placed as (select leaf, jsonb_object_agg(level, name) as path from up group by leaf)
     select s.id, u.path, p.name as parent, f.first as "firstFrame", f.last as "lastFrame"
     from subject s join placed u on u.leaf = s.id left join subject p on p.id = s.parent_id
     cross join lateral (select min(number) as first, max(number) as last from frame where subject_id = s.id) f
     where s.id = any($1)`,
    [subjects.map(({ id }) => id)],
  );
  const byId = new Map(places.map((place) => [place.id, place]));
  return subjects.map((subject) => {
    const { path = {}, parent = null, firstFrame = null, lastFrame = null } = byId.get(subject.id) ?? {};
    return { ...subject, path, parent, firstFrame, lastFrame };
  });
}

async function readStatements(
  session: Session,
  subjectIds: readonly string[],
  { kind, value }: Pick<SubjectListFilter, 'kind' | 'value'>,
): Promise<ReadonlyMap<string, ExportedStatement[]>> {
  const where = `a.subject_id = any($1) and ($2::text is null or a.kind = $2) and ($3::text is null or a.value = $3)`;
  const rows = await statementsWhere(session, where, [subjectIds, kind ?? null, value ?? null]);
  const bySubject = new Map<string, ExportedStatement[]>();
  for (const row of rows) {
    const list = bySubject.get(row.subjectId) ?? [];
    list.push(row);
    bySubject.set(row.subjectId, list);
  }
  return bySubject;
}

/** Current ones, oldest first. @param where on the annotation with the alias `a` */
async function statementsWhere(
  session: Session,
  where: string,
  parameters: readonly unknown[],
): Promise<ExportedStatement[]> {
  const rows = await session.query<Omit<ExportedStatement, 'frames'> & { frames: string | null }>(
    `select a.id, a.subject_id as "subjectId", a.kind, a.value, a.frames::text as frames, a.confidence, a.severity,
       a.note, a.detail, a.created_at as "createdAt", a.job_id as "jobId",
       coalesce(r.pipeline_name || ' ' || r.pipeline_version, u.name, 'gone') as author
     from annotation a join annotator r on r.id = a.annotator_id left join app_user u on u.id = r.user_id
     where ${where} and a.ended_by is null order by a.id`,
    parameters,
  );
  return rows.map((row) => ({ ...row, frames: fromMultirange(row.frames) }));
}

async function* framesOf(session: Session, subjectId: string): AsyncGenerator<ExportedFrames['frames']> {
  for (let after = -1; ; ) {
    const frames = await session.query<ExportedFrames['frames'][number]>(
      `select number, name from frame where subject_id = $1 and number > $2 order by number limit ${framesAtOnce}`,
      [subjectId, after],
    );
    if (frames.length > 0) yield frames;
    if (frames.length < framesAtOnce) return;
    after = frames.at(-1)?.number ?? after;
  }
}
