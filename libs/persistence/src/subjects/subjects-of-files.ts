import { subjectsFromFiles, type Vocabulary } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import type { NewSubject } from './new-subject.js';

/** Files that are looked at when none are named. */
const maxFiles = 200_000;

/** Subjects that the names of files tell; frames that exist already are left out. Of equal names the newest counts. */
export async function subjectsOfFiles(
  session: Session,
  projectId: string,
  { pattern, fileIds }: { readonly pattern: string; readonly fileIds: readonly string[] | null },
  vocabulary: Vocabulary,
): Promise<{ subjects: NewSubject[]; problems: readonly Problem[] }> {
  const files = await session.query<{ id: string; path: string }>(
    `select * from (
       select distinct on (name) id, name as path from file
       where project_id = $1 and ($2::bigint[] is null or id = any($2)) order by name, id desc
     ) f order by path limit ${maxFiles}`,
    [projectId, fileIds?.filter(isId) ?? null],
  );
  const levels = vocabulary.levels.map(({ name }) => name);
  const { subjects, problems } = subjectsFromFiles(files, pattern, levels);
  const known = await knownFrames(
    session,
    projectId,
    subjects.map(({ name }) => name),
  );
  return {
    subjects: subjects.map(({ frames, ...subject }) => ({
      ...subject,
      metadata: {},
      frames: frames.filter(({ number }) => !known.get(subject.name)?.has(number)),
    })),
    problems,
  };
}

async function knownFrames(
  session: Session,
  projectId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const rows = await session.query<{ name: string; numbers: number[] }>(
    `select s.name, array_agg(f.number) as numbers from subject s join frame f on f.subject_id = s.id
     where s.project_id = $1 and s.removed_by is null and s.name = any($2) group by s.name`,
    [projectId, names],
  );
  return new Map(rows.map(({ name, numbers }) => [name, new Set(numbers)]));
}
