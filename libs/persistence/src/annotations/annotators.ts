import type { Actor } from '../changesets/record.js';
import { onlyRow, type Session } from '../database/session.js';
import type { AnnotatorRecord } from './annotation-record.js';

/** Columns of an annotator with the alias `r`. */
export const annotatorColumns = `r.id, r.kind, r.user_id as "userId", r.pipeline_name as "pipelineName",
  r.pipeline_version as "pipelineVersion"`;

/**
 * An author as the rules tell them apart, with the alias `r`. All versions of a pipeline are one author, so that a newer
 * one replaces what an older one said.
 */
export const authorText = `case when r.kind = 'pipeline' then 'pipeline:' || r.pipeline_name
  else r.kind || ':' || coalesce(r.user_id::text, 'gone-' || r.id) end`;

/** In whose name something is said. */
export type Author =
  | { readonly kind: 'person' | 'import'; readonly userId: string }
  | { readonly kind: 'pipeline'; readonly name: string; readonly version: string };

/** A person by hand, or what they import. */
export function authorOf(actor: Actor): Author {
  if (actor.userId === null) throw new Error('The system itself does not annotate.');
  return { kind: actor.source === 'import' ? 'import' : 'person', userId: actor.userId };
}

export interface KnownAuthor {
  readonly annotatorId: string;
  /** As `authorText`. */
  readonly text: string;
}

/** The annotator's row, made when it is the first time. */
export async function knowAuthor(session: Session, projectId: string, author: Author): Promise<KnownAuthor> {
  const row: Omit<AnnotatorRecord, 'id'> =
    author.kind === 'pipeline'
      ? { kind: 'pipeline', userId: null, pipelineName: author.name, pipelineVersion: author.version }
      : { kind: author.kind, userId: author.userId, pipelineName: null, pipelineVersion: null };
  const values = [projectId, row.kind, row.userId, row.pipelineName, row.pipelineVersion];
  await session.query(
    `insert into annotator (project_id, kind, user_id, pipeline_name, pipeline_version)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    values,
  );
  return onlyRow(
    await session.query<KnownAuthor>(
      `select r.id as "annotatorId", ${authorText} as text from annotator r
       where r.project_id = $1 and r.kind = $2 and r.user_id is not distinct from $3
         and r.pipeline_name is not distinct from $4 and r.pipeline_version is not distinct from $5`,
      values,
    ),
  );
}
