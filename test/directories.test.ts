/** Inputs that are directories, through real service and worker: uploaded as zips, unpacked for checks, chunks and jobs. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeFolder, runCommand } from '../apps/cli/src/testing/command.js';
import { exampleExperiment, generateExperiment } from '../libs/pipelines/src/particle-tracking/sample.js';
import { type Client, type Service, startService } from './fixtures/service.js';

const folder = makeFolder();
let service: Service;
let client: Client;
let token: string;

beforeAll(async () => {
  for (const [name, data] of generateExperiment(exampleExperiment).files) {
    const file = path.join(folder, 'experiment', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
  const design = `name: Tracking\npipeline: particle-tracking\ninputs: [{ experiment: experiment }]\n`;
  writeFileSync(path.join(folder, 'design.yaml'), design);
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
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...args: string[]) => runCommand(args, { cwd: folder, env: { BATCHYARD_TOKEN: token } });

/** SHA-256 of each file of an offline run but its description of the run. */
function offlineFiles(outputDir: string): Record<string, string> {
  const names = readdirSync(outputDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(outputDir, path.join(entry.parentPath, entry.name)))
    .filter((name) => name !== 'result.json' && name !== 'job.log');
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(outputDir, name)))
      .digest('hex');
  return Object.fromEntries(names.sort().map((name) => [name, digest(name)]));
}

it('tracks an uploaded experiment in chunks as offline, byte for byte, and never writes into it', async () => {
  const before = offlineFiles(path.join(folder, 'experiment'));
  const offline = await command(
    'run',
    'particle-tracking',
    '--input',
    'experiment=experiment',
    '--output',
    'out',
  );
  expect({ code: offline.code, stderr: offline.stderr }).toMatchObject({ code: 0 });
  const sweep = ['sweep', 'design.yaml', '--project', 'lab', '--server', service.origin];
  const chunked = await command(...sweep, '--chunks', '3');
  expect({ code: chunked.code, stderr: chunked.stderr }).toEqual({ code: 0, stderr: '' });
  expect(chunked.stdout).toContain('Batch succeeded: 4 succeeded, 0 reused, of 4 jobs.');
  const rows = await service.database.query<{ path: string; sha256: string }>(
    `select path, sha256 from artifact join job on job.id = artifact.job_id where job.chunk_of is null order by path`,
  );
  const online = Object.fromEntries(rows.map((row) => [row.path, row.sha256]));
  expect(online).toEqual(offlineFiles(path.join(folder, 'out')));
  expect(offlineFiles(path.join(folder, 'experiment'))).toEqual(before);
  const again = await command(...sweep, '--chunks', '3');
  expect(again.stdout).toContain('1 reused');
});

it('says before a batch starts that a zip is damaged or holds something else', async () => {
  const { 'bad.zip': bad = '' } = await client.upload('lab', {
    'bad.zip': 'no archive at all, only some text',
  });
  const { 'table.csv': table = '' } = await client.upload('lab', { 'table.csv': 'a,b\n1,2\n' });
  const start = async (experiment: string) => {
    const spec = { name: 'Bad', pipeline: 'particle-tracking', axes: [], inputs: [{ experiment }] };
    const { startBatch } = await client.graphql<{
      startBatch: { batch: { id: string } | null; problems: { message: string; place: object }[] };
    }>(
      `mutation ($input: StartBatchInput!) { startBatch(input: $input) {
        batch { id } problems { message place { input file } } } }`,
      { input: { projectSlug: 'lab', spec } },
    );
    return startBatch;
  };
  expect(await start(bad)).toEqual({
    batch: null,
    problems: [
      {
        message: expect.stringContaining('bad.zip cannot be unpacked: it has no directory at its end.'),
        place: { input: 'experiment', file: 'bad.zip' },
      },
    ],
  });
  expect((await start(table)).problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('table.csv does not fit input experiment: expected a file ending in .zip.'),
  ]);
});
