/** Wrong clocks. Leases go by the database's clock alone, so nothing may change. */
import { describe, expect } from '@jest/globals';
import { clockOff, clocksStay } from './clock.js';
import { until } from './farm.js';
import { keyed, quiet, scenario, secondsUntil } from './scenario.js';

describe('a clock', () => {
  scenario(
    'F9',
    'an hour fast on one worker does not delay taking over from another',
    async (farm) => {
      farm.startWorker({ slots: 1, environment: clockOff('+1h') });
      await farm.startBatch(keyed('warm', 2));
      await quiet(farm);
      const victim = farm.startWorker({ slots: 4 });
      await farm.startBatch(keyed('f9', 5, { ms: 2_500 }), { maxAttempts: 5 });
      await until(
        'all of them run',
        () => farm.ledger().filter(({ key }) => key?.startsWith('f9')).length >= 5,
      );
      victim.kill('SIGKILL');
      await until('it is gone', () => victim.hasExited());
      return {
        recoveredS: await secondsUntil(farm, 'its jobs start again', (line) => line.event === 'start'),
      };
    },
    { notHere: clocksStay },
  );

  scenario(
    'F10',
    'five minutes slow on a living worker does not cost it its job',
    async (farm) => {
      farm.startWorker({ slots: 1, environment: clockOff('-5m') });
      const batchId = await farm.startBatch(keyed('f10', 1, { ms: 6_000 }), { maxAttempts: 3 });
      await until('the job runs', () => farm.ledger().length > 0);
      farm.startWorker({ slots: 1 });
      await quiet(farm);
      const [job] = await farm.jobs(batchId);
      expect(job).toMatchObject({ state: 'succeeded', attempt: 1 });
      return { note: 'ran once' };
    },
    { notHere: clocksStay },
  );
});
