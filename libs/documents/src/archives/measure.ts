import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { ZipEntry } from './zip.js';

export interface Measured extends Pick<ZipEntry, 'sizeBytes' | 'crc32' | 'contents'> {
  readonly sha256: string;
}

/** Contents up to this size are kept from the first reading; larger ones are read twice. */
const keptBytes = 1024 * 1024;

/** Reads contents once for what must be known before they are sent. @returns null when there are none */
export async function measure(open: () => Readable): Promise<Measured | null> {
  const hash = createHash('sha256');
  let [sizeBytes, checksum] = [0, 0];
  let kept: Buffer[] | null = [];
  try {
    for await (const chunk of open() as AsyncIterable<Buffer>) {
      hash.update(chunk);
      checksum = crc32(chunk, checksum);
      sizeBytes += chunk.length;
      if (sizeBytes > keptBytes) kept = null;
      kept?.push(chunk);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const small = kept;
  return {
    sizeBytes,
    crc32: checksum,
    sha256: hash.digest('hex'),
    contents: () => (small === null ? (open() as AsyncIterable<Buffer>) : each(small)),
  };
}

async function* each(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
