/** The suite can fail: each known wrong version of the worker violates the invariant that is named here. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type Mutant, mutants } from '../../libs/persistence/src/faults/mutants.js';
import { clockOff, clocksStay } from './clock.js';
import { type Farm, openFarm, until } from './farm.js';
import { findViolations } from './invariants.js';
import { keyed, quiet, report } from './scenario.js';

interface MutantTest {
  /** What the violations must contain. */
  readonly violates: RegExp;
  readonly provoke: (farm: Farm) => Promise<void>;
  /** Where the invariants of a quiet farm do not speak of it. */
  readonly find?: (farm: Farm) => Promise<string[]>;
  readonly notHere?: string | null;
}

const group = { BATCHYARD_TEST_ENCLOSURE: 'group' };
const ledgerHas =
  (farm: Farm, event: string, count = 1) =>
  () =>
    farm.ledger().filter((line) => line.event === event).length >= count;

const tests: Record<Mutant, MutantTest> = {
  no_fence: {
    violates: /^I4: job \d+ published a file of an attempt before number 2/,
    async provoke(farm) {
      const late = { MUTANT: 'no_fence', FP: 'before_finish:block(10000)' };
      farm.startWorker({ slots: 1, environment: late });
      await farm.startBatch(keyed('late', 1, { ms: 8_000 }), { maxAttempts: 3 });
      await until('it runs', ledgerHas(farm, 'start'));
      // Up before the lease runs out, so that it is at work when the late one wakes.
      farm.startWorker({ slots: 1 });
      await quiet(farm);
    },
  },
  client_clock: {
    violates: /was taken from a worker that lived/,
    notHere: clocksStay,
    async provoke(farm) {
      farm.startWorker({ slots: 1, environment: { MUTANT: 'client_clock', ...clockOff('-5m') } });
      await farm.startBatch(keyed('slow', 1, { ms: 6_000 }), { maxAttempts: 5 });
      await until('it runs', ledgerHas(farm, 'start'));
      farm.startWorker({ slots: 1 });
      await quiet(farm);
    },
    find: wronglyLost,
  },
  rescue_ignores_leases: {
    violates: /was taken from a worker that lived/,
    async provoke(farm) {
      farm.startWorker({ slots: 1 });
      farm.startWorker({ slots: 1, environment: { MUTANT: 'rescue_ignores_leases' } });
      await farm.startBatch(keyed('held', 2, { ms: 2_000 }), { maxAttempts: 20 });
      await until('something is lost', async () => (await wronglyLost(farm)).length > 0);
    },
    find: wronglyLost,
  },
  retry_does_not_count: {
    violates: /^I3: job \d+ had \d+ attempts of 2/,
    async provoke(farm) {
      farm.startWorker({ slots: 1, environment: { MUTANT: 'retry_does_not_count' } });
      await farm.startBatch(keyed('crash', 1, { do: 'fill' }), { maxAttempts: 2 });
      await until('it started three times', ledgerHas(farm, 'start', 3));
    },
  },
  deaths_do_not_count: {
    violates: /^I3: job \d+ had \d+ attempts of 1/,
    async provoke(farm) {
      await farm.startBatch(keyed('poison', 1, { do: 'poison' }), { maxAttempts: 1 });
      for (let death = 0; death < 2; death++) {
        const worker = farm.startWorker({
          slots: 1,
          environment: { ...group, MUTANT: 'deaths_do_not_count' },
        });
        await until('the job takes the worker with it', () => worker.hasExited());
      }
    },
  },
  never_settle: {
    violates: /^I1: batch \d+ is still running/,
    async provoke(farm) {
      farm.startWorker({ environment: { MUTANT: 'never_settle' } });
      await farm.startBatch(keyed('endless', 2));
      await until('its jobs have ended', ledgerHas(farm, 'end', 2));
      await sleep(3_000);
    },
  },
  cancel_not_rechecked: {
    violates: /started again after it was cancelled/,
    async provoke(farm) {
      const environment = { MUTANT: 'cancel_not_rechecked', FP: 'before_finish:sleep(2000)' };
      farm.startWorker({ slots: 1, environment });
      const batchId = await farm.startBatch(keyed('again', 1, { do: 'fill' }), { maxAttempts: 5 });
      await until('it runs', ledgerHas(farm, 'start'));
      await sleep(500);
      await farm.store.jobs.cancel((await farm.jobs(batchId))[0]?.id ?? '');
      await sleep(5_000);
    },
    find: async (farm) =>
      farm.ledger().filter(({ event }) => event === 'start').length > 1
        ? ['I2: a job started again after it was cancelled']
        : [],
  },
  no_caps: {
    violates: /^I9: \d jobs of batch \d+ ran at once; it allows 1/,
    async provoke(farm) {
      farm.startWorker({ slots: 3, environment: { MUTANT: 'no_caps' } });
      await farm.startBatch(keyed('crowd', 6, { ms: 700 }), { concurrency: 1 });
      await quiet(farm);
    },
  },
  record_before_blob: {
    violates: /^I5: the file of job \d+ is missing/,
    async provoke(farm) {
      const environment = { MUTANT: 'record_before_blob', FP: 'before_blob_rename:sleep(60000)' };
      const worker = farm.startWorker({ slots: 1, environment });
      await farm.startBatch(keyed('early', 1));
      await quiet(farm);
      worker.kill('SIGKILL');
    },
  },
  kill_leader_only: {
    violates: /^I6: process \d+ is left: sleep 600/,
    async provoke(farm) {
      farm.startWorker({ slots: 1, environment: { ...group, MUTANT: 'kill_leader_only' } });
      const gate = farm.gate('leak');
      gate.open();
      await farm.startBatch(keyed('leak', 1, { do: 'leak', gate: gate.path }));
      await quiet(farm);
      await sleep(1_000);
    },
  },
};

describe('mutant', () => {
  for (const name of mutants) {
    const { violates, provoke, find = findViolations, notHere = null } = tests[name];
    if (notHere !== null) {
      report({ id: `mutant ${name}`, title: violates.source, outcome: 'skipped', note: notHere });
      it.skip(`${name} (not run here: ${notHere})`, () => undefined);
      continue;
    }
    it(`${name} is found out`, async () => {
      const farm = await openFarm();
      try {
        await provoke(farm);
        const violations = await find(farm);
        expect(violations).toContainEqual(expect.stringMatching(violates));
        const shown = violations.find((text) => violates.test(text)) ?? '';
        report({ id: `mutant ${name}`, title: shown.replaceAll(/\d{2,}/g, '…'), outcome: 'passed' });
      } finally {
        await endAll(farm);
      }
    });
  }
});

/** Nobody was killed, stopped or cut off in these, so nothing may be lost. */
async function wronglyLost(farm: Farm): Promise<string[]> {
  const rows = await farm.database.query<{ job: string }>(
    `select job_id as job from attempt where outcome = 'lost'`,
  );
  return rows.map(({ job }) => `I3: job ${job} was taken from a worker that lived`);
}

/** What a mutant left running is ended here. */
async function endAll(farm: Farm): Promise<void> {
  await Promise.all(farm.workers.map((worker) => worker.dispose()));
  for (const { pid } of farm.jobProcesses()) killIfThere(pid);
  await farm.dispose();
}

/** It may end by itself between being seen and being killed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
