import { setTimeout as sleep } from 'node:timers/promises';
import { exampleRiver, sampleScaffoldText, sampleVideo } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, jobIdsOf, runJob } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;

const headings =
  'video_path,water_surface_elevation,alpha,start_time,end_time,measurement_date,comments,crew';
const sheet = `${headings}\r
a.y4m,10.2,0.85,0,00:02,2026-05-04,"first, second",K\r
b.y4m,10,,,,,,\r
c.y4m,9.8,1.5,,,,,\r
d.y4m,9.7,,,,,,\r
videos/a.y4m,9.7,,,,,,\r
`;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  await createProject(alice, 'river');
  const videos = { a: 0.8, b: 0.6, c: 0.4, d: 0.3 };
  const files = Object.entries(videos).map(([name, fastestMps]): [string, Buffer] => [
    `${name}.y4m`,
    sampleVideo({ ...exampleRiver, fastestMps, frames: 2, widthPx: 16, heightPx: 12 }),
  ]);
  await alice.upload('river', {
    ...Object.fromEntries(files),
    'site.json': sampleScaffoldText(exampleRiver),
  });
});
afterAll(() => service.stop());

const begin = (query: string, target = 'pipeline=river-discharge') => {
  const form = new FormData();
  form.append('file', new Blob([sheet]), 'videos.csv');
  return alice.fetch(`/imports/river?kind=batch&${target}${query}`, {
    method: 'POST',
    body: form,
  });
};

interface Draft {
  readonly state: string;
  readonly rowCount: number;
  readonly counts: Record<string, number>;
  readonly columns: readonly { readonly heading: string; readonly field: string | null }[];
  readonly rows: {
    readonly rows: readonly { problems: readonly { row: number; message: string; suggestion: string }[] }[];
  };
}

async function checked(id: string): Promise<Draft> {
  for (;;) {
    const { data } = await alice.graphql<{ import: Draft }>(
      `query ($id: ID!) { import(id: $id) { state rowCount counts { error conflict gone warning changed new unchanged }
         columns { heading field } rows(status: error) { rows { problems { row message suggestion } } } } }`,
      { id },
    );
    const seen = Object.values(data.import.counts).reduce((sum, n) => sum + n, 0);
    if (data.import.state === 'ready' && seen === data.import.rowCount) return data.import;
    await sleep(50);
  }
}

describe('a sheet of river videos, as other tools have it', () => {
  it('is matched by itself, becomes a batch of its good rows, and comes back with their discharges', async () => {
    const { id } = (await (await begin('&input.scaffold=site.json')).json()) as { id: string };
    const draft = await checked(id);
    expect(draft.columns.map(({ heading, field }) => [heading, field])).toEqual([
      ['video_path', 'inputs.video'],
      ['water_surface_elevation', 'water_level'],
      ['alpha', 'alpha'],
      ['start_time', 'start_time'],
      ['end_time', 'end_time'],
      ['measurement_date', 'measurement_date'],
      ['comments', 'comment'],
      ['crew', null],
    ]);
    expect(draft.counts).toMatchObject({ new: 3, error: 2 });
    const [alpha, path] = draft.rows.rows.flatMap(({ problems }) => problems);
    expect(alpha).toMatchObject({ row: 4, message: '"1.5" is too large' });
    expect(path).toMatchObject({ row: 6, suggestion: 'a.y4m' });

    const { data } = await alice.graphql<{ commitImport: { import: { result: { batchId: string } } } }>(
      `mutation ($input: CommitImportInput!) { commitImport(input: $input) { problems { message } import { result } } }`,
      { input: { id, mode: 'valid_only' } },
    );
    const { batchId } = data.commitImport.import.result;
    const jobs = await jobIdsOf(alice, batchId);
    const { data: one } = await alice.graphql<{ job: object }>(
      'query ($id: ID!) { job(id: $id) { params inputs } }',
      { id: jobs[0] },
    );
    expect(one.job).toMatchObject({
      params: { water_level: 10.2, alpha: 0.85, start_time: 0, end_time: 2, comment: 'first, second' },
      inputs: { video: [{ name: 'a.y4m' }], scaffold: [{ name: 'site.json' }] },
    });
    const ended = [
      { discharge_m3_s: 2.6, water_level_m: 10.2 },
      { discharge_m3_s: 1.6, water_level_m: 10 },
      { discharge_m3_s: 0.7, water_level_m: 9.7 },
    ];
    for (const [i, metrics] of ended.entries()) {
      await runJob(service, jobs[i] ?? '', { outcome: 'succeeded', metrics });
    }
    const results = await (await alice.fetch(`/projects/river/imports/${id}/results.csv`)).text();
    const rows = results.split('\r\n');
    expect(rows[0]?.startsWith(`${headings},State,Reason,Discharge (m³/s),Water level (m),`)).toBe(true);
    expect(rows[1]).toMatch(/,succeeded,,2\.6,10\.2,/);
    expect(rows[3]).toMatch(/,not imported,.*1\.5.* is too large/);
    expect(rows[4]).toMatch(/^d\.y4m,.*,succeeded,,0\.7,9\.7,/);

    const report = (await (await alice.fetch(`/batches/${batchId}/report.json`)).json()) as object;
    expect(report).toMatchObject({
      discharge_m3_s: { n: 3, mean: expect.closeTo(4.9 / 3, 9), min: 0.7, max: 2.6 },
      relations: [{ title: 'Rating curve', n: 3, standard_error_percent: null, reason: null }],
    });
    const { data: shown } = await alice.graphql<{ batch: { relations: object[] } }>(
      `query ($id: ID!) { batch(id: $id) { relations { title x { name } y { unit } hasMorePoints reason
         law { n b standardErrorPercent } points { jobId label x y residualPercent } } } }`,
      { id: batchId },
    );
    expect(shown.batch.relations).toMatchObject([
      {
        title: 'Rating curve',
        x: { name: 'water_level_m' },
        y: { unit: 'm³/s' },
        hasMorePoints: false,
        reason: null,
        law: { n: 3, b: expect.any(Number), standardErrorPercent: null },
        points: [
          { jobId: jobs[0], x: 10.2, y: 2.6, residualPercent: expect.closeTo(0, 3) },
          { jobId: jobs[1], x: 10, y: 1.6 },
          { jobId: jobs[2], x: 9.7, y: 0.7 },
        ],
      },
    ]);
    expect(await (await alice.fetch(`/batches/${batchId}/report.html`)).text()).toContain(
      '<h2>Rating curve</h2>',
    );
  });

  it.each([
    ['&input.scaffold=no.json', 'There is no file no.json in the project.'],
    ['&input.camera=site.json', 'River discharge has no input camera; it has video, scaffold.'],
  ])('is refused with %s', async (query, message) => {
    const response = await begin(query);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(message)]);
  });

  it('needs a scaffold: without one, no row can be imported', async () => {
    const { id } = (await (await begin('')).json()) as { id: string };
    expect((await checked(id)).counts).toMatchObject({ new: 0, error: 5 });
  });

  it('takes parameters, options and shared files from a template, by contents and not by name', async () => {
    const { data: listed } = await alice.graphql<{
      project: { files: { nodes: { id: string; name: string }[] } };
    }>('{ project(slug: "river") { files(first: 50) { nodes { id name } } } }');
    const scaffold = listed.project.files.nodes.find(({ name }) => name === 'site.json')?.id;
    const { data } = await alice.graphql<{ saveTemplate: { template: { id: string } } }>(
      'mutation ($input: SaveTemplateInput!) { saveTemplate(input: $input) { template { id } problems { message } } }',
      {
        input: {
          projectSlug: 'river',
          name: 'Site',
          pipeline: 'river-discharge',
          params: { frame_step: 2 },
          options: { priority: 60 },
          files: [{ input: 'scaffold', fileId: scaffold }],
        },
      },
    );
    await alice.upload('river', { 'site.json': '{"other":1}' });
    const target = `templateId=${data.saveTemplate.template.id}`;
    const { id } = (await (await begin('', target)).json()) as { id: string };
    expect((await checked(id)).counts).toMatchObject({ new: 3, error: 2 });
    const committed = await alice.graphql<{ commitImport: { import: { result: { batchId: string } } } }>(
      `mutation ($input: CommitImportInput!) { commitImport(input: $input) { problems { message } import { result } } }`,
      { input: { id, mode: 'valid_only' } },
    );
    const { batchId } = committed.data.commitImport.import.result;
    const { data: started } = await alice.graphql<{
      batch: { options: { priority: number } };
      project: { jobs: { nodes: { params: object; inputs: { scaffold: { reference: string }[] } }[] } };
    }>(
      `query ($id: ID!) { batch(id: $id) { options }
         project(slug: "river") { jobs(first: 5, filter: { batchId: $id }) { nodes { params inputs } } } }`,
      { id: batchId },
    );
    expect(started.batch.options.priority).toBe(60);
    expect(started.project.jobs.nodes).toHaveLength(3);
    for (const { params, inputs } of started.project.jobs.nodes) {
      expect(params).toMatchObject({ frame_step: 2 });
      expect(inputs.scaffold[0]?.reference).toBe(scaffold);
    }
  });
});
