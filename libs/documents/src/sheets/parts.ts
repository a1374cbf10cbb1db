/** The files within a workbook, which is a zip archive; read without trusting it. */
import { type FileHandle, open } from 'node:fs/promises';
import { DamagedArchive, readContents, readDirectory, type StoredFile } from '@batchyard/pipelines/archives';
import { sheetLimits } from './limits.js';
import { UnreadableSheet } from './sheet-file.js';
import { damaged } from './xml.js';

export interface Parts {
  has(path: string): boolean;
  /** Contents, unpacked. @throws UnreadableSheet where it is missing or damaged */
  read(path: string): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

/** @param name of the file as the user knows it @throws UnreadableSheet when it is no archive, or a dangerous one */
export async function openParts(path: string, name: string): Promise<Parts> {
  const handle = await open(path);
  try {
    const files = await readDirectory(handle);
    refuseBombs(files, name);
    return partsOf(handle, files, name);
  } catch (error) {
    await handle.close();
    throw readable(error, name);
  }
}

function partsOf(handle: FileHandle, files: readonly StoredFile[], name: string): Parts {
  const byPath = new Map(files.map((file) => [file.path.replace(/^\//, ''), file]));
  return {
    has: (path) => byPath.has(path),
    async *read(path) {
      const file = byPath.get(path);
      if (!file) throw damaged(name, `its part ${path} is missing`);
      try {
        yield* readContents(handle, file);
      } catch (error) {
        throw readable(error, name);
      }
    },
    close: () => handle.close(),
  };
}

function readable(error: unknown, name: string): unknown {
  return error instanceof DamagedArchive ? damaged(name, error.message) : error;
}

/** By the sizes of its directory, which unpacking is held to. */
function refuseBombs(files: readonly StoredFile[], name: string): void {
  const { maxParts, maxRatio, freeUnpackedBytes, maxUnpackedBytes } = sheetLimits;
  if (files.length > maxParts) throw tooLarge(name, `it has ${files.length} parts`, `at most ${maxParts}`);
  const total = files.reduce((sum, file) => sum + file.unpackedBytes, 0);
  if (total > maxUnpackedBytes)
    throw tooLarge(name, `it unpacks to ${megabytes(total)}`, `at most ${megabytes(maxUnpackedBytes)}`);
  const packed = files.reduce((sum, file) => sum + file.packedBytes, 0);
  if (total > freeUnpackedBytes && total > maxRatio * packed) {
    const times = Math.round(total / Math.max(packed, 1));
    throw tooLarge(
      name,
      `its ${megabytes(packed)} unpack to ${megabytes(total)}, ${times} times as much`,
      `at most ${maxRatio} times`,
    );
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

function tooLarge(file: string, why: string, expectation: string): UnreadableSheet {
  return new UnreadableSheet({
    code: 'SHEET_TOO_LARGE',
    message: `${file} is refused because ${why}.`,
    place: { file },
    expectation,
    fix: 'Delete empty formatted rows and columns, or save the sheet as CSV.',
  });
}
