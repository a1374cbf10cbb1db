/** Unpacks a zip of a directory without trusting it: nothing is written outside of its folder, no link is made. */
import { createWriteStream } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DamagedArchive, readContents, readDirectory, type StoredFile } from './read-zip.js';

/** The archive holds no directory that is unpacked here; the message says why. */
export class UnfitArchive extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnfitArchive';
  }
}

/** The archive unpacks to more than there may be. */
export class TooLargeArchive extends Error {
  constructor(
    readonly unpackedBytes: number,
    readonly maxBytes: number,
  ) {
    super(`it unpacks to ${megabytes(unpackedBytes)} MB, and at most ${megabytes(maxBytes)} MB are unpacked`);
    this.name = 'TooLargeArchive';
  }
}

/** More files than any experiment has. */
const maxFiles = 500_000;
const maxPathBytes = 1_000;
const maxNameBytes = 255;
/** Each file takes at least a block on the disk. */
const blockBytes = 4_096;
const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);

/**
 * Unpacks all files into an absent folder and makes them and their directories read-only. What macOS adds of its own
 * is left out.
 * @param maxBytes of all files, unpacked
 * @returns the directory: the folder, or the single directory that is in it
 * @throws UnfitArchive, TooLargeArchive, or the system's error; nothing is left behind then
 */
export async function unpackDirectory(zipFile: string, folder: string, maxBytes: number): Promise<string> {
  const handle = await open(zipFile, 'r');
  try {
    const files = (await readDirectory(handle)).filter(({ path }) => !isOfMacOs(path));
    refuseUnfit(files);
    refuseTooLarge(files, maxBytes);
    await writeFiles(handle, files, folder);
    const top = await topDirectory(folder);
    await makeReadOnly(folder);
    return top;
  } catch (error) {
    await removeReadOnly(folder);
    throw error instanceof DamagedArchive ? new UnfitArchive(error.message) : error;
  } finally {
    await handle.close();
  }
}

/** Removes a directory whose parts may be read-only; none is fine. */
export async function removeReadOnly(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM' && error.code !== 'ENOTEMPTY') throw error;
    await eachDirectory(folder, (directory) => chmod(directory, 0o700));
    await rm(folder, { recursive: true, force: true });
  });
}

function isOfMacOs(name: string): boolean {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  return parts[0] === '__MACOSX' || last === '.DS_Store' || last.startsWith('._');
}

/** @throws UnfitArchive for paths that lead elsewhere, links, and whatever else has no place in a directory */
export function refuseUnfit(files: readonly StoredFile[]): void {
  const contents = files.filter((file) => !isDirectory(file));
  if (contents.length === 0) throw new UnfitArchive('it has no files');
  if (files.length > maxFiles)
    throw new UnfitArchive(`it has ${files.length} files, at most ${maxFiles} fit`);
  const taken = new Set<string>();
  for (const file of files) {
    const reason = unfitReason(file);
    if (reason !== null) throw new UnfitArchive(`${shown(file.path)} ${reason}`);
  }
  for (const { path: name } of contents) {
    if (taken.has(name)) throw new UnfitArchive(`${shown(name)} is in it twice`);
    taken.add(name);
  }
  for (const { path: name } of files) {
    const parent = parentsOf(name).find((each) => taken.has(each));
    if (parent !== undefined) throw new UnfitArchive(`${shown(parent)} is a file and a directory in it`);
  }
}

function unfitReason({ path: name, unixMode, isEncrypted }: StoredFile): string | null {
  const parts = name.replace(/\/$/, '').split('/');
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'has an absolute path';
  if (parts.includes('..')) return 'would lie outside of its directory';
  if (/[\\\0]/.test(name)) return 'has a backslash or a null in its path; paths are written with /';
  if (parts.some((part) => part === '' || part === '.')) return 'has an empty part in its path';
  if (Buffer.byteLength(name) > maxPathBytes || parts.some((part) => Buffer.byteLength(part) > maxNameBytes))
    return 'has too long a path';
  const type = unixMode & 0o170000;
  if (type === 0o120000) return 'is a link';
  if (type !== 0 && type !== 0o100000 && type !== 0o040000) return 'is neither a file nor a directory';
  return isEncrypted ? 'is encrypted' : null;
}

function refuseTooLarge(files: readonly StoredFile[], maxBytes: number): void {
  const bytes = files.reduce((sum, { unpackedBytes }) => sum + Math.max(unpackedBytes, blockBytes), 0);
  if (bytes > maxBytes) throw new TooLargeArchive(bytes, maxBytes);
}

async function writeFiles(handle: FileHandle, files: readonly StoredFile[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const file of files) {
    const target = path.join(folder, file.path);
    await mkdir(isDirectory(file) ? target : path.dirname(target), { recursive: true, mode: 0o700 });
    if (isDirectory(file)) continue;
    try {
      // Never over another file: names may differ in letters that this file system takes for the same.
      const sink = createWriteStream(target, { flags: 'wx', mode: 0o400 });
      await pipeline(Readable.from(readContents(handle, file)), sink);
    } catch (error) {
      if (error instanceof DamagedArchive) throw new UnfitArchive(`${shown(file.path)}: ${error.message}`);
      throw error;
    }
  }
}

async function topDirectory(folder: string): Promise<string> {
  const [first, ...others] = await readdir(folder, { withFileTypes: true });
  return first?.isDirectory() && others.length === 0 ? path.join(folder, first.name) : folder;
}

async function makeReadOnly(folder: string): Promise<void> {
  const directories: string[] = [];
  await eachDirectory(folder, async (directory) => void directories.push(directory));
  for (const directory of directories) await chmod(directory, 0o500);
}

/** Parents before what is in them. */
async function eachDirectory(folder: string, visit: (folder: string) => Promise<void>): Promise<void> {
  await visit(folder);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await eachDirectory(path.join(folder, entry.name), visit);
  }
}

function parentsOf(name: string): string[] {
  const parts = name.replace(/\/$/, '').split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

const isDirectory = ({ path: name }: StoredFile) => name.endsWith('/');
const shown = (name: string) => JSON.stringify(name.slice(0, 200));
