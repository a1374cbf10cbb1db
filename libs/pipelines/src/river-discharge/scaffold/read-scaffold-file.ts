import { open, readFile } from 'node:fs/promises';
import type { InputFile } from '../../contract.js';
import { type IvyReading, scaffoldFromIvy } from './ivy/read-ivy.js';
import type { FrameSize } from './ivy/scaffold-of-ivy.js';
import { readScaffold } from './read-scaffold.js';

/**
 * A scaffold from a file: our own JSON, or an .ivy project, told apart by what is in it. Never throws on bad data.
 * @param frameSize of the video, for projects that keep no frame of it
 */
export async function readScaffoldFile(
  file: InputFile,
  frameSize?: () => Promise<FrameSize | null>,
): Promise<IvyReading> {
  const isProject = file.name.toLowerCase().endsWith('.ivy') || (await isZip(file.path));
  if (isProject) return scaffoldFromIvy(file, frameSize);
  const text = await readFile(file.path, 'utf8').catch(() => '');
  return { ...readScaffold(text, file.name), text };
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path).catch(() => null);
  if (handle === null) return false;
  const start = Buffer.alloc(4);
  await handle.read(start, 0, 4, 0).finally(() => handle.close());
  return start.toString('latin1') === 'PK\u0003\u0004';
}
