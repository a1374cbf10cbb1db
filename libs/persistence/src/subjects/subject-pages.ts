/** Lists of subjects by name, read by keyset along an index of names. */
import { UserError } from '@batchyard/domain';
import { resolveVerb } from '../annotations/resolve-older-result.js';
import { onlyRow, type Session } from '../database/session.js';
import { type Parameters, parameters } from '../job-lists/job-filter.js';
import { isId } from '../projects/access.js';
import type { Page, PageRequest } from '../projects/page.js';
import { type SubjectRecord, subjectColumns } from './subject-record.js';

export interface SubjectListFilter {
  /** Part of the name, in any case. */
  readonly text?: string | null;
  readonly level?: string | null;
  /** Directly below this subject. */
  readonly parentId?: string | null;
  /** With a statement of this kind, … */
  readonly kind?: string | null;
  /** … that has this value. */
  readonly value?: string | null;
  /** Without a statement of this kind. */
  readonly without?: string | null;
  /** With statements on an older result that are to be made anew and are not yet. */
  readonly toRedo?: boolean | null;
}

export async function readSubjectPage(
  session: Session,
  projectId: string,
  { first, after }: PageRequest,
  filter: SubjectListFilter,
): Promise<Page<SubjectRecord>> {
  const list = parameters();
  const project = list.add(projectId);
  const from = after == null ? '' : ` and s.name > ${list.add(decodeName(after))}`;
  const rows = await session.query<SubjectRecord>(
    `select ${subjectColumns} from subject s
     where s.project_id = ${project} and s.removed_by is null${conditionsOf(filter, project, list)}${from}
     order by s.name limit ${list.add(first + 1)}`,
    list.values,
  );
  const shown = rows.slice(0, first);
  return { rows: shown, cursors: shown.map(({ name }) => encodeName(name)), hasMore: rows.length > first };
}

export interface SubjectCounts {
  readonly subjects: number;
  readonly frames: number;
  /** Current ones; of the filter's kind and value where it says so. */
  readonly annotations: number;
}

/** All that fit, one by one: for exports, which read them anyway. */
export async function countSubjects(
  session: Session,
  projectId: string,
  filter: SubjectListFilter,
): Promise<SubjectCounts> {
  const list = parameters();
  const project = list.add(projectId);
  const where = `s.project_id = ${project} and s.removed_by is null${conditionsOf(filter, project, list)}`;
  const { kind, value } = filter;
  const said = [
    kind ? ` and a.kind = ${list.add(kind)}` : '',
    value ? ` and a.value = ${list.add(value)}` : '',
  ].join('');
  return onlyRow(
    await session.query<SubjectCounts>(
      `select count(*)::int as subjects, coalesce(sum(s.frame_count), 0)::int as frames, (
         select count(*)::int from annotation a join subject s on s.id = a.subject_id
         where ${where} and a.ended_by is null${said}) as annotations
       from subject s where ${where}`,
      list.values,
    ),
  );
}

function conditionsOf(filter: SubjectListFilter, project: string, list: Parameters): string {
  const { text, level, parentId, kind, value, without, toRedo } = filter;
  const conditions: string[] = [];
  if (text) conditions.push(`lower(s.name) like ${list.add(`%${escapeLike(text.toLowerCase())}%`)}`);
  if (level) conditions.push(`s.level = ${list.add(level)}`);
  if (parentId) conditions.push(`s.parent_id = any(${list.add([parentId].filter(isId))}::bigint[])`);
  if (kind)
    conditions.push(`exists (${statements(project, list.add(kind), value ? list.add(value) : null)})`);
  if (without) conditions.push(`not exists (${statements(project, list.add(without), null)})`);
  if (toRedo) conditions.push(`s.id in (${subjectsToRedo(project)})`);
  return conditions.map((condition) => ` and ${condition}`).join('');
}

const statements = (project: string, kind: string, value: string | null) =>
  `select 1 from annotation a where a.project_id = ${project} and a.kind = ${kind}
     and ${value === null ? 'true' : `a.value = ${value}`} and a.subject_id = s.id and a.ended_by is null`;

/** Those with a statement that somebody decided to make anew, as long as nothing of its kind was said since. */
const subjectsToRedo = (project: string) =>
  `select o.subject_id from changeset c join annotation o on o.ended_by = c.id
   where c.project_id = ${project} and c.verb = '${resolveVerb}' and c.counts ? 'redo' and c.undone_by is null
     and not exists (select 1 from annotation n where n.project_id = ${project} and n.kind = o.kind
       and n.subject_id = o.subject_id and n.ended_by is null and n.changeset_id > c.id)`;

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');

const encodeName = (name: string) => Buffer.from(`name:${name}`).toString('base64url');

function decodeName(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (text.startsWith('name:') && !text.includes('\0')) return text.slice('name:'.length);
  throw new UserError(
    'INVALID_CURSOR',
    'The page cursor is not one that this server gave out. Read from the first page.',
  );
}
