/** Many jobs, dying workers, and a neighbour who must not wait. SCALE_JOBS=… sets the number (default 100,000). */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { addProject, newBatch } from '../fixtures/batches.js';
import { type Farm, until } from './farm.js';
import { quiet, scenario } from './scenario.js';

const jobCount = Number(process.env.SCALE_JOBS ?? 100_000);
const killEveryMs = 4_000;
/** Promised: a small batch of another project starts within this time, however long the line is. */
const startWithinS = 3;

scenario(
  'scale',
  `${jobCount.toLocaleString('en')} jobs, a worker killed every ${killEveryMs / 1_000} s, and 10 jobs of another project`,
  async (farm) => {
    const batchId = await farm.startBatch(
      Array.from({ length: jobCount }, (_, n) => ({ key: `scale-${n}`, do: 'nothing' })),
      // A crash may take a job as often as it likes here; that it counts is told by other scenarios.
      { maxAttempts: 20 },
    );
    const fromMs = Date.now();
    const nemesis = killWorkers(farm);
    const waits: number[] = [];
    try {
      const tenth = async () => (await farm.store.batches.counts(batchId)).succeeded >= jobCount / 10;
      await until('a tenth has ended', tenth, 600_000);
      for (let round = 0; round < 5; round++) waits.push(await startDelayS(farm, round));
      await quiet(farm, 1_800_000);
    } finally {
      await nemesis.stop();
    }
    const seconds = (Date.now() - fromMs) / 1_000;
    expect(Math.max(...waits)).toBeLessThanOrEqual(startWithinS);
    const [ends] = await farm.database.query<{ jobs: number; succeeded: number; attempts: number }>(
      `select count(*)::int as jobs, count(*) filter (where state = 'succeeded')::int as succeeded,
         sum(attempt)::int as attempts from job where batch_id = $1`,
      [batchId],
    );
    expect(ends).toMatchObject({ jobs: jobCount, succeeded: jobCount });
    const slowest = Math.max(...waits).toFixed(1);
    return {
      note: `${Math.round(jobCount / seconds)} jobs/s with ${nemesis.kills} kills; ${(ends?.attempts ?? 0) - jobCount} starts repeated; the neighbour's 10 jobs began after ${slowest} s at most, of 5 tries`,
    };
  },
  { timeoutMs: 2_400_000 },
);

/** Keeps two workers alive and kills one that takes jobs every few seconds, until it is stopped. */
function killWorkers(farm: Farm) {
  const living = () => farm.workers.filter((worker) => !worker.hasExited());
  const over = new AbortController();
  let kills = 0;
  const killing = (async () => {
    while (!over.signal.aborted) {
      while (living().length < 2) farm.startWorker({ slots: 10 });
      await sleep(killEveryMs, null, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      const victims = living().filter((worker) => worker.log().includes('jobs at once'));
      const victim = victims[Math.floor(Math.random() * victims.length)];
      if (victim === undefined) continue;
      victim.kill('SIGKILL');
      await victim.exited;
      kills++;
    }
  })();
  return {
    get kills() {
      return kills;
    },
    stop() {
      over.abort();
      return killing;
    },
  };
}

/** Seconds from creating a small batch in a project of its own to the start of its first job. */
async function startDelayS(farm: Farm, round: number): Promise<number> {
  const projectId = await addProject(farm.database, `neighbour-${round}`);
  const jobs = Array.from({ length: 10 }, (_, index) => ({ index }));
  const { batchId } = await farm.store.batches.create(newBatch(projectId, jobs, { label: `small ${round}` }));
  const ended = async () => (await farm.store.batches.counts(batchId)).succeeded === jobs.length;
  await until('the neighbour has its results', ended);
  const [row] = await farm.database.query<{ seconds: number }>(
    `select extract(epoch from min(a.started_at) - b.created_at)::float8 as seconds
     from batch b join job j on j.batch_id = b.id join attempt a on a.job_id = j.id
     where b.id = $1 group by b.id`,
    [batchId],
  );
  return row?.seconds ?? Number.POSITIVE_INFINITY;
}
