/** Starts a batch of the files that wait in a folder, once nothing more comes for a while. */
import {
  batchOptionsSchema,
  type DesignSpec,
  type InputReference,
  type InvalidCell,
  UserError,
} from '@batchyard/domain';
import type { BatchStarts } from '../batch-start/start-batch.js';
import type { Database, Session } from '../database/session.js';
import { projectFiles } from '../schedules/project-files.js';
import { readTarget, requireOwner } from '../schedules/target.js';
import type { WatchedFolderRecord } from './watched-folder-record.js';

export interface WaitingMeans {
  readonly database: Database;
  readonly batchStarts: BatchStarts;
}

interface WaitingFile {
  readonly id: string;
  readonly path: string;
  readonly fileId: string;
}

/** Files of one batch; what is more comes with the next look. */
const mostFiles = 5_000;

/** @returns the files that were started @throws UserError for what keeps the folder as a whole from starting anything */
export async function startWaiting(
  { database, batchStarts }: WaitingMeans,
  folder: WatchedFolderRecord,
): Promise<number> {
  const files = await dueFiles(database, folder);
  if (files.length === 0) return 0;
  await requireOwner(database, folder, 'watched folder');
  const request = {
    projectId: folder.projectId,
    designId: null,
    ...(await wantedBatch(database, folder, files)),
    name: batchName(folder, files),
    metadata: { watched_folder: folder.name },
    validOnly: true,
  };
  const actor = { userId: folder.createdById, source: 'schedule' } as const;
  try {
    await batchStarts.start(actor, request, undefined, (session, batchId, invalid) =>
      take(session, folder, files, { batchId, invalid }),
    );
    return files.length;
  } catch (error) {
    if (error instanceof TakenByAnother) return 0;
    if (!(error instanceof UserError) || error.code !== 'INVALID_DESIGN') throw error;
    const { jobs, invalid, problems } = await batchStarts.preview(request);
    // Without any cell it is not the files that are wrong.
    if (jobs.length > 0 || invalid.length === 0) throw new UserError(error.code, textOf(problems, error));
    await refuse(database, files, invalid);
    return 0;
  }
}

function batchName(folder: WatchedFolderRecord, files: readonly WaitingFile[]): string {
  return `${folder.name}: ${files.length === 1 ? files[0]?.path : `${files.length} files`}`.slice(0, 200);
}

const textOf = (problems: readonly { readonly message: string }[], error: Error) =>
  [...new Set(problems.map(({ message }) => message))].slice(0, 3).join(' ') || error.message;

/** The files that wait, where it is time for them; one whose record is gone cannot be run any more. */
function dueFiles(
  session: Session,
  { id, quietS, longestWaitS }: WatchedFolderRecord,
): Promise<WaitingFile[]> {
  return session.query<WaitingFile>(
    `select id, path, file_id as "fileId" from watched_file
     where watched_folder_id = $1 and state = 'waiting' and file_id is not null
       and (select coalesce(max(greatest(unchanged_since, taken_at)), '-infinity')
              <= clock_timestamp() - make_interval(secs => $2)
              or min(taken_at) <= clock_timestamp() - make_interval(secs => $3)
            from watched_file
            where watched_folder_id = $1 and (state = 'waiting' or state = 'arriving' and note is null))
     order by id limit ${mostFiles}`,
    [id, quietS, longestWaitS],
  );
}

async function wantedBatch(
  session: Session,
  folder: WatchedFolderRecord,
  files: readonly WaitingFile[],
): Promise<{ spec: DesignSpec; options: ReturnType<typeof batchOptionsSchema.parse> }> {
  const { designOf, options } = await readTarget(session, folder, folder.name);
  const fixed = await fixedInputs(session, folder);
  const inputs = files.map(({ fileId }): InputReference => ({ ...fixed, [folder.input]: fileId }));
  return { spec: designOf(inputs), options: batchOptionsSchema.parse({ ...options, ...folder.options }) };
}

/** @throws UserError INPUT_NOT_FOUND */
async function fixedInputs(
  session: Session,
  { projectId, inputs }: WatchedFolderRecord,
): Promise<InputReference> {
  const files = await projectFiles(session, projectId, Object.values(inputs));
  return Object.fromEntries(
    Object.entries(inputs).map(([input, name]) => {
      const id = files.get(name);
      if (id !== undefined) return [input, id];
      throw new UserError('INPUT_NOT_FOUND', `The project has no file ${name} for the input ${input}.`, {
        input,
      });
    }),
  );
}

/** Another worker started these files meanwhile. */
class TakenByAnother extends Error {}

async function take(
  session: Session,
  folder: WatchedFolderRecord,
  files: readonly WaitingFile[],
  { batchId, invalid }: { readonly batchId: string; readonly invalid: readonly InvalidCell[] },
): Promise<void> {
  const ids = files.map(({ id }) => id);
  const taken = await session.query(
    `update watched_file set state = 'started', batch_id = $2 where id = any($1) and state = 'waiting' returning id`,
    [ids, batchId],
  );
  if (taken.length !== ids.length) throw new TakenByAnother();
  await session.query(
    `update watched_file f set job_id = j.id
     from (select min(id) as id, inputs -> $2 -> 0 ->> 'reference' as reference from job
           where batch_id = $3 and chunk_of is null group by 2) j
     where f.id = any($1) and f.file_id::text = j.reference`,
    [ids, folder.input, batchId],
  );
  if (invalid.length === 0) return;
  const left = await session.query<WaitingFile>(
    `select id, path, file_id as "fileId" from watched_file where id = any($1) and job_id is null`,
    [ids],
  );
  await refuse(session, left, invalid);
  const started = files.filter(({ id }) => !left.some((refused) => refused.id === id));
  await session.query('update batch set name = $2 where id = $1', [batchId, batchName(folder, started)]);
}

async function refuse(
  session: Session,
  files: readonly WaitingFile[],
  invalid: readonly InvalidCell[],
): Promise<void> {
  const notes = files.map(({ id, path }) => ({ id, note: reasonFor(path, invalid) }));
  await session.query(
    `update watched_file f set state = 'refused', batch_id = null, note = n.note
     from jsonb_to_recordset($1) n (id bigint, note text) where f.id = n.id and f.state in ('waiting', 'started')`,
    [JSON.stringify(notes)],
  );
}

/** What is wrong with the cells of this file; cells are labelled by what differs between them. */
function reasonFor(path: string, invalid: readonly InvalidCell[]): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const own = invalid.filter(({ label, problems }) =>
    [label, ...problems.map(({ place }) => place.file ?? '')].some((text) => text.includes(name)),
  );
  const problems = (own.length > 0 ? own : invalid).flatMap((cell) => cell.problems);
  return [...new Set(problems.map(({ message }) => message))].slice(0, 3).join(' ');
}
