/** The same queue on Redis or Valkey: what it loses is put right from PostgreSQL. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Farm, openFarm, until } from './farm.js';

const program = ['redis-server', 'valkey-server'].find((name) => !spawnSync(name, ['--version']).error);
if (program === undefined) console.warn('Skipped: neither redis-server nor valkey-server is installed.');
const whereInstalled = program === undefined ? describe.skip : describe;

whereInstalled('a queue on Redis', () => {
  let redis: ChildProcess;
  let port: number;
  let farm: Farm;

  beforeAll(async () => {
    port = await freePort();
    redis = startRedis();
    farm = await openFarm({ queueUrl: `redis://127.0.0.1:${port}` });
    farm.startWorker();
  });
  afterAll(async () => {
    await farm.dispose();
    redis.kill('SIGKILL');
  });

  function startRedis(): ChildProcess {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    return spawn(program ?? '', args, { stdio: 'ignore' });
  }

  const succeeded = (batchId: string) => async () => (await farm.batch(batchId)).state === 'succeeded';

  it('runs a batch', async () => {
    const batchId = await farm.startBatch(Array.from({ length: 20 }, () => ({})));
    await until('all have succeeded', succeeded(batchId));
    expect((await farm.jobs(batchId)).map((job) => job.attempt)).toEqual(Array(20).fill(1));
  });

  it('that was killed and came back empty runs every job once', async () => {
    const from = farm.ledger().length;
    const batchId = await farm.startBatch(Array.from({ length: 12 }, () => ({ ms: 100 })));
    await until('some have started', () => farm.ledger().length > from + 4);
    redis.kill('SIGKILL');
    redis = startRedis();
    await until('all have succeeded', succeeded(batchId));
    const ends = farm
      .ledger()
      .slice(from)
      .filter((line) => line.event === 'end');
    expect(ends.map((line) => line.index).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => n),
    );
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
