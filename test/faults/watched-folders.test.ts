/**
 * What starts by itself while workers are killed: a watched folder that files come into, 1,000 with FAULTS=all, else 100;
 * and a schedule.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedulePoliciesSchema } from '@batchyard/domain';
import { exampleRecording, generateRecording } from '@batchyard/pipelines';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Farm, openFarm, until } from './farm.js';

const files = process.env.FAULTS === 'all' ? 1_000 : 100;
const copies = 10;
const patienceMs = 300_000;

let farm: Farm;
let folder: string;
let folderId: string;
let actor: { readonly userId: string; readonly source: 'web' };
let templateId: string;

beforeAll(async () => {
  farm = await openFarm();
  folder = path.join(path.dirname(farm.filesDir), 'share', 'inbox');
  mkdirSync(folder, { recursive: true });
  const [user] = await farm.database.query<{ id: string }>(
    `with u as (insert into app_user (email, name) values ('u@lab.example', 'U') returning id)
     insert into project_member (project_id, user_id, role) select $1, id, 'editor' from u returning user_id as id`,
    [farm.projectId],
  );
  await farm.database.query(`insert into share_grant (share, project_id) values ('lab', $1)`, [
    farm.projectId,
  ]);
  actor = { userId: user?.id ?? '', source: 'web' };
  templateId = await farm.store.templates.save(actor, farm.projectId, {
    name: 'Solve',
    pipelineName: 'rigid-body',
    params: { optimization: { max_iterations: 1 } },
    options: {},
  });
  folderId = await farm.store.watchedFolders.create(actor, farm.projectId, {
    name: 'Inbox',
    share: 'lab',
    folder: 'inbox',
    patterns: ['*.csv'],
    recursive: false,
    doneSuffix: null,
    pollS: 1,
    stableS: 1,
    quietS: 2,
    longestWaitS: 5,
    designId: null,
    templateId,
    templateVersion: null,
    input: null,
    inputs: {},
    options: { maxAttempts: 6 },
  });
});
afterAll(() => farm.dispose());

const startWorker = () =>
  farm.startWorker({ slots: 2, environment: { SHARES: `lab=${path.dirname(folder)}` } });

const count = async (sql: string, parameters: readonly unknown[] = []): Promise<number> =>
  (await farm.database.query<{ count: number }>(`select count(*)::int as count ${sql}`, parameters))[0]
    ?.count ?? 0;

const recording = () => generateRecording({ ...exampleRecording, frames: 20, missingShare: 0 }).markersCsv;

/** Half of them appear under their names at once, the others grow where everybody sees it. */
async function deliver(): Promise<void> {
  const text = recording();
  for (let n = 0; n < files; n++) {
    const target = path.join(folder, `plate_${n}.csv`);
    // A number of its own in each file; the rest stays.
    const content = text.replace(/(\d)\n$/, (_, digit: string) => `${digit}${String(n).padStart(4, '0')}\n`);
    if (n % 2 === 0) {
      writeFileSync(`${target}.part`, content);
      renameSync(`${target}.part`, target);
    } else {
      writeFileSync(target, content.slice(0, 100));
      writeFileSync(target, content);
    }
    if (n < copies) writeFileSync(path.join(folder, `copy_${n}.csv`), content);
    if (n % 20 === 0) await sleep(100);
  }
}

it(
  'runs each of them exactly once',
  async () => {
    const [first, second] = [startWorker(), startWorker()];
    const delivered = deliver();
    await until(
      'some files are taken',
      async () => (await count(`from watched_file where state <> 'arriving'`)) > files / 10,
      patienceMs,
    );
    first.kill('SIGKILL');
    startWorker();
    await until(
      'some jobs are done',
      async () => (await count(`from job where state = 'succeeded'`)) > files / 10,
      patienceMs,
    );
    second.kill('SIGKILL');
    startWorker();
    await delivered;
    await until(
      'all files are started and their jobs over',
      async () =>
        (await count(`from watched_file where state = 'started'`)) >= files &&
        (await count(`from job where state not in ('succeeded', 'failed')`)) === 0,
      patienceMs,
    );
    const { rows } = await farm.store.watchedFolders.files(folderId, { first: 2 * files });
    const states = (state: string) => rows.filter((row) => row.state === state);
    expect(states('started')).toHaveLength(files);
    expect(states('same_content')).toHaveLength(copies);
    expect(rows).toHaveLength(files + copies);
    expect(new Set(states('started').map(({ jobId }) => jobId)).size).toBe(files);
    const jobs = await farm.database.query<{ state: string; sha256: string }>(
      `select state, inputs->'markers'->0->>'sha256' as sha256 from job`,
    );
    expect(jobs).toHaveLength(files);
    expect(new Set(jobs.map(({ sha256 }) => sha256)).size).toBe(files);
    expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['succeeded']));
    expect(await count(`from attempt where outcome = 'succeeded'`)).toBe(files);
    expect(await count('from file')).toBe(files);
  },
  3 * patienceMs,
);

/** Hours at which it was due while nothing ran; the newest time came with the workers. */
const hoursDown = 6;
const missedMost = 2;

/** A schedule of every hour, as if no worker had run since: the next time is far away, so nothing depends on how long this takes. */
async function scheduleOfLastHours(): Promise<string> {
  writeFileSync(path.join(path.dirname(folder), 'night.csv'), recording());
  const dueAt = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  const policies = schedulePoliciesSchema.parse({ missed: 'all', missedMost, overlap: 'queue' });
  const id = await farm.store.schedules.create(actor, farm.projectId, {
    name: 'Hourly',
    cron: `${dueAt.getUTCMinutes()} * * * *`,
    zone: 'UTC',
    designId: null,
    templateId,
    templateVersion: null,
    sheet: null,
    inputs: { markers: 'lab:/night.csv' },
    newOnly: false,
    options: { maxAttempts: 6, reuse: false },
    policies,
  });
  await farm.database.query('update schedule set decided_until = $2, next_due_at = $3 where id = $1', [
    id,
    new Date(dueAt.getTime() - (hoursDown + 0.5) * 3_600_000),
    new Date(dueAt.getTime() - hoursDown * 3_600_000),
  ]);
  return id;
}

it(
  'starts exactly the times that the policy of a schedule promises, after hours without workers and with all of them killed',
  async () => {
    await Promise.all(farm.workers.map((worker) => worker.dispose()));
    const scheduleId = await scheduleOfLastHours();
    const inState = (state: string) =>
      count('from occurrence where schedule_id = $1 and state = $2', [scheduleId, state]);
    const killed = [startWorker(), startWorker()];
    await until('a time has started', async () => (await inState('running')) === 1, patienceMs);
    for (const worker of killed) worker.kill('SIGKILL');
    startWorker();
    startWorker();
    await until(
      'all times are settled',
      async () => (await inState('succeeded')) + (await inState('skipped')) === hoursDown + 1,
      patienceMs,
    );
    const times = await farm.store.schedules.calendar(scheduleId, new Date(0), new Date('2100-01-01'));
    expect(times.map(({ story, state }) => `${story} ${state}`)).toEqual([
      ...Array(hoursDown - missedMost).fill('missed_skipped skipped'),
      ...Array(missedMost).fill('missed_run succeeded'),
      expect.stringMatching(/^(on_time|late|overlap_queued) succeeded$/),
    ]);
    const batches = await farm.database.query<{ jobs: number; done: number }>(
      `select job_count as jobs, (select count(*)::int from attempt a join job j on j.id = a.job_id
         where j.batch_id = b.id and a.outcome = 'succeeded') as done
       from batch b join occurrence o on o.batch_id = b.id where o.schedule_id = $1`,
      [scheduleId],
    );
    expect(batches).toEqual(Array(missedMost + 1).fill({ jobs: 1, done: 1 }));
  },
  patienceMs,
);
