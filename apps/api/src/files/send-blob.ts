/** Sends stored contents so that a browser shows what is harmless and runs nothing of it. */
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { NotFound } from '@batchyard/domain';
import type { BlobStore } from '@batchyard/persistence';
import type { Request, Response } from 'express';

export interface SentFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What a browser may show by itself. Everything else (HTML, SVG, XML, PDF, …) is saved; `<img>` shows SVG all the same. */
const shownTypes =
  /^(image\/(png|jpeg|gif|webp|avif)|video\/(mp4|webm)|text\/(plain|csv|tab-separated-values)|application\/json)$/;

/** @throws NotFound when the contents are gone */
export async function sendBlob(
  request: Request,
  response: Response,
  blobs: BlobStore,
  file: SentFile,
): Promise<void> {
  response.set(headersFor(file, request.query.download !== undefined));
  if (request.headers['if-none-match'] === `"${file.sha256}"`) {
    response.status(304).end();
    return;
  }
  const contents = blobs.open(file.sha256);
  try {
    await once(contents, 'open');
  } catch {
    throw new NotFound('The content');
  }
  response.setHeader('Content-Length', file.sizeBytes);
  // A reader that goes away in the middle is no error of ours; the pipeline closes the file.
  await pipeline(contents, response).catch(() => undefined);
}

function headersFor({ name, mediaType, sha256 }: SentFile, isDownload: boolean): Record<string, string> {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'application/octet-stream';
  const disposition = !isDownload && shownTypes.test(type) ? 'inline' : 'attachment';
  return {
    'Content-Type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    'Content-Disposition': contentDisposition(disposition, name),
    'Content-Security-Policy':
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    'X-Content-Type-Options': 'nosniff',
    // Asked again each time, so that access that was taken away is away.
    'Cache-Control': 'private, no-cache',
    ETag: `"${sha256}"`,
  };
}

/** With the name twice, as RFC 6266 says: plain for old programs, in full for the others. */
export function contentDisposition(disposition: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const full = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${full}`;
}
