/** How well two annotators agree, counted in the database. */
import { type Agreement, agreementOf, NotFound } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';

interface AgreementRequest {
  readonly kind: string;
  /** Annotators. */
  readonly authorA: string;
  readonly authorB: string;
  /** Only subjects of this level; null: all. */
  readonly level: string | null;
}

/**
 * Judged is what an annotator says something about: a frame, or the subject itself. Of a frame with several values of
 * one annotator the set of them counts as one value.
 */
export async function readAgreement(
  session: Session,
  projectId: string,
  { kind, authorA, authorB, level }: AgreementRequest,
): Promise<Agreement> {
  const authors = [authorA, authorB];
  const known = await session.query<{ id: string }>(
    'select id from annotator where project_id = $1 and id = any($2)',
    [projectId, authors.filter(isId)],
  );
  for (const author of authors)
    if (!known.some(({ id }) => id === author)) throw new NotFound(`The annotator ${author}`);
  const pairs = await session.query<{ a: string; b: string; count: number }>(
    `with judged as (
       select a.annotator_id, a.subject_id, f.number, string_agg(distinct a.value, ' + ' order by a.value) as value
       from annotation a join subject s on s.id = a.subject_id and s.removed_by is null and ($4::text is null or s.level = $4)
       left join frame f on f.subject_id = a.subject_id and f.number <@ a.frames
       where a.project_id = $1 and a.kind = $2 and a.ended_by is null and a.annotator_id = any($3)
         and (a.frames is null or f.number is not null)
       group by a.annotator_id, a.subject_id, f.number
     )
     select x.value as a, y.value as b, count(*)::int as count from judged x
     join judged y on y.subject_id = x.subject_id and y.number is not distinct from x.number
     where x.annotator_id = $5 and y.annotator_id = $6 group by 1, 2`,
    [projectId, kind, authors, level, authorA, authorB],
  );
  return agreementOf(pairs);
}
