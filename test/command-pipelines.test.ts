/** Programs of the team's own on a real server: from a script with some prints to the comparison and to annotations. */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CommandLine,
  makeFolder,
  openCommandLine,
  runCommand,
} from '../apps/cli/src/testing/command.js';
import { type Client, type Service, startService, until } from './fixtures/service.js';

const examples = path.resolve(import.meta.dirname, '../docs/examples');
const folder = makeFolder();
const withPython = spawnSync('python3', ['--version']).status === 0 ? it : it.skip;
let service: Service;
let client: Client;
let token: string;
let commandLine: CommandLine;

beforeAll(async () => {
  cpSync(path.join(examples, 'python'), folder, { recursive: true });
  service = await startService();
  service.startWorker();
  client = await service.signIn();
  await client.graphql(
    'mutation { createProject(input: { slug: "lab", name: "Lab" }) { project { id } problems { message } } }',
  );
  const made = await client.graphql<{ createAccessToken: { token: string } }>(
    'mutation { createAccessToken(input: { name: "test", scope: write, expiresInDays: 1 }) { token } }',
  );
  token = made.createAccessToken.token;
  commandLine = openCommandLine(folder, { BATCHYARD_TOKEN: token });
});
afterAll(async () => {
  commandLine?.close();
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...args: string[]) => commandLine.run(...args, '--server', service.origin);
const push = (file: string) => command('pipeline', 'push', file);

/** A pipeline of one program in JavaScript. */
function writeNode(file: string, version: string, script: string, more = ''): void {
  const text = `name: probe
version: "${version}"
title: Probe
command: [${JSON.stringify(process.execPath)}, "{files.probe.mjs}", "{params.level}", "{inputs.table}"]
params: { level: { type: number, default: 1 } }
inputs: { table: { extensions: [.csv] } }
metrics: { level: { direction: maximize, unit: V } }
files: { probe.mjs: ${JSON.stringify(script)} }
${more}`;
  writeFileSync(path.join(folder, file), text);
}

function writeSweep(pipeline: string, levels: string): void {
  const text = `name: Levels\npipeline: ./${pipeline}\naxes: [{ parameter: level, values: ${levels} }]\ninputs: [{ table: series_01.csv }]\n`;
  writeFileSync(path.join(folder, 'levels.yaml'), text);
}

const logOf = async (batch: string) =>
  (
    await service.database.query<{ text: string }>(
      'select l.text from job_log l join job j on j.id = l.job_id where j.batch_id = $1 order by l.line',
      [batch],
    )
  ).map(({ text }) => text);
const newestBatch = async () =>
  (await service.database.query<{ id: string }>('select id from batch order by id desc limit 1'))[0]?.id ??
  '';

describe('a command pipeline on a server', () => {
  withPython(
    'is a Python script with some prints, swept and compared (skipped without python3)',
    async () => {
      expect(await push('smooth.yaml')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('smooth-series 1.0.0'),
      });
      const swept = await command('sweep', 'sweep.yaml', '--project', 'lab');
      expect({ code: swept.code, stderr: swept.stderr }).toEqual({ code: 0, stderr: '' });
      expect(swept.stdout).toContain('Batch succeeded: 20 succeeded, 0 reused, of 20 jobs.');
      expect(swept.stdout).toMatch(/Best setting: .*Prediction error 0\.\d+ V/);
      const { comparison } = await client.graphql<{
        comparison: { settings: { metrics: { name: string; mean: number }[] }[] };
      }>(
        `query ($input: ComparisonInput!) { comparison(input: $input) { settings { metrics { name mean } } } }`,
        {
          input: { batchIds: [await newestBatch()] },
        },
      );
      expect(comparison.settings).toHaveLength(10);
      const errors = comparison.settings.map(
        ({ metrics }) => metrics.find(({ name }) => name === 'prediction_error')?.mean,
      );
      expect(errors.every((value) => value !== undefined && value > 0)).toBe(true);
      expect(errors[0]).toBe(Math.min(...(errors as number[])));
      const csv = await command(
        'report',
        '--batches',
        await newestBatch(),
        '--format',
        'csv',
        '--output',
        '-',
      );
      expect(csv.stdout).toContain('prediction_error');
      const again = await command('sweep', 'sweep.yaml', '--project', 'lab');
      expect(again.stdout).toContain('0 succeeded, 20 reused, of 20 jobs');
    },
  );

  withPython('writes annotations like flag detection (skipped without python3)', async () => {
    const frames = Array.from({ length: 30 }, (_, number) => ({ number }));
    const subjects = ['E1', 'E2'].map((name) => ({ name, level: 'embryo', frames }));
    writeFileSync(path.join(folder, 'subjects.json'), JSON.stringify(subjects));
    expect((await command('subjects', '--project', 'lab', '--create', 'subjects.json')).code).toBe(0);
    expect((await push('flag-outliers.yaml')).code).toBe(0);
    writeFileSync(
      path.join(folder, 'flag.yaml'),
      'name: Flags\npipeline: ./flag-outliers.yaml\naxes: [{ parameter: limit, values: [8] }]\ninputs: [{ measures: measures.csv }]\n',
    );
    expect((await command('sweep', 'flag.yaml', '--project', 'lab')).stdout).toContain('1 succeeded');
    const rows = await service.database.query<Record<string, string>>(
      `select s.name, a.kind, a.value, a.severity, a.frames::text as frames, t.pipeline_name as author
       from annotation a join subject s on s.id = a.subject_id join annotator t on t.id = a.annotator_id order by s.name`,
    );
    expect(rows).toEqual([
      {
        name: 'E1',
        kind: 'flag',
        value: 'SATURATED',
        severity: 'warning',
        frames: '{[11,13),[20,21)}',
        author: 'flag-outliers',
      },
    ]);
  });

  it('keeps the version with which a batch began, and computes anew with a new one', async () => {
    const script = (factor: number) =>
      `console.log(JSON.stringify({ metric: { level: ${factor} * process.argv[2] } }))`;
    writeNode('probe.yaml', '1.0.0', script(1));
    expect((await push('probe.yaml')).code).toBe(0);
    writeSweep('probe.yaml', '[1, 2]');
    expect((await command('sweep', 'levels.yaml', '--project', 'lab')).stdout).toContain('2 succeeded');
    const taken = await push('probe.yaml');
    expect(taken.code).toBe(2);
    expect(taken.stderr).toContain('There is a version 1.0.0 of probe already, and versions never change.');
    writeNode('probe.yaml', '1.1.0', script(10));
    expect((await push('probe.yaml')).code).toBe(0);
    const second = await command('sweep', 'levels.yaml', '--project', 'lab');
    expect(second.stdout).toContain('2 succeeded, 0 reused');
    const values = await service.database.query<{ value: number }>(
      `select m.value from job_metric m where m.batch_id = $1 order by value`,
      [await newestBatch()],
    );
    expect(values.map(({ value }) => value)).toEqual([10, 20]);
  });

  it('gets its secrets, which stand in no log, and sees no files of others', async () => {
    await client.graphql(
      'mutation { setSecret(input: { name: "API_KEY", value: "canary-value" }) { secret { name } problems { code } } }',
    );
    const script = `
      import { readdirSync, readFileSync } from 'node:fs';
      import path from 'node:path';
      const attempt = (work) => { try { return work(); } catch (error) { return error.code; } };
      console.log('key', process.env.API_KEY, process.env.API_KEY.length);
      console.log('variables', 'DATABASE_URL' in process.env, 'SECRETS_KEY' in process.env);
      console.log('input', readFileSync(process.argv[3], 'utf8').split('\\n').length > 100);
      const attemptFolder = path.dirname(process.env.BATCHYARD_OUTPUT);
      console.log('others', JSON.stringify(attempt(() => readdirSync(path.dirname(attemptFolder)).length)));
      console.log(JSON.stringify({ metric: { level: 1 } }));`;
    writeNode('secret.yaml', '2.0.0', script, 'secrets: [API_KEY]\n');
    expect((await push('secret.yaml')).code).toBe(0);
    writeSweep('secret.yaml', '[5]');
    expect((await command('sweep', 'levels.yaml', '--project', 'lab')).stdout).toContain('1 succeeded');
    const log = await logOf(await newestBatch());
    expect(log).toEqual(expect.arrayContaining(['key ••• 12', 'variables false false', 'input true']));
    const isSandboxed = !log.some((line) => line.startsWith('The program runs without a sandbox'));
    if (isSandboxed) expect(log).toContain('others 1');
  });

  it('fails with the last lines of a program that fails, and is killed with all that it started on cancel', async () => {
    writeNode('fail.yaml', '3.0.0', `console.error('no such calibration'); process.exit(7)`);
    await push('fail.yaml');
    writeSweep('fail.yaml', '[1]');
    expect((await command('sweep', 'levels.yaml', '--project', 'lab')).code).toBe(1);
    const [failed] = await service.database.query<{ error: { message: string } }>(
      'select error from job where batch_id = $1',
      [await newestBatch()],
    );
    expect(failed?.error.message).toBe(
      'The program ended with exit code 7. Its last lines:\nno such calibration',
    );

    const mark = `sleeper-${process.pid}`;
    const script = `
      import { spawn } from 'node:child_process';
      process.on('SIGTERM', () => 0);
      spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', '${mark}'], { detached: true });
      setInterval(() => 0, 1000); console.log('{"progress":0.5}');`;
    writeNode('sleep.yaml', '4.0.0', script);
    await push('sleep.yaml');
    writeSweep('sleep.yaml', '[1]');
    // In a process of its own, as another command cancels it meanwhile.
    const sweeping = runCommand(['sweep', 'levels.yaml', '--project', 'lab', '--server', service.origin], {
      cwd: folder,
      env: { BATCHYARD_TOKEN: token },
    });
    const running = () => spawnSync('pgrep', ['-f', mark]).status === 0;
    await until('the program to run', async () => running());
    expect((await command('cancel', '--batch', await newestBatch())).code).toBe(0);
    await sweeping;
    await until('the program to be gone', async () => !running());
  });
});
