/** Files of an archive that are written before their sizes are known: kept as temporary files, never in memory. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { ZipEntry } from './zip.js';

/** An entry of an archive with the SHA-256 of its contents, in hex. */
export interface DraftEntry extends ZipEntry {
  readonly sha256: string;
}

export interface Draft {
  write(part: string | Uint8Array): Promise<void>;
  /** Closes it; it can be read from then on. */
  entry(name: string, modifiedAt: Date): Promise<DraftEntry>;
}

export interface Drafts {
  create(packing?: 'stored' | 'deflated'): Promise<Draft>;
  /** A whole file at once, deflated. */
  add(name: string, modifiedAt: Date, parts: AsyncIterable<string | Uint8Array>): Promise<DraftEntry>;
  /** Removes all of it; entries cannot be read any more. */
  remove(): Promise<void>;
}

/** Text is gathered to pieces of about this size, so that a row is not a write. */
const pieceChars = 64 * 1024;

/** A folder of the system's temporary files; whoever opens it removes it. */
export async function openDrafts(): Promise<Drafts> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-archive-'));
  let drafts = 0;
  const create: Drafts['create'] = async (packing = 'stored') =>
    openDraft(path.join(folder, String(drafts++)), packing);
  return {
    create,
    async add(name, modifiedAt, parts) {
      const draft = await create('deflated');
      for await (const part of parts) await draft.write(part);
      return draft.entry(name, modifiedAt);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function openDraft(file: string, packing: 'stored' | 'deflated'): Draft {
  const sink = createWriteStream(file, { flags: 'wx' });
  const deflate = packing === 'deflated' ? createDeflateRaw() : null;
  const target: Writable = deflate ?? sink;
  const written = deflate === null ? finished(sink) : pipeline(deflate, sink);
  // Whoever writes next or asks for the entry hears of it.
  written.catch(() => undefined);
  const hash = createHash('sha256');
  let [crc, unpackedBytes, pending] = [0, 0, ''];
  const push = async (bytes: Uint8Array) => {
    hash.update(bytes);
    crc = crc32(bytes, crc);
    unpackedBytes += bytes.length;
    if (!target.write(bytes)) await Promise.race([once(target, 'drain'), written]);
  };
  const flush = async () => {
    const text = pending;
    pending = '';
    if (text !== '') await push(Buffer.from(text));
  };
  return {
    async write(part) {
      if (typeof part === 'string') {
        pending += part;
        if (pending.length > pieceChars) await flush();
        return;
      }
      await flush();
      await push(part);
    },
    async entry(name, modifiedAt) {
      await flush();
      target.end();
      await written;
      return {
        path: name,
        modifiedAt,
        sizeBytes: sink.bytesWritten,
        crc32: crc,
        sha256: hash.digest('hex'),
        ...(deflate === null ? {} : { unpackedBytes }),
        contents: () => createReadStream(file) as AsyncIterable<Buffer>,
      };
    },
  };
}
