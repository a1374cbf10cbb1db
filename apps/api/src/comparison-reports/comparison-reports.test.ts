import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifyBundle } from '@batchyard/documents';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, runJob, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let bob: Client;
let viewer: Client;
let project: TestProject;
let foreign: TestProject;
const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard bundle '));

beforeAll(async () => {
  service = await startTestService();
  [alice, bob, viewer] = [
    await service.signIn('alice'),
    await service.signIn('bob'),
    await service.signIn('viewer'),
  ];
  project = await fillProject(alice, 'a');
  foreign = await fillProject(bob, 'b');
  await service.addMember('a', viewer, 'viewer');
  const [first = '', second = '', third = ''] = project.jobIds;
  await runJob(service, first, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 3 } });
  await runJob(service, second, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 1 } });
  await runJob(service, third, { outcome: 'failed' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await service.stop();
});

const at = (file: string, query = `batches=${project.batchId}&metric=edge_error_mean_mm`, slug = 'a') =>
  `/projects/${slug}/compare/${file}?${query}`;
const formats = [
  ['html', 'text/html'],
  ['pdf', 'application/pdf'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['tex', 'application/x-tex'],
  ['md', 'text/markdown'],
] as const;
const files = [...formats.map(([format]) => `report.${format}`), 'bundle.zip'];

describe('reports of a comparison', () => {
  it.each(files)('%s is there for members, and does not exist for others', async (file) => {
    expect((await alice.fetch(at(file))).status).toBe(200);
    expect((await viewer.fetch(at(file))).status).toBe(200);
    const refused = await bob.fetch(at(file));
    const missing = await bob.fetch(at(file, 'batches=999999', 'nowhere'));
    expect([refused.status, await refused.text()]).toEqual([404, await missing.text()]);
    expect((await service.client({}).fetch(at(file))).status).toBe(401);
  });

  it.each(files)('%s takes nothing of other projects, not even of the caller', async (file) => {
    const own = at(file, `batches=${foreign.batchId}`, 'b');
    expect((await bob.fetch(own)).status).toBe(200);
    expect((await alice.fetch(at(file, `batches=${foreign.batchId}`))).status).toBe(404);
    expect((await alice.fetch(at(file, `jobs=${foreign.jobIds[0]}`))).status).toBe(404);
    await service.addMember('b', alice, 'viewer');
    expect((await alice.fetch(at(file, `batches=${foreign.batchId}`))).status).toBe(404);
    await service.database.query(
      `delete from project_member where project_id = (select id from project where slug = 'b')
       and user_id = (select id from app_user where email like 'alice%')`,
    );
  });

  it.each(formats)('%s is sent as %s under the name of the batch', async (format, type) => {
    const response = await alice.fetch(at(`report.${format}`));
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('content-disposition')).toContain(`filename="Weights comparison.${format}"`);
    expect(response.headers.get('content-disposition')).toMatch(
      format === 'html' ? /^inline/ : /^attachment/,
    );
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  it('says what the comparison says', async () => {
    const report = (await (await alice.fetch(at('report.json'))).json()) as Record<string, unknown>;
    expect(report).toMatchObject({
      title: 'Weights',
      project: 'Project a',
      counts: { jobs: 3, withResult: 2, failed: 1, unfinished: 0 },
      sources: [
        {
          label: 'A',
          kind: 'batch',
          id: project.batchId,
          pipelineVersion: '1.0.0',
          excludedByWhere: 0,
          jobs: 3,
        },
      ],
      n_inputs: 1,
      settings: [
        { rank: 1, values: { 'weights.lambda_rigid': 500 } },
        { rank: 2 },
        { rank: null, failed: 1 },
      ],
      failures: [{ message: 'It diverged.', jobs: 1 }],
    });
    expect(report.jobs).toHaveLength(3);
    expect(report.methods).toContain('1 job failed with “It diverged.” and enters no mean.');
    const lines = (await (await alice.fetch(at('report.csv'))).text()).trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(',')[2])).toEqual([
      'param_weights.lambda_rigid',
      '500',
      '100',
      '1000',
    ]);
  });

  it('is the same for the design and for its jobs', async () => {
    for (const query of [`designs=${project.designId}`, `jobs=${project.jobIds.join(',')}`]) {
      const response = await alice.fetch(at('report.json', `${query}&metric=edge_error_mean_mm`));
      expect(await response.json()).toMatchObject({
        counts: { jobs: 3, failed: 1 },
        settings: [{ rank: 1, values: { 'weights.lambda_rigid': 500 } }, {}, {}],
      });
    }
  });

  it('leaves out inputs for what is said of their subject, and says so', async () => {
    const { text } = await alice.graphql(
      `mutation { createSubjects(input: { projectSlug: "a", subjects: [{ name: "walk", level: "video" }] }) { problems { message } }
         assignAnnotations(input: { projectSlug: "a", assignments: [
           { subject: "walk", kind: "video_flag", value: "NO_EMBRYO" }] }) { problems { message } } }`,
    );
    expect(text).not.toContain('message');
    const query = `batches=${project.batchId}&metric=edge_error_mean_mm&without=`;
    const said = '3 of 3 jobs were left out, because the subject of their input has video_flag NO_EMBRYO.';
    expect(await (await alice.fetch(at('report.json', `${query}video_flag:NO_EMBRYO`))).json()).toMatchObject(
      {
        counts: { jobs: 0 },
        warnings: [{ code: 'LEFT_OUT', message: said }],
      },
    );
    const page = await alice.fetch(at('report.html', `${query}video_flag:NO_EMBRYO`));
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(said)]);
    expect(await (await alice.fetch(at('report.json', `${query}flag`))).json()).toMatchObject({
      counts: { jobs: 3 },
    });
  });

  it('has columns by parameter where asked', async () => {
    const query = `batches=${project.batchId}&metric=edge_error_mean_mm&columns=weights.lambda_rigid`;
    expect(await (await alice.fetch(at('report.md', query))).text()).toContain('| 100 | 500 | 1000 |');
    expect(await (await alice.fetch(at('report.tex', query))).text()).toContain('100 & 500 & 1000');
  });

  it.each([
    ['report.exe', '', 404],
    ['report.html', 'batches=', 400],
    ['report.html', 'metric=nonsense', 400],
    ['report.html', 'direction=up', 400],
  ])('%s?%s is refused', async (file, query, status) => {
    const response = await alice.fetch(
      at(file, query === 'batches=' ? query : `batches=${project.batchId}&${query}`),
    );
    expect(response.status).toBe(status);
  });
});

describe('the bundle', () => {
  it('is intact, with the design, its input and the log of the failed job', async () => {
    const file = path.join(folder, 'bundle.zip');
    const bytes = Buffer.from(await (await alice.fetch(at('bundle.zip'))).arrayBuffer());
    writeFileSync(file, bytes);
    const { intact, drift } = await verifyBundle(file);
    expect(drift).toEqual([]);
    expect(intact).toBeGreaterThan(15);
    const names = bytes.toString('latin1');
    for (const name of ['designs/A.yaml', 'inputs.sha256', `logs/job-${project.jobIds[2]}.log`]) {
      expect(names).toContain(name);
    }
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect((await verifyBundle(file)).drift.map((each) => each.path)).toEqual(['report.html']);
  });
});
