/** Which folders outside its own storage this installation may read: `SHARES=lab=/mnt/lab,camera=/data/camera`. */
import path from 'node:path';

/** Absolute folders on this machine by the name that people use. */
export type ShareFolders = ReadonlyMap<string, string>;

const shareName = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** @throws Error with one clear line for the first entry that is wrong */
export function readShares(env: Readonly<Record<string, string | undefined>>): ShareFolders {
  const folders = new Map<string, string>();
  for (const entry of (env.SHARES ?? '').split(',').flatMap((text) => text.trim() || [])) {
    const [, name = '', folder = ''] = /^([^=]*)=(.*)$/.exec(entry) ?? [];
    if (!shareName.test(name) || !path.isAbsolute(folder) || path.resolve(folder) === '/') {
      throw new Error(
        `SHARES has ${JSON.stringify(entry)}; an entry is a name of lower case letters, digits, _ and -, then = and an absolute folder, for example lab=/mnt/lab.`,
      );
    }
    if (folders.has(name)) throw new Error(`SHARES has ${name} twice; each name stands for one folder.`);
    folders.set(name, path.resolve(folder));
  }
  return folders;
}
