/** A watched folder that files come into while two workers are killed: 1,000 with FAULTS=all, else 100. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exampleRecording, generateRecording } from '@batchyard/pipelines';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Farm, openFarm, until } from './farm.js';

const files = process.env.FAULTS === 'all' ? 1_000 : 100;
const copies = 10;
const patienceMs = 300_000;

let farm: Farm;
let folder: string;
let folderId: string;

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
  const actor = { userId: user?.id ?? '', source: 'web' } as const;
  const templateId = await farm.store.templates.save(actor, farm.projectId, {
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

/** Half of them appear under their names at once, the others grow where everybody sees it. */
async function deliver(): Promise<void> {
  const recording = generateRecording({ ...exampleRecording, frames: 20, missingShare: 0 }).markersCsv;
  for (let n = 0; n < files; n++) {
    const target = path.join(folder, `plate_${n}.csv`);
    // A number of its own in each file; the rest stays.
    const content = recording.replace(
      /(\d)\n$/,
      (_, digit: string) => `${digit}${String(n).padStart(4, '0')}\n`,
    );
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
