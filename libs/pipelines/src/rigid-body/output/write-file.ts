import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file under a temporary name and then renames it, so that nobody ever sees half of it. */
export async function writeWhole(folder: string, name: string, data: string | Uint8Array): Promise<void> {
  const target = path.join(folder, name);
  const temporary = `${target}.partial`;
  await writeFile(temporary, data);
  await rename(temporary, target);
}
