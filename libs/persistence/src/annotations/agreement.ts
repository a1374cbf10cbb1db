/** How well two annotators agree. */
import {
  type Agreement,
  agreementOf,
  type CurrentAnnotation,
  NotFound,
  type PairedJudgement,
  pairedJudgements,
} from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { readFrameOrders } from '../subjects/frames.js';
import { readVocabulary } from '../vocabulary/vocabulary-store.js';
import { fromMultirange } from './frame-multirange.js';

interface AgreementRequest {
  readonly kind: string;
  /** Annotators. */
  readonly authorA: string;
  readonly authorB: string;
  /** Only subjects of this level; null: all. */
  readonly level: string | null;
}

/** Subjects read at once; one may have thousands of frames. */
const portionSize = 200;

/**
 * Over all frames of the subjects of which both say something of the kind; the rule is the domain's.
 * @throws NotFound for an annotator whom the project does not know
 */
export async function readAgreement(
  session: Session,
  projectId: string,
  { kind: kindName, authorA, authorB, level }: AgreementRequest,
): Promise<Agreement> {
  const authors = [authorA, authorB] as const;
  const known = await session.query<{ id: string }>(
    'select id from annotator where project_id = $1 and id = any($2)',
    [projectId, authors.filter(isId)],
  );
  for (const author of authors)
    if (!known.some(({ id }) => id === author)) throw new NotFound(`The annotator ${author}`);
  const { definition } = await readVocabulary(session, projectId);
  const kind = definition.kinds.find(({ name }) => name === kindName);
  if (kind === undefined) return agreementOf([]);
  const pairs: PairedJudgement[] = [];
  const subjects = await judgedByBoth(session, projectId, kindName, authors, level);
  for (let begin = 0; begin < subjects.length; begin += portionSize) {
    const portion = subjects.slice(begin, begin + portionSize);
    const frames = await readFrameOrders(session, portion);
    const statements = await readStatements(session, portion, kindName, authors);
    for (const id of portion)
      pairs.push(...pairedJudgements(kind, frames.get(id)?.numbers ?? [], statements.get(id) ?? [], authors));
  }
  return agreementOf(pairs);
}

async function judgedByBoth(
  session: Session,
  projectId: string,
  kind: string,
  authors: readonly string[],
  level: string | null,
): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select a.subject_id as id from annotation a join subject s on s.id = a.subject_id and s.removed_by is null
     where a.project_id = $1 and a.kind = $2 and a.ended_by is null and a.annotator_id = any($3)
       and ($4::text is null or s.level = $4)
     group by a.subject_id having count(distinct a.annotator_id) = $5 order by a.subject_id`,
    [projectId, kind, authors, level, new Set(authors).size],
  );
  return rows.map(({ id }) => id);
}

type Said = Pick<CurrentAnnotation, 'kind' | 'value' | 'author' | 'frames'>;

/** What the two say of the kind, by subject. */
async function readStatements(
  session: Session,
  subjects: readonly string[],
  kind: string,
  authors: readonly string[],
): Promise<ReadonlyMap<string, readonly Said[]>> {
  const rows = await session.query<Omit<Said, 'frames'> & { id: string; frames: string | null }>(
    `select subject_id as id, kind, value, annotator_id::text as author, frames::text as frames from annotation
     where subject_id = any($1) and kind = $2 and annotator_id = any($3) and ended_by is null`,
    [subjects, kind, authors],
  );
  const bySubject = new Map<string, Said[]>();
  for (const { id, frames, ...row } of rows) {
    const said = bySubject.get(id) ?? [];
    said.push({ ...row, frames: fromMultirange(frames) });
    bySubject.set(id, said);
  }
  return bySubject;
}
