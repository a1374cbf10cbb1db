/** Answers that are written while they are made: as fast as the reader takes them, and never held as a whole. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Drafts, openDrafts, type ZipEntry, zipArchive } from '@batchyard/documents';
import type { Response } from 'express';
import { contentDisposition } from '../files/send-blob.js';

const types = {
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  pdf: 'application/pdf',
  tex: 'application/x-tex; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** What a report can be sent as. */
export type SentFormat = keyof typeof types;

/** Text is gathered to pieces of about this size, so that a row is not a packet. */
const pieceChars = 64 * 1024;

export async function sendStream(
  response: Response,
  file: { readonly name: string; readonly format: SentFormat; readonly isDownload: boolean },
  contents: AsyncIterable<string | Buffer>,
): Promise<void> {
  const isShown = file.format === 'html' && !file.isDownload;
  response.set({
    'Content-Type': types[file.format],
    'Content-Disposition': contentDisposition(isShown ? 'inline' : 'attachment', file.name),
    // A report runs nothing and loads nothing; its styles stand in it.
    'Content-Security-Policy':
      "sandbox allow-modals; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  });
  await send(response, inPieces(contents));
}

/** A file for other programs, of any type. @param write is given a folder for parts whose size is not known yet */
export async function sendDrafted(
  response: Response,
  { name, mediaType }: { readonly name: string; readonly mediaType: string },
  write: (drafts: Drafts) => AsyncIterable<Buffer>,
): Promise<void> {
  response.set({
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition('attachment', name),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  });
  const drafts = await openDrafts();
  try {
    await send(response, write(drafts));
  } finally {
    await drafts.remove();
  }
}

export async function sendZip(
  response: Response,
  name: string,
  entries: AsyncIterable<ZipEntry>,
): Promise<void> {
  response.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': contentDisposition('attachment', name),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  });
  await send(response, zipArchive(entries));
}

async function send(response: Response, chunks: AsyncIterable<string | Buffer>): Promise<void> {
  const readable = Readable.from(chunks, { objectMode: false, highWaterMark: pieceChars });
  try {
    await pipeline(readable, response);
  } catch (error) {
    // A reader that goes away is no error of ours; anything else ends the connection, so that no part looks whole.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

async function* inPieces(contents: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const part of contents) {
    if (typeof part !== 'string') {
      if (piece !== '') yield Buffer.from(piece);
      piece = '';
      yield part;
      continue;
    }
    piece += part;
    if (piece.length < pieceChars) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
