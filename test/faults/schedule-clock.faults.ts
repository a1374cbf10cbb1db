/**
 * The clock of the database jumps while schedules are due: each time must be entered once, and run once or be told as
 * missed (I8).
 */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedulePoliciesSchema } from '@batchyard/domain';
import { exampleRecording, generateRecording } from '@batchyard/pipelines';
import { expect } from '@jest/globals';
import { clocksStay, setClock } from './clock.js';
import { type Farm, until } from './farm.js';
import { openClusterFarm, scenario } from './scenario.js';

/** Workers look for due times every 5 s. */
const severalLooksMs = 12_000;

if (clocksStay === null) {
  const clock = setClock(new Date());
  scenario(
    'F11',
    'jumps over due times, forth and back, with all workers down, and in nights when clocks are changed',
    async (farm) => {
      const { startWorkers, times, add, remove } = await nightly(farm);
      // Here clocks go back from 03:00 to 02:00 at 01:00 UTC.
      clock.set(new Date('2026-10-24T23:40:00Z'));
      const berlin = await add('0 * * * *', 'Europe/Berlin');
      startWorkers();
      const hours: string[] = [];
      const expectHours = async (...more: string[]) => {
        hours.push(...more);
        await until(`${hours.length} times ran`, async () => (await times(berlin)).length === hours.length);
        expect(await times(berlin)).toEqual(hours.map((hour) => `2026-10-25T${hour}Z 1 succeeded`));
      };
      clock.set(new Date('2026-10-25T00:00:02Z'));
      await expectHours('00:00');
      clock.set(new Date('2026-10-25T02:00:10Z'));
      await expectHours('01:00', '02:00');
      clock.set(new Date('2026-10-25T00:00:30Z'));
      await sleep(severalLooksMs);
      await expectHours();
      await Promise.all(farm.workers.map((worker) => worker.dispose()));
      clock.set(new Date('2026-10-25T05:30:00Z'));
      startWorkers();
      await expectHours('03:00', '04:00', '05:00');

      // Here there is no 02:30 on the day when clocks go forward, at 07:00 UTC.
      await remove(berlin);
      clock.set(new Date('2026-03-08T06:59:50Z'));
      const newYork = await add('30 2 * * *', 'America/New_York');
      const monthEnd = await add('0 12 31 * *', 'America/New_York');
      clock.set(new Date('2026-03-08T07:30:05Z'));
      await until('the skipped time ran', async () => (await times(newYork)).length === 1);
      clock.set(new Date('2026-03-09T06:30:05Z'));
      await until('the next day ran', async () => (await times(newYork)).length === 2);
      expect(await times(newYork)).toEqual([
        '2026-03-08T07:30Z 1 succeeded',
        '2026-03-09T06:30Z 1 succeeded',
      ]);
      await remove(newYork);
      clock.set(new Date('2026-05-31T16:00:05Z'));
      await until('both ends of months ran', async () => (await times(monthEnd)).length === 2);
      expect(await times(monthEnd)).toEqual([
        '2026-03-31T16:00Z 1 succeeded',
        '2026-05-31T16:00Z 1 succeeded',
      ]);
      await remove(monthEnd);
      // The ledger of jobs goes by the machine's clock.
      clock.set(new Date());
      return { note: '10 times of 3 schedules, each entered and run once' };
    },
    {
      open: async () => {
        const farm = await openClusterFarm(clock.environment);
        return {
          ...farm,
          async dispose() {
            await farm.dispose();
            clock.dispose();
          },
        };
      },
      timeoutMs: 400_000,
    },
  );
} else {
  scenario('F11', 'clocks that jump over a schedule', async () => undefined, { notHere: clocksStay });
}

/** A project that solves a recording whenever a schedule is due. */
async function nightly(farm: Farm) {
  const { store, database, projectId } = farm;
  const [user] = await database.query<{ id: string }>(
    `with u as (insert into app_user (email, name) values ('u@lab.example', 'U') returning id)
     insert into project_member (project_id, user_id, role) select $1, id, 'editor' from u returning user_id as id`,
    [projectId],
  );
  const userId = user?.id ?? '';
  const actor = { userId, source: 'web' } as const;
  const recording = generateRecording({ ...exampleRecording, frames: 20, missingShare: 0 }).markersCsv;
  const { sha256, sizeBytes } = await store.blobs.put(Readable.from([Buffer.from(recording)]));
  await database.query(
    `insert into file (project_id, name, size_bytes, sha256, media_type) values ($1, 'night.csv', $2, $3, 'text/csv')`,
    [projectId, sizeBytes, sha256],
  );
  const templateId = await store.templates.save(actor, projectId, {
    name: 'Solve',
    pipelineName: 'rigid-body',
    params: { optimization: { max_iterations: 1 } },
    options: {},
  });
  return {
    startWorkers: () => {
      farm.startWorker();
      farm.startWorker();
    },
    add: (cron: string, zone: string) =>
      store.schedules.create(actor, projectId, {
        name: `${cron} ${zone}`,
        cron,
        zone,
        designId: null,
        templateId,
        templateVersion: null,
        sheet: null,
        inputs: { markers: 'night.csv' },
        newOnly: false,
        options: { maxAttempts: 6, reuse: false },
        policies: schedulePoliciesSchema.parse({ missed: 'all', overlap: 'queue' }),
      }),
    async remove(id: string) {
      const schedule = await store.schedules.find({ userId, isAdministrator: false }, id);
      await store.schedules.remove(actor, schedule);
    },
    /** Due times that have run to their end: when, how many batches, with which state. */
    async times(id: string): Promise<string[]> {
      const rows = await database.query<{ dueAt: Date; batches: number; state: string }>(
        `select due_at as "dueAt", count(b.id)::int as batches, min(o.state) as state
         from occurrence o left join batch b on b.id = o.batch_id and b.state = 'succeeded'
         where o.schedule_id = $1 and o.state not in ('waiting', 'running') group by due_at order by due_at`,
        [id],
      );
      return rows.map(
        ({ dueAt, batches, state }) => `${dueAt.toISOString().slice(0, 16)}Z ${batches} ${state}`,
      );
    },
  };
}
