/** A PostgreSQL of the test's own that can crash and come back; it keeps what was committed. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, migrate, startEmbeddedPostgres } from '../../libs/persistence/src/index.js';
import type { TestDatabase } from '../fixtures/database.js';

export interface Cluster extends TestDatabase {
  /** Where the server listens. */
  readonly socket: string;
  /** Address of the same database through a proxy on this port. */
  urlThrough(port: number): string;
  /** Kills the server's first process. */
  crash(): Promise<void>;
  /** Ends all sessions and shuts the server down. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const patienceMs = 30_000;

/** @param environment more of the server: a clock of its own */
export async function startCluster(environment: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'by-pg-'));
  const dataDir = path.join(folder, 'data');
  const start = () =>
    startEmbeddedPostgres({
      dataDir,
      durable: false,
      environment,
      // A killed process loses nothing that was handed to the operating system; only commits must not be held back.
      settings: { synchronous_commit: 'on', shared_buffers: '32MB', max_connections: '150' },
    });
  let crashes = 0;
  let server: EmbeddedPostgres = await start();
  const { databaseUrl } = server;
  await migrate(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  return {
    databaseUrl,
    socket: path.join(dataDir, '.s.PGSQL.5432'),
    urlThrough: (port) => `postgres://batchyard@127.0.0.1:${port}/batchyard`,
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      for (const deadlineMs = Date.now() + patienceMs; ; ) {
        try {
          return (await pool.query(sql, [...parameters])).rows as Row[];
        } catch (error) {
          // Only reads are asked here, so that they may be asked again while the server is away.
          if (Date.now() > deadlineMs || !isAway(error)) throw error;
          await sleep(100);
        }
      }
    },
    crashes: () => crashes,
    async crash() {
      crashes++;
      const pid = Number(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      await server.exited;
    },
    stop: () => server.stop(),
    async start() {
      server = await start();
    },
    async dispose() {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An error of the connection, or one of those with which a server that goes away or comes up refuses. */
function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message: string };
  return /^(57P|08|ECONN|ENOENT|EPIPE)/.test(code ?? '') || /terminated|Connection/.test(message);
}
