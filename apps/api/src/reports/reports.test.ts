import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, runJob, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';
import { safePath } from './archive-entries.js';

let service: Service;
let alice: Client;
let bob: Client;
let viewer: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  [alice, bob, viewer] = [
    await service.signIn('alice'),
    await service.signIn('bob'),
    await service.signIn('viewer'),
  ];
  project = await fillProject(alice, 'a');
  await service.addMember('a', viewer, 'viewer');
  const [first = '', second = '', third = ''] = project.jobIds;
  await runJob(service, first, {
    outcome: 'succeeded',
    metrics: { edge_error_mean_mm: 3, final_cost: 7 },
    artifact: '<svg>1</svg>',
  });
  await runJob(service, second, {
    outcome: 'succeeded',
    metrics: { edge_error_mean_mm: 1 },
    artifact: '<svg>2</svg>',
  });
  await runJob(service, third, { outcome: 'failed' });
});
afterAll(() => service.stop());

const at = (name: string, batchId = project.batchId) => `/batches/${batchId}/${name}`;
const names = ['report.html', 'report.csv', 'report.json', 'outputs.zip'];

describe('reports', () => {
  it.each(names)('%s is there for members, and does not exist for others', async (name) => {
    expect((await alice.fetch(at(name))).status).toBe(200);
    expect((await viewer.fetch(at(name))).status).toBe(200);
    const foreign = await bob.fetch(at(name));
    const missing = await bob.fetch(at(name, '999999'));
    expect([foreign.status, await foreign.text()]).toEqual([404, await missing.text()]);
    expect((await service.client({}).fetch(at(name))).status).toBe(401);
  });

  it('JSON has the numbers', async () => {
    const response = await alice.fetch(at('report.json'));
    expect(response.headers.get('content-type')).toContain('application/json');
    const report = (await response.json()) as { jobs: object[] };
    expect(report).toMatchObject({
      n_jobs: 3,
      n_successful: 2,
      n_failed: 1,
      success_rate: 2 / 3,
      edge_error_mean_mm: { n: 2, mean: 2, std: 1, median: 2, min: 1, max: 3, unit: 'mm' },
      best_job: { job_id: project.jobIds[1], value: 1 },
      worst_job: { job_id: project.jobIds[0], value: 3 },
      failures: [{ message: 'It diverged.', jobs: 1 }],
      varying_parameters: ['weights.lambda_rigid'],
    });
    expect(report.jobs).toHaveLength(3);
  });

  it('CSV has a row for each job', async () => {
    const response = await alice.fetch(at('report.csv'));
    expect(response.headers.get('content-disposition')).toContain('filename="Weights report.csv"');
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^job_id,job_name,success,duration_s,error,.*edge_error_mean_mm \(mm\).*,param_weights/,
    );
  });

  it('HTML is shown, runs nothing and is kept nowhere', async () => {
    const response = await alice.fetch(at('report.html'));
    expect(response.headers.get('content-disposition')).toMatch(/^inline; /);
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(await response.text()).toContain('2 of 3 jobs succeeded, 1 failed.');
    const saved = await alice.fetch(`${at('report.html')}?download`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  it('a batch of which no job has run has a report', async () => {
    const waiting = await fillProject(alice, 'waiting');
    expect(await (await alice.fetch(at('report.json', waiting.batchId))).json()).toMatchObject({
      n_jobs: 3,
      n_unfinished: 3,
      best_job: null,
      duration: { n: 0, mean: null },
    });
    expect((await alice.fetch(at('outputs.zip', waiting.batchId))).status).toBe(200);
  });

  it('batches say where they are', async () => {
    const { data } = await alice.graphql('query ($id: ID!) { batch(id: $id) { reportUrl outputsUrl } }', {
      id: project.batchId,
    });
    expect(data).toEqual({ batch: { reportUrl: at('report.html'), outputsUrl: at('outputs.zip') } });
  });
});

describe('jobs by a metric', () => {
  const query = `query ($sort: JobSort) { project(slug: "a") {
    jobs(sort: $sort) { nodes { id } } jobCount(filter: { metric: "edge_error_mean_mm" }) { count } } }`;
  it.each([
    ['minimize', [1, 0]],
    ['maximize', [0, 1]],
  ])('%s, with how many have it', async (direction, expected) => {
    const sort = { by: 'metric', metric: 'edge_error_mean_mm', direction };
    const { data } = await alice.graphql(query, { sort });
    expect(data).toEqual({
      project: { jobs: { nodes: expected.map((n) => ({ id: project.jobIds[n] })) }, jobCount: { count: 2 } },
    });
  });

  it('needs its name', async () => {
    expect((await alice.graphql(query, { sort: { by: 'metric' } })).codes).toHaveLength(1);
  });
});

interface Manifest {
  readonly files: readonly { path: string; sha256: string; size_bytes: number; problem: string | null }[];
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('outputs', () => {
  /** Path → contents of an archive, read from its directory. */
  function unpack(zip: Buffer): Map<string, Buffer> {
    const end = zip.length - 22;
    let place = zip.readUInt32LE(end + 16);
    const files = new Map<string, Buffer>();
    for (let index = zip.readUInt16LE(end + 10); index > 0; index--) {
      const [size, nameLength, local] = [
        zip.readUInt32LE(place + 24),
        zip.readUInt16LE(place + 28),
        zip.readUInt32LE(place + 42),
      ];
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const contents = zip.subarray(from, from + size);
      expect(crc32(contents)).toBe(zip.readUInt32LE(place + 16));
      files.set(zip.toString('utf8', place + 46, place + 46 + nameLength), contents);
      place += 46 + nameLength + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32);
    }
    return files;
  }
  const download = async () =>
    unpack(Buffer.from(await (await alice.fetch(at('outputs.zip'))).arrayBuffer()));

  it('hold every file of every job with a result, as the manifest says', async () => {
    const files = await download();
    const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as Manifest;
    expect(manifest.files).toHaveLength(2);
    for (const { path: file, sha256: digest, size_bytes } of manifest.files) {
      const contents = files.get(file) ?? Buffer.alloc(0);
      expect([file, sha256(contents), contents.length]).toEqual([file, digest, size_bytes]);
      expect(file).toMatch(/^[^/]+\/figures\/track\.svg$/);
    }
    expect([...files.keys()].filter((name) => !name.endsWith('.svg')).sort()).toEqual([
      'batch_report.html',
      'batch_statistics.json',
      'batch_summary.csv',
      'batch_summary.txt',
      'manifest.json',
    ]);
    expect(files.get('batch_summary.txt')?.toString()).toContain('2 of 3 jobs succeeded');
  });

  it('name a file whose contents are gone or damaged', async () => {
    const rows = await service.database.query<{ id: string; sha256: string }>(
      'select id, sha256 from artifact order by id',
    );
    await service.database.query(`update artifact set sha256 = repeat('0', 64) where id = $1`, [rows[0]?.id]);
    const files = await download();
    const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as Manifest;
    expect(manifest.files.map(({ problem }) => problem)).toEqual(['missing', null]);
    expect([...files.keys()].filter((name) => name.endsWith('.svg'))).toHaveLength(1);
    await service.database.query('update artifact set sha256 = $2 where id = $1', [
      rows[0]?.id,
      rows[0]?.sha256,
    ]);
  });

  it.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['/abs/x', 'abs/x'],
    ['a\\b', 'a/b'],
    ['C:\\x', 'C_/x'],
    ['a\0b.csv', 'a_b.csv'],
    ['..', 'file'],
    ['name. ', 'name_'],
    ['läufe 1.csv', 'läufe 1.csv'],
  ])('the path %j becomes %j', (given, safe) => {
    expect(safePath(given)).toBe(safe);
  });
});
