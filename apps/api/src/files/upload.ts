/** Files of a multipart request straight into the blob store, never whole in memory or in a folder in between. */
import { UserError } from '@batchyard/domain';
import { type BlobStore, type NewFile, OutOfSpace } from '@batchyard/persistence';
import { mediaTypeOf } from '@batchyard/pipelines';
import type { Request, Response } from 'express';
import multer, { MulterError, type StorageEngine } from 'multer';

/** Files in one request at most. */
const maxFiles = 100;

/**
 * @returns the stored files, in the order sent
 * @throws UserError TOO_LARGE, OUT_OF_SPACE, BAD_REQUEST; nothing of an unfinished file is left then
 */
export async function receiveFiles(
  request: Request,
  response: Response,
  blobs: BlobStore,
  maxBytes: number,
): Promise<NewFile[]> {
  // The close of a connection is told once, and nothing would ever end the wait below.
  if (request.destroyed)
    throw new UserError('BAD_REQUEST', 'The upload cannot be read: its sender has gone.');
  const stored = new Map<string, NewFile>();
  const writes: Promise<unknown>[] = [];
  const receive = multer({
    storage: storageIn(blobs, stored, writes),
    limits: { files: maxFiles, fileSize: maxBytes, fields: 0, parts: maxFiles, fieldNameSize: 100 },
    defParamCharset: 'utf8',
  }).array('file', maxFiles);
  const received = new Promise<void>((resolve, reject) => {
    receive(request, response, (error: unknown) =>
      error ? reject(asUserError(error, maxBytes)) : resolve(),
    );
  });
  // Also after a failure: what was begun is cleared away before the sender hears of it.
  await received.finally(() => Promise.allSettled(writes));
  const sent = Array.isArray(request.files) ? request.files : [];
  if (sent.length === 0)
    throw new UserError('BAD_REQUEST', 'Send at least one file in the multipart field "file".');
  return sent.flatMap((file) => stored.get(file.filename) ?? []);
}

/**
 * @param stored is filled with each complete file by a key of its own
 * @param writes is filled with every write that begins
 */
function storageIn(
  blobs: BlobStore,
  stored: Map<string, NewFile>,
  writes: Promise<unknown>[],
): StorageEngine {
  return {
    _handleFile(_request, file, done) {
      // A cut file would otherwise be stored as if it were whole.
      file.stream.on('limit', () => file.stream.destroy(new MulterError('LIMIT_FILE_SIZE')));
      const write = blobs.put(file.stream);
      writes.push(write);
      write.then((blob) => {
        const key = String(stored.size);
        stored.set(key, { name: file.originalname, mediaType: mediaTypeOf(file.originalname), ...blob });
        done(null, { filename: key, size: blob.sizeBytes });
      }, done);
    },
    // Contents may be shared with other files, so they stay; without a row in the database nobody sees them.
    _removeFile: (_request, _file, done) => done(null),
  };
}

function asUserError(error: unknown, maxBytes: number): unknown {
  if (error instanceof OutOfSpace) return new UserError('OUT_OF_SPACE', error.message);
  if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
    const limit = `${Math.floor(maxBytes / 2 ** 20).toLocaleString('en')} MB`;
    return new UserError(
      'TOO_LARGE',
      `A file may have at most ${limit}. Larger ones need a higher MAX_UPLOAD_MB.`,
    );
  }
  // What remains is a body that does not keep to the format, or a sender that has gone.
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError('BAD_REQUEST', `The upload cannot be read: ${reason}.`);
}
