import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes a download into a file, in place of one that was there; one that breaks off leaves no half file. */
export async function saveDownload(
  body: Readable,
  file: string,
  onChunk: (chunk: Buffer) => void = () => undefined,
): Promise<void> {
  const partial = `${file}.part`;
  try {
    await pipeline(body, told(onChunk), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

const told = (onChunk: (chunk: Buffer) => void) =>
  async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      onChunk(chunk);
      yield chunk;
    }
  };
