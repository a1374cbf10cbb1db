/**
 * Files that lie outside the storage: folders of this machine, often network shares, that the operator has allowed.
 * They are only read, and nothing outside of them is, whatever links lie in them.
 */
import { constants, existsSync } from 'node:fs';
import { type FileHandle, open, opendir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { ShareFolders } from './share-names.js';
import { requireGrant, unknownShare } from './share-store.js';

/** A file as it lies there now. */
export interface SharedFile {
  /** Below the folder that was listed, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** By the clock of the share, ms. */
  readonly modifiedMs: number;
}

/** A folder of a share. */
export interface SharedPlace {
  readonly share: string;
  /** Below the share, with slashes; '' for the share itself. */
  readonly folder: string;
}

/** A path below a share, with slashes. */
export const joined = (folder: string, file: string) => (folder === '' ? file : `${folder}/${file}`);

export type Shares = ReturnType<typeof openShares>;

/** Files below one folder; more are refused. */
const mostFiles = 200_000;

/** The only way to what lies on shares: whoever reads says for which project, and that is looked up each time. */
export function openShares(folders: ShareFolders, session: Session) {
  return {
    /** Sorted. */
    names: [...folders.keys()].sort(),

    /**
     * Regular files in a folder, and with `recursive` in all folders below; hidden ones are left out.
     * @throws UserError SHARE_NOT_GRANTED, UNKNOWN_SHARE, SHARE_AWAY, TOO_MANY_FILES
     */
    list: async (
      projectId: string,
      { share, folder }: SharedPlace,
      recursive: boolean,
    ): Promise<SharedFile[]> => {
      await requireGrant(session, projectId, share);
      const place = await locate(folders, share, folder);
      const files: SharedFile[] = [];
      await listInto(files, place, '', recursive).catch((error: unknown) => {
        throw awayError(share, folder, error);
      });
      return files;
    },

    /**
     * Opens a regular file for reading; the caller closes it.
     * @param file below the folder
     * @throws UserError SHARE_NOT_GRANTED, UNKNOWN_SHARE, SHARE_AWAY where it is not there, cannot be read or lies outside
     */
    open: async (projectId: string, { share, folder }: SharedPlace, below: string): Promise<FileHandle> => {
      await requireGrant(session, projectId, share);
      const file = joined(folder, below);
      const place = await locate(folders, share, file);
      return openWithin(place).catch((error: unknown) => {
        throw awayError(share, file, error);
      });
    },
  };
}

interface Place {
  /** The share's own folder, links resolved. */
  readonly root: string;
  /** What was asked for, links resolved. */
  readonly real: string;
}

async function locate(folders: ShareFolders, share: string, below: string): Promise<Place> {
  const folder = folders.get(share);
  if (folder === undefined) throw unknownShare(share, [...folders.keys()]);
  checkPath(below);
  try {
    const root = await realpath(folder);
    const real = await realpath(path.join(root, below));
    if (isWithin(root, real)) return { root, real };
  } catch (error) {
    throw awayError(share, below, error);
  }
  throw new UserError('OUTSIDE_SHARE', `${shareText(share, below)} leads out of the share.`);
}

/** @throws UserError INVALID_PATH for what is no plain path below a share */
export function checkPath(below: string): void {
  const parts = below.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  const isPlain = !/[\u0000-\u001f\\]/.test(below) && below.length <= 1000;
  if (below === '' || (isPlain && parts.every((part) => part !== '' && part !== '.' && part !== '..')))
    return;
  throw new UserError(
    'INVALID_PATH',
    `${JSON.stringify(below)} is no path below a share. Write folders with slashes between them, such as night/plates.`,
    { parameter: 'folder' },
  );
}

const isWithin = (root: string, file: string) => file === root || file.startsWith(root + path.sep);

async function listInto(files: SharedFile[], { root, real }: Place, below: string, recursive: boolean) {
  for await (const entry of await opendir(path.join(real, below))) {
    if (entry.name.startsWith('.')) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (recursive) await listInto(files, { root, real }, name, recursive);
      continue;
    }
    const file = await regularFile(root, path.join(real, name), entry.isSymbolicLink());
    if (file === null) continue;
    files.push({ path: name, ...file });
    if (files.length > mostFiles) throw tooManyFiles();
  }
}

/** null: it is gone meanwhile, is no file, or is a link that leads out. */
async function regularFile(root: string, file: string, isLink: boolean) {
  try {
    if (isLink && !isWithin(root, await realpath(file))) return null;
    const stats = await stat(file);
    return stats.isFile() ? { sizeBytes: stats.size, modifiedMs: stats.mtimeMs } : null;
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

const openFiles = '/proc/self/fd';

/** What was opened is judged, and not its name, which others could still turn into a link. */
async function openWithin({ root, real }: Place): Promise<FileHandle> {
  // Not blocking, so that a named pipe without a writer holds nobody up.
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw Object.assign(new Error('no regular file'), { code: 'EISDIR' });
    const opened = existsSync(openFiles) ? await realpath(path.join(openFiles, String(file.fd))) : real;
    if (!isWithin(root, opened)) throw Object.assign(new Error('outside'), { code: 'EACCES' });
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

const shareText = (share: string, below: string) =>
  below === '' ? `The share ${share}` : `${below} on the share ${share}`;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is no folder',
  EISDIR: 'is no file',
  EACCES: 'may not be read by the worker',
  EPERM: 'may not be read by the worker',
  ESTALE: 'has lost its connection',
  EHOSTDOWN: 'does not answer',
  ETIMEDOUT: 'does not answer',
  EIO: 'cannot be read (input or output error)',
  ENOTCONN: 'has lost its connection',
};

function awayError(share: string, below: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === '') return error;
  return new UserError(
    'SHARE_AWAY',
    `${shareText(share, below)} ${reasons[code] ?? `cannot be read (${code})`}.`,
    { file: below },
  );
}

const tooManyFiles = () =>
  new UserError(
    'TOO_MANY_FILES',
    `More than ${mostFiles.toLocaleString('en')} files lie there. Name a folder further below.`,
  );
