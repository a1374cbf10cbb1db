/** The vocabulary of each project: one document, changed as a whole. */
import {
  checkVocabulary,
  defaultVocabulary,
  type UsedTerm,
  UserError,
  type Vocabulary,
} from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { toJson } from '../database/json.js';
import { type Database, onlyRow, type Session } from '../database/session.js';

export interface VocabularyRecord {
  /** 0: the default vocabulary. */
  readonly revision: number;
  readonly definition: Vocabulary;
}

export function vocabularyStore(database: Database) {
  return {
    read: (projectId: string): Promise<VocabularyRecord> => readVocabulary(database, projectId),

    /**
     * @param revision what was changed
     * @throws UserError VOCABULARY_CHANGED when there is a newer one; INVALID_VOCABULARY with every problem, also when it
     * lacks what annotations or subjects use
     */
    update: (
      actor: Actor,
      projectId: string,
      revision: number,
      definition: unknown,
    ): Promise<VocabularyRecord> =>
      database.transaction(async (session) => {
        const before = await lockVocabulary(session, projectId);
        if (before.revision !== revision) throw changedMeanwhile(revision, before.revision);
        const after = await checkAgainstUse(session, projectId, definition);
        return replaceVocabulary(session, actor, projectId, before, after);
      }),
  };
}

export async function readVocabulary(session: Session, projectId: string): Promise<VocabularyRecord> {
  const [row] = await session.query<VocabularyRecord>(
    'select revision, definition from vocabulary where project_id = $1',
    [projectId],
  );
  return row ?? { revision: 0, definition: defaultVocabulary };
}

/** Holds off others who change the vocabulary, and assignments that began with it, until the transaction is over. */
export async function lockVocabulary(session: Session, projectId: string): Promise<VocabularyRecord> {
  await session.query('select id from project where id = $1 for no key update', [projectId]);
  return readVocabulary(session, projectId);
}

/** @returns the vocabulary. @throws UserError INVALID_VOCABULARY with every problem */
export async function checkAgainstUse(
  session: Session,
  projectId: string,
  definition: unknown,
): Promise<Vocabulary> {
  const used = await usedTerms(session, projectId);
  const levels = await session.query<{ level: string }>(
    'select distinct level from subject where project_id = $1 and removed_by is null',
    [projectId],
  );
  const { vocabulary, problems } = checkVocabulary(
    definition,
    used,
    levels.map(({ level }) => level),
  );
  if (vocabulary === null) {
    throw new UserError('INVALID_VOCABULARY', 'The vocabulary was not changed.', {}, problems);
  }
  return vocabulary;
}

/** Walks from value to value along the index, so that it costs as much as there are values. */
async function usedTerms(session: Session, projectId: string): Promise<UsedTerm[]> {
  return session.query<UsedTerm>(
    `with recursive used (kind, value) as (
       (select kind, value from annotation where project_id = $1 and ended_by is null order by kind, value limit 1)
       union all
       select n.kind, n.value from used u cross join lateral (
         select kind, value from annotation
         where project_id = $1 and ended_by is null and (kind, value) > (u.kind, u.value)
         order by kind, value limit 1) n
     )
     select kind, value, (select count(*)::int from (select 1 from annotation a where a.project_id = $1
         and a.kind = used.kind and a.value = used.value and a.ended_by is null limit 1000) c) as count from used`,
    [projectId],
  );
}

function changedMeanwhile(given: number, newest: number): UserError {
  return new UserError(
    'VOCABULARY_CHANGED',
    `The vocabulary was changed meanwhile: you changed revision ${given}, the newest is ${newest}. Load it and change it again.`,
    { parameter: 'revision' },
  );
}

/** Writes a vocabulary and its changeset. */
async function replaceVocabulary(
  session: Session,
  actor: Actor,
  projectId: string,
  before: VocabularyRecord,
  after: Vocabulary,
): Promise<VocabularyRecord> {
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'update_vocabulary',
    summary: `Changed the vocabulary to revision ${before.revision + 1}.`,
    entries: [
      {
        entity: 'vocabulary',
        entityId: projectId,
        before: before.revision === 0 ? null : before.definition,
        after,
      },
    ],
  });
  return writeVocabulary(session, projectId, changesetId, after);
}

/** Makes it the next revision. */
export async function writeVocabulary(
  session: Session,
  projectId: string,
  changesetId: string,
  definition: Vocabulary,
): Promise<VocabularyRecord> {
  return onlyRow(
    await session.query<VocabularyRecord>(
      `insert into vocabulary (project_id, revision, definition, changeset_id) values ($1, 1, $2, $3)
       on conflict (project_id) do update set revision = vocabulary.revision + 1, definition = excluded.definition,
         changeset_id = excluded.changeset_id, updated_at = clock_timestamp()
       returning revision, definition`,
      [projectId, toJson(definition), changesetId],
    ),
  );
}
