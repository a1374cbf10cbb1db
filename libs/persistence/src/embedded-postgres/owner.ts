/** PostgreSQL refuses to run as root, so root starts it as `nobody`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';

export interface Owner {
  /** What the program and its arguments are appended to; empty where they run directly. */
  readonly prefix: readonly string[];
  /** Options for `spawn`. */
  readonly credentials: { readonly uid?: number; readonly gid?: number };
  /** Gives a file or folder to the account PostgreSQL runs as. */
  own(path: string): void;
}

/**
 * How PostgreSQL has to be started by this process.
 * @param paths what it must reach. Where `nobody` cannot, as below a private /root, it keeps the one right to pass
 *   (setpriv, util-linux).
 */
export function ownerFor(paths: readonly string[]): Owner {
  if (process.getuid?.() !== 0) return { prefix: [], credentials: {}, own: () => undefined };
  const uid = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
  const gid = Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' }));
  const own = (path: string) => chownSync(path, uid, gid);
  const reaches = (path: string) => spawnSync('test', ['-r', path], { uid, gid, cwd: '/' }).status === 0;
  if (paths.every(reaches)) return { prefix: [], credentials: { uid, gid }, own };
  const identity = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  const right = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { prefix: ['setpriv', ...identity, ...right], credentials: {}, own };
}
