import { annotationMetrics, type Vocabulary } from '@batchyard/domain';
import type { MetricSpec } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import type { Caller } from '../projects/access.js';
import { readVocabulary } from '../vocabulary/vocabulary-store.js';
import { chooseSources, type SourceRequest } from './sources.js';

/** Metrics of the terms that are said in the project of the first source. */
export async function readAnnotationMetrics(
  session: Session,
  caller: Caller,
  request: SourceRequest,
): Promise<MetricSpec[]> {
  const { sources } = await chooseSources(session, caller, request);
  const { projectId } = sources[0];
  const { definition } = await readVocabulary(session, projectId);
  return annotationMetrics(definition, await termsInUse(session, projectId, definition));
}

interface Term {
  readonly kind: string;
  readonly value: string;
}

/** Each is looked up by itself: the cost is that of the vocabulary, not of all that is said. */
function termsInUse(session: Session, projectId: string, { kinds }: Vocabulary): Promise<Term[]> {
  const terms = kinds.flatMap((kind) =>
    kind.terms.map((term): Term => ({ kind: kind.name, value: term.name })),
  );
  return session.query<Term>(
    `select w.kind, w.value from unnest($2::text[], $3::text[]) with ordinality w (kind, value, n)
     where exists (select from annotation a
       where a.project_id = $1 and a.kind = w.kind and a.value = w.value and a.ended_by is null)
     order by w.n`,
    [projectId, terms.map(({ kind }) => kind), terms.map(({ value }) => value)],
  );
}
