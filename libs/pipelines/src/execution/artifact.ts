import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { ArtifactInfo } from '../contract.js';
import type { ProducedArtifact } from './events.js';
import { mediaTypeOf } from './media-type.js';

/**
 * Makes sure that an artifact is an existing regular file below the output folder (links that lead outside
 * included) and returns its normalised relative path. Throws an Error that says what the pipeline did wrong.
 */
export function locateArtifact(outputDir: string, relativePath: string): string {
  const root = realpathSync(outputDir);
  const wanted = path.resolve(root, relativePath);
  const stats = lstatSync(wanted, { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`Artifact ${relativePath} was not written.`);
  if (!stats.isFile()) throw new Error(`Artifact ${relativePath} is not a regular file.`);
  const relative = path.relative(root, realpathSync(wanted));
  if (relative.startsWith('..') || path.isAbsolute(relative)) {
    throw new Error(`Artifact ${relativePath} lies outside the output folder.`);
  }
  return relative.split(path.sep).join('/');
}

/** Files read at a time: a job may register thousands of them, and a process may not open as many. */
const MOST_READ_AT_ONCE = 32;
let reading = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(read: () => Promise<T>): Promise<T> {
  if (reading >= MOST_READ_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else reading++;
  try {
    return await read();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else reading--;
  }
}

/** Reads the file once for its size and SHA-256. */
export async function describeArtifact(
  outputDir: string,
  relative: string,
  info: ArtifactInfo,
): Promise<ProducedArtifact> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  await inTurn(async () => {
    for await (const chunk of createReadStream(path.join(outputDir, relative))) {
      hash.update(chunk as Buffer);
      sizeBytes += (chunk as Buffer).length;
    }
  });
  const mediaType = info.mediaType ?? mediaTypeOf(relative);
  return {
    path: relative,
    title: info.title,
    role: info.role,
    mediaType,
    sizeBytes,
    sha256: hash.digest('hex'),
  };
}
