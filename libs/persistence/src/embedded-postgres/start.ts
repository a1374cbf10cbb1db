/**
 * A real PostgreSQL of our own, from an npm package: no port, one private socket, and no way to outlive us.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { findBinaries } from './binaries.js';
import { initialise, makeSocketDir, postgresEnvironment, superuser } from './cluster.js';
import { type Owner, ownerFor } from './owner.js';
import { lockDataDir, runningServer, stopLeftoverServer, stopServer } from './takeover.js';

export interface EmbeddedPostgresOptions {
  /** Data folder; made when absent. Only one process at a time may use it. */
  readonly dataDir: string;
  /** PostgreSQL settings, for example `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `false` trades safety against power loss for speed; for tests only. */
  readonly durable?: boolean;
  /** More environment of the server: a library that sets its clock; for tests only. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Of the database `batchyard`, which exists. */
  readonly databaseUrl: string;
  /** Ends all sessions and stops the server. */
  stop(): Promise<void>;
  /** Fulfilled when the server has ended, wanted or not, with the last lines of its log. */
  readonly exited: Promise<{ readonly log: string }>;
}

const databaseName = 'batchyard';
const port = 5432;

/**
 * Waits for the end of standard input, which is a pipe that we hold: when this process dies, however it dies, the
 * server is told to stop. The server's own end ends the script too.
 */
const guardScript = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
trap 'kill -INT $server' INT TERM
{ cat <&3 >/dev/null; kill -INT $server; } 2>/dev/null & guard=$!
while kill -0 $server 2>/dev/null; do wait $server; done
kill $guard 2>/dev/null`;

/** @throws Error that says what PostgreSQL said, when it does not come up */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir);
  mkdirSync(path.dirname(dataDir), { recursive: true });
  const unlock = lockDataDir(dataDir);
  try {
    const binaries = findBinaries();
    const owner = ownerFor([path.dirname(dataDir), binaries.initdb]);
    if (existsSync(dataDir)) await stopLeftoverServer(dataDir);
    initialise(dataDir, binaries, owner, options.durable ?? true);
    const socketDir = makeSocketDir(dataDir, owner);
    const args = serverArguments(dataDir, socketDir, options);
    const server = await launch([binaries.postgres, ...args], owner, options.environment ?? {});
    const exited = server.exited.then((end) => {
      if (socketDir !== dataDir) rmSync(socketDir, { recursive: true, force: true });
      unlock();
      return end;
    });
    const stop = () => stopGuarded(dataDir, server, exited);
    await createDatabase(socketDir).catch(async (error) => {
      await stop();
      throw error;
    });
    return { databaseUrl: urlOf(socketDir, databaseName), exited, stop };
  } catch (error) {
    unlock();
    throw error;
  }
}

function serverArguments(dataDir: string, socketDir: string, options: EmbeddedPostgresOptions): string[] {
  const unsafe = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const settings = {
    listen_addresses: '',
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    ...(options.durable === false ? unsafe : {}),
    ...options.settings,
  };
  const list = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDir, '-p', String(port), ...list];
}

interface Server {
  readonly process: ChildProcess;
  readonly exited: Promise<{ readonly log: string }>;
}

/** Starts the server under its guard and waits until it takes connections. */
async function launch(
  command: readonly string[],
  owner: Owner,
  environment: Readonly<Record<string, string>>,
): Promise<Server> {
  const [program = '', ...args] = [...owner.prefix, '/bin/sh', '-c', guardScript, 'sh', ...command];
  const child = spawn(program, args, {
    ...owner.credentials,
    env: { ...postgresEnvironment, ...environment },
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C must reach our apps first, the database last.
    detached: true,
  });
  let log = '';
  const exited = new Promise<{ log: string }>((resolve) => {
    child.once('close', () => resolve({ log }));
    child.once('error', (error) => resolve({ log: error.message }));
  });
  child.once('exit', () => child.stdin?.destroy());
  child.stdin?.on('error', () => undefined);
  const ready = new Promise<true>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-8_000);
      if (log.includes('ready to accept connections')) resolve(true);
    });
  });
  const first = await Promise.race([ready, exited]);
  if (first !== true) throw new Error(`PostgreSQL did not start:\n${first.log.trim()}`);
  return { process: child, exited };
}

async function createDatabase(socketDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(socketDir, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

function urlOf(socketDir: string, database: string): string {
  return `postgres://${superuser}@/${database}?host=${encodeURIComponent(socketDir)}&port=${port}`;
}

async function stopGuarded(dataDir: string, server: Server, exited: Promise<unknown>): Promise<void> {
  const pid = runningServer(dataDir);
  if (pid !== null) await stopServer(pid);
  server.process.stdin?.destroy();
  await exited;
}
