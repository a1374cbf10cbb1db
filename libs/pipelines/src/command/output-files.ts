/** The files that a program left in its output folder. */
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

export interface OutputFiles {
  /** Regular files, relative with forward slashes, by name. */
  readonly files: readonly string[];
  /** Links, devices and pipes, which are never kept. */
  readonly others: readonly string[];
}

/** Folders and files whose names begin with a dot are the program's own business. */
export async function listOutput(outputDir: string): Promise<OutputFiles> {
  const files: string[] = [];
  const others: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await entriesOf(path.join(outputDir, folder))) {
      const name = path.posix.join(folder, entry.name);
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) await walk(name);
      else (entry.isFile() ? files : others).push(name);
    }
  };
  await walk('');
  return { files: files.sort(), others: others.sort() };
}

/** Bytes of everything in the folder, hidden or not. Links are not followed. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await entriesOf(folder)) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await sizeOf(full);
    else bytes += (await lstat(full).catch(() => null))?.size ?? 0;
  }
  return bytes;
}

/** A folder that was removed meanwhile has none. */
function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** `*` and `?` within a name, `**` over folders; a pattern without `/` is for the outermost folder. */
export function matchesPattern(file: string, pattern: string): boolean {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'u').test(file);
}
