/**
 * Nemesis: random faults for as long as one likes. SEED=… repeats the choices of a run, SOAK_S=… and SOAK_JOBS=… set its
 * length (default 120 s and 300 jobs; the long one is SOAK_S=600 SOAK_JOBS=2000).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { WorkerProcess } from '../fixtures/worker.js';
import { clockOff, clocksStay } from './clock.js';
import { type ClusterFarm, keyed, openClusterFarm, quiet, scenario, seededRandom } from './scenario.js';

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
const soakS = Number(process.env.SOAK_S ?? 120);
const jobCount = Number(process.env.SOAK_JOBS ?? 300);
const workersAtOnce = 2;

scenario(
  'F32',
  `random faults for ${soakS} s (SEED=${seed})`,
  async (plain) => {
    const farm = plain as ClusterFarm;
    const { proxy, proxiedUrl: databaseUrl } = farm;
    console.log(`Soak with SEED=${seed} SOAK_S=${soakS} SOAK_JOBS=${jobCount}`);
    const random = seededRandom(seed);
    const startWorker = () =>
      farm.startWorker({
        slots: 2,
        databaseUrl,
        environment: clocksStay === null && random() < 0.3 ? clockOff(random() < 0.5 ? '+1h' : '-5m') : {},
      });
    const living = () => farm.workers.filter((worker) => !worker.hasExited());
    const anyWorker = (): WorkerProcess | undefined => living()[Math.floor(random() * living().length)];
    const count: Record<string, number> = {};
    const faults: Record<string, () => Promise<void> | void> = {
      kill: () => anyWorker()?.kill('SIGKILL'),
      drain: () => anyWorker()?.kill('SIGTERM'),
      async freeze() {
        const worker = anyWorker();
        worker?.kill('SIGSTOP');
        await sleep(2_000 + random() * 4_000);
        worker?.kill('SIGCONT');
      },
      reset: () => proxy.reset(),
      async swallow() {
        proxy.swallow(true);
        await sleep(1_000 + random() * 5_000);
        proxy.swallow(false);
      },
      async restart() {
        await farm.cluster.stop();
        await farm.cluster.start();
      },
      async crash() {
        await farm.cluster.crash();
        await sleep(random() * 3_000);
        await farm.cluster.start();
      },
    };
    const names = Object.keys(faults);
    const perBatch = 20;
    let submitted = 0;
    const submit = async () => {
      const jobs = keyed(`f32-${submitted}`, perBatch, { ms: 20 + Math.floor(random() * 400) });
      submitted += perBatch;
      const concurrency = random() < 0.5 ? 1 + Math.floor(random() * 3) : null;
      // Refused where a connection broke just before; a batch that was not accepted is not missed.
      await farm.startBatch(jobs, { maxAttempts: 20, concurrency }).catch(() => undefined);
    };
    const beganMs = Date.now();
    const passedPart = () => (Date.now() - beganMs) / (soakS * 1_000);
    while (passedPart() < 1) {
      while (living().length < workersAtOnce) startWorker();
      while (submitted < jobCount * passedPart()) await submit();
      await sleep(500 + random() * 4_000);
      const name = names[Math.floor(random() * names.length)] ?? 'kill';
      count[name] = (count[name] ?? 0) + 1;
      await faults[name]?.();
    }
    while (living().length < workersAtOnce) startWorker();
    const healedMs = Date.now();
    const accepted = farm.batchIds.length * perBatch;
    expect(accepted).toBeGreaterThan(submitted / 2);
    await quiet(farm, 300_000);
    await Promise.all(farm.workers.map((worker) => worker.dispose()));
    const told = Object.entries(count).map(([name, times]) => `${times} × ${name}`);
    return {
      note: `seed ${seed}, ${accepted} of ${submitted} jobs accepted; ${told.join(', ')}; all ended ${Math.round((Date.now() - healedMs) / 1_000)} s after the last`,
    };
  },
  { open: () => openClusterFarm(), timeoutMs: soakS * 1_000 + 600_000 },
);
