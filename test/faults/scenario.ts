/** One fault: a farm, what goes wrong, and then all invariants. Results go to the file that FAULTS_REPORT names. */
import { appendFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { type Cluster, startCluster } from './cluster.js';
import { type Farm, type LedgerLine, openFarm, until } from './farm.js';
import { findViolations } from './invariants.js';
import { type DatabaseProxy, startProxy } from './proxy.js';

export interface ScenarioResult {
  /** From the fault, or its end, to the next start of the work; the slowest where there were several. */
  readonly recoveredS?: number;
  /** Other figures worth keeping, in words. */
  readonly note?: string;
}

export interface ScenarioOptions {
  /** Why it cannot run on this machine, or null. */
  readonly notHere?: string | null;
  readonly timeoutMs?: number;
  readonly open?: () => Promise<Farm>;
}

/** Promised in docs/reliability.md. */
export const recoverWithinS = 30;

export function scenario(
  id: string,
  title: string,
  run: (farm: Farm) => Promise<ScenarioResult | undefined>,
  { notHere = null, timeoutMs = 180_000, open = openFarm }: ScenarioOptions = {},
): void {
  if (notHere !== null) {
    report({ id, title, outcome: 'skipped', note: notHere });
    it.skip(`${id} ${title} (not run here: ${notHere})`, () => undefined);
    return;
  }
  it(
    `${id} ${title}`,
    async () => {
      const farm = await open();
      const entry = { id, title, outcome: 'failed' as 'failed' | 'passed' };
      try {
        const result = await run(farm);
        await expectInvariants(farm);
        if (result?.recoveredS !== undefined) expect(result.recoveredS).toBeLessThanOrEqual(recoverWithinS);
        report({ ...entry, outcome: 'passed', ...result });
      } catch (error) {
        report({ ...entry, note: (error as Error).message.split('\n')[0] ?? '' });
        for (const worker of farm.workers)
          console.log(`Worker ${worker.pid}: … ${worker.log().slice(-3_000)}`);
        throw error;
      } finally {
        await farm.dispose();
      }
    },
    timeoutMs,
  );
}

/** Waits until all is quiet, proves that work goes on, and that what was final stays so; then looks at everything. */
export async function expectInvariants(farm: Farm): Promise<void> {
  await quiet(farm);
  const before = await finalRows(farm);
  if (farm.workers.every((worker) => worker.hasExited())) farm.startWorker({ slots: 1 });
  const fresh = await farm.startBatch([{ key: 'fresh' }]);
  await until('a fresh job succeeds', async () => (await farm.batch(fresh)).state === 'succeeded');
  expect(await findViolations(farm)).toEqual([]);
  const after = await finalRows(farm);
  expect(after.slice(0, before.length)).toEqual(before);
  await Promise.all(farm.workers.map((worker) => worker.dispose()));
  await until('the processes of dead workers are gone', () => farm.jobProcesses().length === 0);
}

/** Waits until every accepted batch has ended. */
export async function quiet(farm: Farm, patienceMs = 120_000): Promise<void> {
  const haveEnded = async () => {
    const rows = await farm.database.query<{ n: number }>(
      'select count(*)::int as n from batch where id = any($1) and finished_at is null',
      [farm.batchIds],
    );
    return rows[0]?.n === 0;
  };
  await until('every batch has ended', haveEnded, patienceMs);
}

function finalRows(farm: Farm) {
  return farm.database.query(
    'select id, state, attempt, finished_at from job where batch_id = any($1) and finished_at is not null order by id',
    [farm.batchIds],
  );
}

/** Jobs with keys of their own, so that the ledger tells them apart. */
export function keyed(
  prefix: string,
  count: number,
  params: Record<string, unknown> = {},
): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, n) => ({ key: `${prefix}-${n}`, ...params }));
}

/** Seconds from now on until the ledger has a line for which `isIt` holds. */
export async function secondsUntil(
  farm: Farm,
  what: string,
  isIt: (line: LedgerLine) => boolean,
): Promise<number> {
  const fromMs = Date.now();
  await until(what, () => farm.ledger().some((line) => line.at >= fromMs && isIt(line)));
  const line = farm.ledger().find((candidate) => candidate.at >= fromMs && isIt(candidate));
  return ((line?.at ?? Date.now()) - fromMs) / 1_000;
}

export interface ClusterFarm extends Farm {
  readonly cluster: Cluster;
  readonly proxy: DatabaseProxy;
  /** The same database through the proxy. */
  readonly proxiedUrl: string;
}

/** A farm on a PostgreSQL of its own, with a second way to it. @param environment more of the server */
export async function openClusterFarm(
  environment: Readonly<Record<string, string>> = {},
): Promise<ClusterFarm> {
  const cluster = await startCluster(environment);
  const proxy = await startProxy({ path: cluster.socket });
  const farm = await openFarm({ database: cluster });
  return {
    ...farm,
    cluster,
    proxy,
    proxiedUrl: cluster.urlThrough(proxy.port),
    async dispose() {
      await Promise.all(farm.workers.map((worker) => worker.dispose()));
      await proxy.close();
      await farm.dispose();
    },
  };
}

/** A reproducible source of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface ReportEntry extends ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

export function report(entry: ReportEntry): void {
  const file = process.env.FAULTS_REPORT;
  if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}
