import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.js';
import type { Owner } from './owner.js';

/** Environment of every PostgreSQL program: messages in English, nothing of ours. */
export const postgresEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };
export const superuser = 'batchyard';

/** Makes the data folder unless it exists. An interrupted attempt leaves nothing that looks complete. */
export function initialise(
  dataDir: string,
  binaries: PostgresBinaries,
  owner: Owner,
  durable: boolean,
): void {
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) return;
  const fresh = `${dataDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  owner.own(fresh);
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const options = [
    '-D',
    fresh,
    '-U',
    superuser,
    '-A',
    'trust',
    '-E',
    'UTF8',
    ...locale,
    ...(durable ? [] : ['--no-sync']),
  ];
  const [program = '', ...rest] = [...owner.prefix, binaries.initdb, ...options];
  const result = spawnSync(program, rest, {
    ...owner.credentials,
    env: postgresEnvironment,
    cwd: '/',
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    const reason = result.error?.message ?? result.stderr.trim();
    throw new Error(`The database could not be set up in ${dataDir}: ${reason}`);
  }
  renameSync(fresh, dataDir);
}

/** The operating system limits a socket's path to about 107 bytes; the file name takes 16 of them. */
const maxSocketDirBytes = 84;

/**
 * The folder for the server's socket, private to the account it runs as: the data folder where its path is short
 * enough, otherwise one of its own in the system's temporary folder.
 */
export function makeSocketDir(dataDir: string, owner: Owner): string {
  if (Buffer.byteLength(dataDir) <= maxSocketDirBytes) return dataDir;
  // Always the same name for the same data, so that a killed process leaves at most one behind.
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folder = path.join(os.tmpdir(), `batchyard-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  owner.own(folder);
  return folder;
}
