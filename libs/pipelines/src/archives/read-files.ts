/** Single files of a zip in memory, for archives of a known layout. */
import { open } from 'node:fs/promises';
import { DamagedArchive, readContents, readDirectory, type StoredFile } from './read-zip.js';
import { refuseUnfit, UnfitArchive } from './unpack.js';

export interface ArchiveFiles {
  /** All files, in the order of the directory. */
  readonly paths: readonly string[];
  /** @throws UnfitArchive where it is damaged or has more than `maxBytes` */
  read(path: string, maxBytes: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens an archive whose every path is safe. @throws UnfitArchive, or the system's error */
export async function openArchive(zipFile: string): Promise<ArchiveFiles> {
  const handle = await open(zipFile, 'r');
  try {
    const files = await readDirectory(handle);
    refuseUnfit(files);
    const byPath = new Map(files.map((file) => [file.path, file]));
    return {
      paths: [...byPath.keys()].filter((path) => !path.endsWith('/')),
      async read(path, maxBytes) {
        const file = byPath.get(path) as StoredFile;
        if (file.unpackedBytes > maxBytes) {
          throw new UnfitArchive(`${path} has ${file.unpackedBytes} bytes, at most ${maxBytes} are read`);
        }
        const parts: Buffer[] = [];
        try {
          for await (const part of readContents(handle, file)) parts.push(part);
        } catch (error) {
          if (error instanceof DamagedArchive) throw new UnfitArchive(`${path}: ${error.message}`);
          throw error;
        }
        return Buffer.concat(parts);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error instanceof DamagedArchive ? new UnfitArchive(error.message) : error;
  }
}
