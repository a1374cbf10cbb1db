import { NotFound, UserError } from '@batchyard/domain';
import { type Actor, recordChange, recordEntries } from '../changesets/record.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';

/** The facts of an uploaded file; its contents lie in the blob store under `sha256`. */
export interface FileRecord {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly createdAt: Date;
  readonly createdById: string | null;
}

/** Already in the blob store. */
export interface NewFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly mediaType: string;
}

export interface FileFilter {
  /** Part of the name, in any case. */
  readonly search?: string | null;
  /** Ends of names with the dot, in lower case; empty or absent: any. */
  readonly extensions?: readonly string[] | null;
}

// Sizes stay below 2^53, so a double holds them exactly.
const columns = `f.id, f.project_id as "projectId", f.name, f.size_bytes::float8 as "sizeBytes", f.sha256,
  f.media_type as "mediaType", f.created_at as "createdAt", f.created_by as "createdById"`;

export function fileStore(database: Database) {
  return {
    /** Newest first. */
    list: (projectId: string, page: PageRequest & FileFilter) => listFiles(database, projectId, page),

    /** @throws NotFound */
    find: (caller: Caller, id: string) => findFile(database, caller, id),

    /** Enters uploaded files, all or none. See `createFiles`. */
    create: (actor: Actor, projectId: string, files: readonly NewFile[]) =>
      database.transaction((session) => createFiles(session, actor, projectId, files)),

    /** @throws NotFound, UserError INVALID_FILE_NAME */
    rename: (actor: Actor, caller: Caller, id: string, name: string) =>
      database.transaction((session) => renameFile(session, actor, caller, id, name)),
  };
}

async function listFiles(
  session: Session,
  projectId: string,
  { first, after, search, extensions }: PageRequest & FileFilter,
): Promise<Page<FileRecord>> {
  const rows = await session.query<FileRecord>(
    `select ${columns} from file f where f.project_id = $1 and ($2::bigint is null or f.id < $2)
       and ($3 = '' or strpos(lower(f.name), lower($3)) > 0)
       and (cardinality($4::text[]) = 0
         or exists (select from unnest($4::text[]) e (ending) where right(lower(f.name), length(ending)) = ending))
     order by f.id desc limit $5`,
    [projectId, decodeCursor(after, 1)?.[0] ?? null, search ?? '', [...(extensions ?? [])], first + 1],
  );
  return pageOf(rows, first, (file) => [file.id]);
}

async function findFile(session: Session, caller: Caller, id: string): Promise<FileRecord> {
  if (!isId(id)) throw new NotFound('The file');
  const [file] = await session.query<FileRecord>(
    `select ${columns} from file f where f.id = $3 and ${visibleProject('f.project_id')}`,
    [...callerParameters(caller), id],
  );
  if (file === undefined) throw new NotFound('The file');
  return file;
}

/**
 * Enters those that the project lacks: a file is there already where the newest of its name has its contents.
 * @param summaryOf takes `a.csv` or `3 files`
 * @returns a record for each, in the order given
 * @throws UserError INVALID_FILE_NAME
 */
export async function createFiles(
  session: Session,
  actor: Actor,
  projectId: string,
  files: readonly NewFile[],
  summaryOf = (what: string) => `Uploaded ${what}.`,
): Promise<FileRecord[]> {
  for (const file of files) requireFileName(file.name);
  const records = new Map(
    (await findEqualFiles(session, projectId, files)).map((file) => [keyOf(file), file]),
  );
  const missing = new Map(
    files.flatMap((file) => (records.has(keyOf(file)) ? [] : [[keyOf(file), file] as const])),
  );
  if (missing.size > 0) {
    const created = await insertFiles(session, actor, projectId, [...missing.values()], summaryOf);
    for (const file of created) records.set(keyOf(file), file);
  }
  return files.map((file) => records.get(keyOf(file)) as FileRecord);
}

const keyOf = ({ name, sha256 }: Pick<NewFile, 'name' | 'sha256'>) => `${sha256} ${name}`;

function findEqualFiles(
  session: Session,
  projectId: string,
  files: readonly NewFile[],
): Promise<FileRecord[]> {
  return session.query<FileRecord>(
    `select ${columns} from jsonb_to_recordset($2) n (name text, sha256 text) cross join lateral (
       select * from file where project_id = $1 and file.name = n.name order by id desc limit 1
     ) f where f.sha256 = n.sha256`,
    [projectId, JSON.stringify(files)],
  );
}

async function insertFiles(
  session: Session,
  actor: Actor,
  projectId: string,
  files: readonly NewFile[],
  summaryOf: (what: string) => string,
): Promise<FileRecord[]> {
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'upload_files',
    summary: summaryOf(files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`),
  });
  const created = await session.query<FileRecord>(
    `insert into file as f (project_id, changeset_id, name, size_bytes, sha256, media_type, created_by)
     select $1, $2, n.name, n."sizeBytes", n.sha256, n."mediaType", $3
     from jsonb_to_recordset($4) n (name text, "sizeBytes" bigint, sha256 text, "mediaType" text)
     returning ${columns}`,
    [projectId, changesetId, actor.userId, JSON.stringify(files)],
  );
  await recordEntries(
    session,
    changesetId,
    created.map(({ id, name, sha256 }) => ({
      entity: 'file',
      entityId: id,
      before: null,
      after: { name, sha256 },
    })),
  );
  return created;
}

async function renameFile(
  session: Session,
  actor: Actor,
  caller: Caller,
  id: string,
  name: string,
): Promise<FileRecord> {
  const before = await findFile(session, caller, id);
  requireFileName(name);
  const after = onlyRow(
    await session.query<FileRecord>(`update file f set name = $2 where f.id = $1 returning ${columns}`, [
      id,
      name,
    ]),
  );
  await recordChange(session, actor, {
    projectId: before.projectId,
    verb: 'rename_file',
    summary: `Renamed ${before.name} to ${name}.`,
    entries: [{ entity: 'file', entityId: id, before: { name: before.name }, after: { name } }],
  });
  return after;
}

/** The name of a file from its path on a share, as files of a project may be called. */
export function fileNameOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return base.replaceAll(/[\\\u0000-\u001f\u007f-\u009f]/g, '_').slice(-255);
}

function requireFileName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (name !== '' && name.length <= 255 && !/[/\\\u0000-\u001f\u007f-\u009f]/.test(name)) return;
  throw new UserError(
    'INVALID_FILE_NAME',
    'A file name has 1 to 255 characters and contains no slash, backslash or control character.',
    { parameter: 'name' },
  );
}
