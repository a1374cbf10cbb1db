/** A commit whose process is killed in the middle: a process of its own, and SIGKILL. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import { alice, service } from './lab.js';

const rowCount = 300;
/** In whose middle the process is killed. */
const killedAtRow = 250;

beforeAll(async () => {
  await createProject(alice, 'killed');
  const frames = Array.from({ length: rowCount }, (_, number) => ({ number }));
  await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    { input: { projectSlug: 'killed', subjects: [{ name: 'e1', level: 'embryo', frames }] } },
  );
});

/** Whoever writes the row waits there until `goOn`. */
async function stopAtRow(): Promise<void> {
  await service.database.query('create table gate ()');
  await service.database.query(
    `create function wait_there() returns trigger language plpgsql as $$ begin
       while new.note = 'row ${killedAtRow}' and not exists (select from gate) loop perform pg_sleep(0.02); end loop;
       return new; end $$`,
  );
  await service.database.query(
    'create trigger wait_there after insert on annotation for each row execute function wait_there()',
  );
}

const goOn = () => service.database.query('insert into gate default values');

async function startApi(): Promise<{ process: ChildProcess; origin: string }> {
  const api = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../../dist/main.js')], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: service.database.databaseUrl,
      FILES_DIR: service.filesDir,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: api.stdout })) {
    const port = /"port":(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { process: api, origin: `http://127.0.0.1:${port}` };
  }
  throw new Error(`The API ended with ${api.exitCode}.`);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

const isWaiting = async () =>
  (
    await service.database.query(
      "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
    )
  ).length > 0;
const annotations = async () =>
  (
    await service.database.query(
      "select a.id from annotation a join project p on p.id = a.project_id where p.slug = 'killed'",
    )
  ).length;

it('S2-99: keeps nothing of a commit whose process is killed at row 250 of 300, and the draft', async () => {
  const rows = Array.from({ length: rowCount }, (_, row) => `e1,[${row}],EDEMA,row ${row}`);
  const form = new FormData();
  form.append('file', new Blob([['subject,frames,phenotype,note', ...rows].join('\n')]), 'plate.csv');
  const sent = await alice.fetch('/imports/killed?kind=annotations', { method: 'POST', body: form });
  const { id } = (await sent.json()) as { id: string };
  const commit = {
    query: `mutation { commitImport(input: { id: "${id}", mode: all_or_nothing }) { summary problems { message } } }`,
  };
  const counts = async () => {
    const { data } = await alice.graphql<{ import: { state: string; counts: { new: number } } }>(
      `{ import(id: "${id}") { state counts { new } } }`,
    );
    return [data.import.state, data.import.counts.new];
  };
  await until(async () => (await counts())[1] === rowCount);

  await stopAtRow();
  const api = await startApi();
  const cut = fetch(`${api.origin}/graphql`, {
    method: 'POST',
    headers: { ...alice.headers, 'content-type': 'application/json' },
    body: JSON.stringify(commit),
  }).then(
    () => 'answered',
    () => 'cut',
  );
  await until(isWaiting);
  api.process.kill('SIGKILL');
  await once(api.process, 'exit');
  expect(await cut).toBe('cut');
  await goOn();
  // Granted when no transaction that has written annotations is open any more.
  await service.database.query('begin; lock table annotation in share row exclusive mode; commit');
  expect([await annotations(), ...(await counts())]).toEqual([0, 'ready', rowCount]);

  await alice.graphql(commit.query);
  expect([await annotations(), ...(await counts())]).toEqual([rowCount, 'committed', rowCount]);
});
