/** The command beside a real server: plan, sweep in chunks with bad cells left out, report, retry, cancel. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { copyExample, makeFolder, runCommand } from '../apps/cli/src/testing/command.js';
import { type Service, startService } from './fixtures/service.js';

const folder = makeFolder();
let service: Service;
let token: string;

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
  service = await startService();
  service.startWorker();
  const client = await service.signIn();
  await client.graphql(
    'mutation { createProject(input: { slug: "lab", name: "Lab" }) { project { id } problems { message } } }',
  );
  const made = await client.graphql<{ createAccessToken: { token: string } }>(
    'mutation { createAccessToken(input: { name: "test", scope: write, expiresInDays: 1 }) { token } }',
  );
  token = made.createAccessToken.token;
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...args: string[]) =>
  runCommand([...args, '--server', service.origin], { cwd: folder, env: { BATCHYARD_TOKEN: token } });

it('plans on the server without starting a job, and says which cells cannot run', async () => {
  const args = ['sweep', 'sweep.yaml', '--project', 'lab', '--plan', '--seconds-per-job', '10'];
  const refused = await command(...args);
  expect(refused.code).toBe(2);
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
  const verified = await runCommand(['verify', 'comparison-bundle.zip'], { cwd: folder });
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
