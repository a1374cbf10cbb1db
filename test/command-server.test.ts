/** The command beside a real server: plan, sweep in chunks with bad cells left out, report, retry, cancel. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  type CommandLine,
  copyExample,
  makeFolder,
  openCommandLine,
} from '../apps/cli/src/testing/command.js';
import { type Client, type Service, startService } from './fixtures/service.js';

const folder = makeFolder();
let service: Service;
let administrator: Client;
let commandLine: CommandLine;

beforeAll(async () => {
  copyExample(folder);
  writeFileSync(path.join(folder, 'broken.csv'), 'frame,a_x,a_y,a_z\n0,1,2,oops\n');
  writeFileSync(
    path.join(folder, 'sweep.yaml'),
    `name: From the command
pipeline: rigid-body
params: { optimization: { max_iterations: 20 } }
axes: [{ parameter: weights.lambda_rigid, values: [100, 500] }]
inputs: [{ markers: markers.csv }, { markers: broken.csv }]
`,
  );
  mkdirSync(path.join(folder, 'share', 'night'), { recursive: true });
  service = await startService({ SHARES: `lab=${path.join(folder, 'share')}` });
  service.startWorker();
  administrator = await service.signIn();
  await administrator.graphql(
    'mutation { createProject(input: { slug: "lab", name: "Lab" }) { project { id } problems { message } } }',
  );
  await administrator.graphql(
    'mutation { createProject(input: { slug: "field", name: "Field" }) { problems { message } } }',
  );
  const made = await administrator.graphql<{ createAccessToken: { token: string } }>(
    'mutation { createAccessToken(input: { name: "test", scope: write, expiresInDays: 1 }) { token } }',
  );
  commandLine = openCommandLine(folder, { BATCHYARD_TOKEN: made.createAccessToken.token });
});
afterAll(async () => {
  commandLine?.close();
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...args: string[]) => commandLine.run(...args, '--server', service.origin);

it('plans on the server without starting a job, and says which cells cannot run', async () => {
  const args = ['sweep', 'sweep.yaml', '--project', 'lab', '--plan', '--seconds-per-job', '10'];
  // A busy machine may have no time to check all cells at once, says so, and goes on where it was the next time.
  const refused = await eventually(async () => {
    const plan = await command(...args);
    return plan.code === 2 ? plan : null;
  });
  expect(refused.stderr + refused.stdout).toContain('oops is not a number');
  const { code, stdout } = await command(...args, '--valid-only', '--mode', 'sequential');
  expect(code).toBe(0);
  expect(stdout).toContain('4 cells: 2 new, 0 reused, 0 retried, 2 excluded.');
  expect(stdout).toContain('Sequential, as asked for: 2 jobs');
  expect(stdout).toContain('Time one after another: 20.0 s.');
  expect(stdout).toContain('No job was started.');
  expect(await service.database.query('select 1 from batch')).toEqual([]);
});

it('runs the valid cells in chunks, follows them, and downloads reports and files', async () => {
  const sweep = await command('sweep', 'sweep.yaml', '--project', 'lab', '--valid-only', '--chunks', '2');
  expect({ code: sweep.code, stderr: sweep.stderr }).toEqual({ code: 0, stderr: '' });
  // Two jobs of two chunks each.
  expect(sweep.stdout).toContain('Batch succeeded: 6 succeeded, 0 reused, of 6 jobs.');
  const again = await command('sweep', 'sweep.yaml', '--project', 'lab', '--plan', '--valid-only');
  expect(again.stdout).toContain('4 cells: 0 new, 2 reused, 0 retried, 2 excluded.');
  expect(again.stdout).toContain('Nothing is to be computed.\n\n');
  const csv = await command('report', '--batch', '1', '--format', 'csv', '--output', '-');
  expect(csv.stdout.trim().split('\r\n')).toHaveLength(3);
  expect((await command('report', '--batch', '1', '--format', 'zip')).code).toBe(0);
  expect(readFileSync(path.join(folder, 'batch-1-outputs.zip')).subarray(0, 2).toString()).toBe('PK');
  const absent = await command('report', '--batch', '99');
  expect({ code: absent.code, file: existsSync(path.join(folder, 'batch-99-report.html')) }).toEqual({
    code: 2,
    file: false,
  });
});

it('downloads the comparison of a batch in any format, and a bundle that verifies', async () => {
  const table = await command('report', '--batches', '1', '--format', 'csv', '--output', '-');
  expect(table.stdout.trim().split('\r\n')).toHaveLength(3);
  expect((await command('report', '--jobs', '1,2', '--format', 'tex', '--output', '-')).stdout).toContain(
    '\\begin{tabular}',
  );
  expect((await command('report', '--batches', '1', '--format', 'zip')).stdout).toBe(
    'comparison-bundle.zip\n',
  );
  const verified = await commandLine.run('verify', 'comparison-bundle.zip');
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('as listed') });
  const refused = await command('report', '--batches', '1', '--metric', 'nonsense');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no metric nonsense') });
  expect((await command('report', '--batches', '1', '--batch', '1')).code).toBe(2);
  expect((await command('report', '--designs', '99')).code).toBe(2);
});

it('retries and cancels, and says what the server refuses', async () => {
  const retry = await command('retry', '--batch', '1');
  expect(retry.code).toBe(2);
  expect(retry.stdout).toContain('batch 1: Batch 1 has no failed, cancelled or skipped job to retry.');
  const cancel = await command('cancel', '--job', '1', '--json');
  expect(cancel.code).toBe(2);
  expect(JSON.parse(cancel.stdout)).toMatchObject([{ kind: 'job', id: '1', state: null }]);
  const usage = await command('cancel');
  expect({ code: usage.code, says: usage.stderr }).toMatchObject({
    code: 2,
    says: expect.stringContaining('Give one --batch or some --job'),
  });
});

it('sets up a schedule of a sheet on a share from a file, runs it, and shows what became of it and why', async () => {
  const night = path.join(folder, 'share', 'night');
  copyFileSync(path.join(folder, 'markers.csv'), path.join(night, 'walk.csv'));
  writeFileSync(
    path.join(night, 'jobs.csv'),
    'id,recording,optimization.max_iterations\ngood,walk.csv,21\nbad,walk.csv,many\nlost,gone.csv,20\n',
  );
  writeFileSync(
    path.join(folder, 'nightly.yaml'),
    `name: Nightly sheet
cron: "0 2 * * *"
zone: Europe/Berlin
sheet: { share: lab, path: night/jobs.csv, pipeline: rigid-body, fields: { recording: inputs.markers } }
policies: { missed: skip }
`,
  );
  const of = ['--project', 'lab'];
  const refused = await command('schedule', 'create', '-f', 'nightly.yaml', ...of);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('may read no share "lab"') });
  expect((await command('share', 'grant', 'lab', ...of)).stdout).toMatch(/^lab +lab$/m);
  expect((await command('share', 'grant', 'lap', ...of)).stderr).toContain('There are: lab.');
  const created = await command('schedule', 'create', '-f', 'nightly.yaml', ...of);
  expect(created).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Nightly sheet is set up.*02:00/),
  });
  expect((await command('schedule', 'create', '-f', 'nightly.yaml', ...of)).code).toBe(2);
  expect((await command('schedule', 'create', '-f', 'nightly.yaml', '--replace', ...of)).code).toBe(0);
  expect((await command('schedule', 'run', 'Nightly sheet', ...of)).code).toBe(0);
  const show = async () =>
    JSON.parse((await command('schedule', 'show', 'Nightly sheet', '--json', ...of)).stdout);
  const last = await eventually(async () => {
    const { latestOccurrence } = await show();
    return latestOccurrence?.state === 'succeeded' ? latestOccurrence : null;
  });
  expect(last).toMatchObject({
    story: 'by_hand',
    leftOut: 2,
    leftOutNotes: [
      {
        place: expect.stringMatching(/row 3, column optimization.max_iterations$/),
        message: expect.any(String),
      },
      { place: expect.stringMatching(/row 4$/), message: expect.stringContaining('gone.csv') },
    ],
  });
  // A second time there is nothing new.
  await command('schedule', 'run', 'Nightly sheet', ...of);
  const again = await eventually(async () => {
    const { latestOccurrence } = await show();
    return latestOccurrence?.state === 'skipped' ? latestOccurrence : null;
  });
  expect(again).toMatchObject({ story: 'nothing_new', leftOut: 2 });
  expect((await command('schedule', 'pause', 'Nightly sheet', ...of)).stdout).toBe(
    'Nightly sheet is paused.\n',
  );
  expect((await command('schedule', 'list', ...of)).stdout).toMatch(
    /Nightly sheet .*sheet lab:\/night\/jobs.csv/s,
  );
  expect((await command('schedule', 'resume', 'Nightly shet', ...of)).stderr).toContain(
    'did you mean Nightly sheet?',
  );
  const span = ['--from', '2026-01-01', '--until', '2026-01-03T12:00:00Z'];
  const backfill = await command(
    'schedule',
    'backfill',
    'Nightly sheet',
    ...span,
    '--stop-on-failure',
    ...of,
  );
  expect(backfill).toMatchObject({ code: 0, stdout: expect.stringContaining('runs 3 times afterwards') });
  const next = await command('schedule', 'next', '30 2 * * *', '--zone', 'Europe/Berlin', '--json');
  expect(JSON.parse(next.stdout)).toHaveLength(5);
  expect((await command('schedule', 'next', '61 * * * *')).code).toBe(2);
  expect((await command('schedule', 'remove', 'Nightly sheet', ...of)).code).toBe(0);
});

it('lists receivers of notifications, tests one, and prints why a webhook on loopback is refused', async () => {
  await administrator.graphql(
    `mutation { createNotificationReceiver(input: { projectSlug: "lab", kind: webhook, name: "Chat",
       events: [digest], url: "http://127.0.0.1:9/canary" }) { problems { message } } }`,
  );
  const of = ['--project', 'lab'];
  const list = await command('notifications', 'list', ...of);
  expect(list).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Chat +webhook +http:\/\/127.0.0.1:9\/… +digest +nothing/),
  });
  const refusal = '127.0.0.1 is no public address.';
  const test = await command('notifications', 'test', 'Chat', ...of);
  expect(test).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`Chat did not get the test: ${refusal}`),
  });
  const log = JSON.parse((await command('notifications', 'log', 'Chat', '--json', ...of)).stdout);
  expect(log).toMatchObject([{ isTest: true, state: 'failed', error: expect.stringContaining(refusal) }]);
  expect((await command('notifications', 'test', 'Chta', ...of)).stderr).toContain('did you mean Chat?');
});

it('saves a batch as a template, compares its versions, carries it to another project and runs it there', async () => {
  const of = ['--project', 'lab'];
  const first = await command('template', 'save', 'Usual', '--batch', '1', '--note', 'Quick', ...of);
  expect(first).toMatchObject({
    code: 0,
    stdout: 'Saved version 1 of the template Usual.\n',
    stderr: 'Left out because jobs differ in them: weights.lambda_rigid.\n',
  });
  await command(
    'template',
    'save',
    'Usual',
    '--batch',
    '1',
    '-p',
    'weights.lambda_rigid=300',
    '--priority',
    '60',
    ...of,
  );
  const { stdout: diff } = await command('template', 'diff', 'Usual', ...of);
  expect(diff).toMatch(/parameter weights.lambda_rigid +added +500 \(default\) +300/);
  expect(diff).toMatch(/option priority +added +0 s \(default\) +60 s/);
  expect((await command('template', 'show', 'Usul', ...of)).stderr).toContain('did you mean Usual?');
  expect((await command('template', 'export', 'Usual', '-o', 'usual.json', ...of)).code).toBe(0);
  const there = ['--project', 'field'];
  expect((await command('template', 'import', 'usual.json', ...there)).stdout).toBe(
    'Imported the template Usual.\n',
  );
  expect((await command('template', 'import', 'usual.json', ...there)).stdout).toContain('Nothing changed');
  writeFileSync(path.join(folder, 'bad.json'), '{ "format": "batchyard-template", "parms": {} }');
  const refused = await command('template', 'import', 'bad.json', ...there);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('did you mean params?')]);
  const ran = await command('template', 'run', 'Usual', '-i', 'markers=markers.csv', ...there);
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  // One job and its two chunks, as in the batch that the template was made of.
  expect(ran.stdout).toContain('Batch succeeded: 3 succeeded, 0 reused, of 3 jobs.');
}, 300_000);

it('watches a folder as a file says, and lists what was seen in it with its jobs', async () => {
  writeFileSync(
    path.join(folder, 'inbox.yaml'),
    `name: Inbox
share: lab
folder: night
patterns: ["walk*.csv"]
template: Usual
stableS: 1
pollS: 1
quietS: 0
`,
  );
  const of = ['--project', 'lab'];
  expect(await command('watch', 'create', '-f', 'inbox.yaml', ...of)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Inbox is set up as watched folder'),
  });
  const seen = await eventually(async () => {
    const { stdout } = await command('watch', 'show', 'Inbox', '--json', ...of);
    const { counts, files } = JSON.parse(stdout);
    return counts.started === 1 ? files : null;
  });
  expect(seen).toMatchObject([{ path: 'walk.csv', state: 'started', job: { id: expect.any(String) } }]);
  expect((await command('watch', 'list', ...of)).stdout).toMatch(/Inbox .*lab:\/night .*1 started/s);
  expect((await command('watch', 'pause', 'Inbox', ...of)).stdout).toBe('Inbox is paused.\n');
  writeFileSync(path.join(folder, 'bad.yaml'), 'name: Bad\nshares: lab\n');
  expect((await command('watch', 'create', '-f', 'bad.yaml', ...of)).stderr).toContain('did you mean share?');
  expect((await command('watch', 'remove', 'Inbox', ...of)).code).toBe(0);
});

it('sweeps a pipeline that only the server has, by its name', async () => {
  for (const file of ['histogram.mjs', 'histogram.yaml', 'series_01.csv'])
    copyFileSync(path.resolve(import.meta.dirname, '../docs/examples/node', file), path.join(folder, file));
  writeFileSync(
    path.join(folder, 'bins.yaml'),
    'name: Bins\npipeline: draw-histogram\naxes: [{ parameter: bins, values: [10, 40] }]\ninputs: [{ tables: [series_01.csv] }]\n',
  );
  const unknown = await command('sweep', 'bins.yaml', '--project', 'lab', '--plan');
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringContaining('has no pipeline draw-histogram'),
  ]);
  expect((await command('pipeline', 'push', 'histogram.yaml')).code).toBe(0);
  const planned = await command('sweep', 'bins.yaml', '--project', 'lab', '--plan');
  expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining('2 cells: 2 new')]);
});

/** Asks until there is an answer. */
async function eventually<T>(ask: () => Promise<T | null>): Promise<T> {
  for (const deadlineMs = Date.now() + 60_000; ; ) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadlineMs) throw new Error('Asked in vain for a minute.');
    await sleep(300);
  }
}
