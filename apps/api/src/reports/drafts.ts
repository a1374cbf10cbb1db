import { createReadStream } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ZipEntry } from '@batchyard/documents';
import { measure } from './measure.js';

/** A file of an archive that is written before its size is known. */
export interface Draft {
  write(text: string): Promise<void>;
  /** Closes it; it can be read from then on. */
  entry(name: string, modifiedAt: Date): Promise<ZipEntry>;
}

/** A folder of the system's temporary files; the caller removes it. */
export async function openDrafts() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-archive-'));
  return {
    folder,
    async create(name: string): Promise<Draft> {
      const file = path.join(folder, name);
      const handle = await open(file, 'wx');
      let pending = '';
      const flush = async () => {
        const text = pending;
        pending = '';
        await handle.writeFile(text);
      };
      return {
        async write(text) {
          pending += text;
          if (pending.length > 64 * 1024) await flush();
        },
        async entry(entryName, modifiedAt) {
          await flush();
          await handle.close();
          const content = await measure(() => createReadStream(file));
          if (content === null) throw new Error(`The draft ${file} has gone.`);
          return { path: entryName, modifiedAt, ...content };
        },
      };
    },
  };
}
