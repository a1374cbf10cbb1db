import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../../../../test/fixtures/database.js';
import { startOfProcess } from './process-identity.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.js';

let folder: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard postgres-'));
  await chmod(folder, 0o755);
  dataDir = path.join(folder, 'data');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(directory = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: directory, durable: false });
  running.push(server);
  return server;
}

async function ask<Row extends object>(server: { databaseUrl: string }, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(directory = dataDir): Promise<number> {
  return Number.parseInt(await readFile(path.join(directory, 'postmaster.pid'), 'utf8'), 10);
}

/** Another process of ours that starts a server and prints its address. */
async function startElsewhere() {
  // The sources are built by now: asking for a database does that.
  await (await createTestDatabase('empty')).dispose();
  const module = new URL('../../dist/index.js', import.meta.url);
  const program = `const { startEmbeddedPostgres } = await import(${JSON.stringify(String(module))});
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    console.log(server.databaseUrl); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const databaseUrl = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  );
  return { child, databaseUrl };
}

describe('embedded PostgreSQL', () => {
  it('keeps its data from one start to the next, below a path with spaces', async () => {
    const first = await start();
    await ask(first, 'create table kept as select 7 as n');
    await first.stop();
    expect(await ask(await start(), 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('listens on a socket only, in a folder that is private', async () => {
    const server = await start();
    expect(await ask(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    const socketDir = new URL(server.databaseUrl.replace('@/', '@x/')).searchParams.get('host') ?? '';
    expect((await stat(socketDir)).mode & 0o077).toBe(0);
  });

  it('moves its socket to a short folder when the path is too long for one, and removes it', async () => {
    const long = path.join(folder, 'x'.repeat(100), 'data');
    const server = await start(long);
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    const socketDir = new URL(server.databaseUrl.replace('@/', '@x/')).searchParams.get('host') ?? '';
    expect(socketDir.length).toBeLessThan(90);
    expect((await stat(socketDir)).mode & 0o077).toBe(0);
    await server.stop();
    await expect(stat(socketDir)).rejects.toThrow(/ENOENT/);
  });

  it('refuses a second start on the same data, naming the process', async () => {
    await start();
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      `already in use by process ${process.pid}`,
    );
  });

  it('stops when its process is killed, and its data is taken over at once', async () => {
    const { child, databaseUrl } = await startElsewhere();
    await ask({ databaseUrl }, 'create table kept as select 8 as n');
    const pid = await serverPid();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await ask(await start(), 'select n from kept')).toEqual([{ n: 8 }]);
    expect(startOfProcess(pid)).toBeNull();
  });

  it('starts over a stale pid file that names a stranger, and leaves the stranger alone', async () => {
    await (await start()).stop();
    running.length = 0;
    const stranger = spawn('sleep', ['60']);
    await writeFile(path.join(dataDir, 'postmaster.pid'), `${stranger.pid}\n${dataDir}\n`);
    await writeFile(`${dataDir}.lock`, `${stranger.pid} another start`);
    expect(await ask(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
    expect(startOfProcess(stranger.pid ?? 0)).not.toBeNull();
    stranger.kill();
  });

  it('says when it ends unexpectedly', async () => {
    const server = await start();
    process.kill(await serverPid(), 'SIGQUIT');
    const { log } = await server.exited;
    expect(log).toMatch(/immediate shutdown/);
  });

  it('leaves nothing of an interrupted set-up', async () => {
    await mkdir(`${dataDir}.new`);
    await writeFile(path.join(`${dataDir}.new`, 'PG_VERSION'), '18');
    await start();
    expect((await readdir(folder)).sort()).toEqual(['data', 'data.lock']);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('runs below a folder that only root may enter', async () => {
    const secret = path.join(folder, 'private');
    await mkdir(secret, { mode: 0o700 });
    const server = await start(path.join(secret, 'data'));
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
