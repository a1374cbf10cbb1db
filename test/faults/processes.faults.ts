/** Job processes that do not want to end, eat memory, or talk without end. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { type Farm, until } from './farm.js';
import { keyed, quiet, scenario } from './scenario.js';

const hasNamespaces =
  spawnSync('bwrap', [
    '--dev-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    '--unshare-pid',
    '--die-with-parent',
    'true',
  ]).status === 0;
const notHere = hasNamespaces ? null : 'bubblewrap is not installed or not usable';

const running = (farm: Farm) => farm.jobProcesses().filter(({ command }) => command.includes('trap'));

/** Runs a job that starts deaf processes in sessions of their own, ends it somehow, and waits for silence. */
async function endRunaway(farm: Farm, timeoutS: number | null, end: (batchId: string) => Promise<void>) {
  farm.startWorker({ slots: 1 });
  const batchId = await farm.startBatch(keyed('f24', 1, { do: 'runaway' }), { timeoutS });
  await until('it has started its processes', () => running(farm).length >= 7);
  const fromMs = Date.now();
  await end(batchId);
  await until('all of them are gone', () => running(farm).length === 0);
  return (Date.now() - fromMs) / 1_000;
}

describe('a job process', () => {
  scenario('F21', 'takes more memory than it may', async (farm) => {
    farm.startWorker({ slots: 1 });
    const batchId = await farm.startBatch(keyed('f21', 1, { do: 'hog' }), {
      memoryLimitMb: 300,
      maxAttempts: 1,
    });
    await quiet(farm);
    expect(await farm.jobs(batchId)).toMatchObject([{ state: 'out_of_memory', attempt: 1 }]);
    return { note: 'ended by the worker’s own watch; the worker lived' };
  });

  scenario(
    'F24',
    'and its deaf children in other sessions end on cancel',
    async (farm) => {
      const goneS = await endRunaway(farm, null, (batchId) => farm.store.batches.cancel(batchId));
      return { recoveredS: goneS, note: 'all processes gone' };
    },
    { notHere },
  );

  scenario(
    'F24b',
    'and its deaf children in other sessions end at the time limit',
    async (farm) => {
      const goneS = await endRunaway(farm, 3, async () => undefined);
      await quiet(farm);
      return { recoveredS: goneS, note: 'limit of 3 s included' };
    },
    { notHere },
  );

  scenario(
    'F24c',
    'and its deaf children in other sessions end with a worker that is killed',
    async (farm) => {
      const goneS = await endRunaway(farm, null, async () => farm.workers[0]?.kill('SIGKILL'));
      for (const batchId of farm.batchIds) await farm.store.batches.cancel(batchId);
      farm.startWorker({ slots: 1 });
      return { recoveredS: goneS, note: 'all processes gone' };
    },
    { notHere },
  );

  scenario('F25', 'prints 200 MB, half of it without a line end', async (farm) => {
    const worker = farm.startWorker({ slots: 1 });
    const batchId = await farm.startBatch(keyed('f25', 1, { do: 'flood', ms: 200 }));
    let mostMb = 0;
    const watch = setInterval(() => {
      const kb = /VmRSS:\s+(\d+)/.exec(statusOf(worker.pid))?.[1] ?? '0';
      mostMb = Math.max(mostMb, Number(kb) / 1_000);
    }, 50);
    await quiet(farm).finally(() => clearInterval(watch));
    const [job] = await farm.jobs(batchId);
    expect(job?.state).toBe('succeeded');
    const [log] = await farm.database.query<{ lines: number; longest: number }>(
      'select count(*)::int as lines, max(length(text)) as longest from job_log where job_id = $1',
      [job?.id],
    );
    expect(log?.lines).toBeLessThanOrEqual(10_001);
    expect(log?.longest).toBeLessThan(70_000);
    expect(mostMb).toBeLessThan(300);
    return { note: `${log?.lines} lines kept; the worker had ${Math.round(mostMb)} MB at most` };
  });
});

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
