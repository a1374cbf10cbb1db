/** Which sources changed since they were built: by content, so that dates and checkouts do not matter. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const neverSource = new Set(['node_modules', 'dist', '.next', '.git']);

/** Relative paths of all files below a folder, sorted, without anything that is installed or built. */
export function filesBelow(folder, relative = '') {
  const entries = fs.readdirSync(path.join(folder, relative), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const place = path.posix.join(relative, entry.name);
      if (entry.isDirectory()) return neverSource.has(entry.name) ? [] : filesBelow(folder, place);
      return entry.isFile() ? [place] : [];
    })
    .sort();
}

export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** One digest over names and contents of files. */
export function hashOfFiles(folder, files) {
  return hashOf(...files.flatMap((file) => [file, fs.readFileSync(path.join(folder, file))]));
}

/**
 * Compares sources with the record of the last build.
 * @param sources digest by relative source path
 * @param record the same, as it was when the outputs were written
 * @param hasOutput whether the output of a source exists
 * @returns sources to build, and sources whose outputs are dead
 */
export function compareWithRecord(sources, record, hasOutput) {
  const stale = Object.keys(sources).filter((file) => record[file] !== sources[file] || !hasOutput(file));
  const dead = Object.keys(record).filter((file) => !(file in sources));
  return { stale, dead };
}
