import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSheetFile } from '@batchyard/documents';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let admin: Client;
let alice: Client;

beforeAll(async () => {
  service = await startTestService({ secretsKey: randomBytes(32) });
  admin = await service.signIn('admin', 'administrator');
  alice = await service.signIn('alice');
  await createProject(alice, 'a');
});
afterAll(() => service.stop());

const yaml = (name: string, version: string, more = '') => `# Measures
name: ${name}
version: "${version}"
title: Measure
command: [python3, "{files.measure.py}", "{params.level}", "{inputs.table}"]
params:
  level: { type: number, default: 0.5, minimum: 0, unit: V, title: Level }
inputs:
  table: { extensions: [.csv] }
metrics:
  cost: { unit: V, direction: minimize }
files:
  measure.py: print(1)
${more}`;

interface Versions {
  readonly pipelineVersions: {
    readonly name: string;
    readonly version: string;
    readonly retiredAt: string | null;
  }[];
}
interface Defined {
  readonly definePipeline: {
    readonly pipeline: { readonly id: string } | null;
    readonly problems: { readonly code: string; readonly place: { readonly line: number | null } }[];
  };
}

const define = (client: Client, text: string) =>
  client.graphql<Defined>(
    `mutation ($input: DefinePipelineInput!) { definePipeline(input: $input) {
      pipeline { id name version yaml retiredAt createdBy { name } }
      problems { code message place { line column parameter } } } }`,
    { input: { yaml: text } },
  );
const retire = (client: Client, input: object) =>
  client.graphql(
    'mutation ($input: RetirePipelineInput!) { retirePipeline(input: $input) { retired { version } problems { code } } }',
    { input },
  );
const offered = async (client: Client) =>
  (await client.graphql<{ pipelines: { name: string; version: string }[] }>('{ pipelines { name version } }'))
    .data.pipelines;

describe('command pipelines', () => {
  it('are offered to everybody beside the built-in ones, in their newest version', async () => {
    const first = await define(admin, yaml('measure', '1.0.0'));
    expect(first.data.definePipeline).toMatchObject({
      pipeline: { name: 'measure', version: '1.0.0', retiredAt: null, createdBy: { name: 'admin' } },
      problems: [],
    });
    await define(admin, yaml('measure', '1.1.0', 'network: true\nlimits: { memoryMb: 500 }\n'));
    const names = (await offered(alice)).map(({ name }) => name);
    expect(names).toContain('rigid-body');
    expect((await offered(alice)).filter(({ name }) => name === 'measure')).toEqual([
      { name: 'measure', version: '1.1.0' },
    ]);
    const { data } = await alice.graphql(
      `{ pipeline(name: "measure") { title paramsSchema defaultParams objective stages inputs { name title extensions }
        metrics { name title unit direction } command { arguments files network secrets limits { memoryMb processes } } } }`,
    );
    expect(data).toMatchObject({
      pipeline: {
        title: 'Measure',
        paramsSchema: { properties: { level: { type: 'number', unit: 'V', default: 0.5, minimum: 0 } } },
        defaultParams: { level: 0.5 },
        objective: 'cost',
        stages: ['run'],
        inputs: [{ name: 'table', title: 'Table', extensions: ['.csv'] }],
        metrics: [{ name: 'cost', title: 'Cost', unit: 'V', direction: 'minimize' }],
        command: {
          files: ['measure.py'],
          network: true,
          secrets: [],
          limits: { memoryMb: 500, processes: 256 },
        },
      },
    });
  });

  it('are planned, saved as designs and templates, and start like any other', async () => {
    const { 'x.csv': fileId } = await alice.upload('a', { 'x.csv': 'a\n1\n' });
    const spec = {
      name: 'Levels',
      pipeline: 'measure',
      axes: [{ parameter: 'level', values: [0.1, 0.2] }],
      inputs: [{ table: fileId }],
    };
    const started = await alice.graphql<{ startBatch: { batch: { id: string } | null } }>(
      `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id jobs { nodes { params } } } problems { message } } }`,
      { input: { projectSlug: 'a', spec } },
    );
    expect(started.data).toMatchObject({
      startBatch: {
        batch: { jobs: { nodes: expect.arrayContaining([{ params: { level: 0.1 } }]) } },
        problems: [],
      },
    });
    const bad = await alice.graphql(
      `query ($input: StartBatchInput!) { planBatch(input: $input) { invalidCells { problems { message } } problems { message } } }`,
      { input: { projectSlug: 'a', spec: { ...spec, axes: [{ parameter: 'level', values: [-1] }] } } },
    );
    expect(bad.text).toContain('Parameter level is -1: expected a number of at least 0.');
    const template = await alice.graphql(
      `mutation ($input: SaveTemplateInput!) { saveTemplate(input: $input) { template { pipelineName } problems { code } } }`,
      { input: { projectSlug: 'a', name: 'T', pipeline: 'measure', params: { level: 2 } } },
    );
    expect(template.data).toMatchObject({
      saveTemplate: { template: { pipelineName: 'measure' }, problems: [] },
    });
    const rows = await service.database.query<{ version: string }>(
      `select version from pipeline where name = 'measure'`,
    );
    expect(rows).toEqual([{ version: '1.1.0' }]);
  });

  it('have sheets with a column for each parameter and input', async () => {
    const answer = await alice.fetch('/projects/a/imports/template.xlsx?kind=batch&pipeline=measure');
    const folder = mkdtempSync(path.join(tmpdir(), 'batchyard-sheet-'));
    try {
      const name = path.join(folder, 'sheet.xlsx');
      writeFileSync(name, Buffer.from(await answer.arrayBuffer()));
      const file = await openSheetFile(name, 'sheet.xlsx', {});
      const [sheet] = file.sheets;
      for await (const { cells } of file.rows(sheet?.name ?? '', () => undefined)) {
        expect(cells).toEqual(['id', 'inputs.table', 'level', 'priority']);
        break;
      }
      await file.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that need containers wait for a worker that offers them, and say so', async () => {
    await define(admin, yaml('boxed', '1.0.0', 'container: { image: lab/fit:1 }\n'));
    await service.persistence.workers.register({ id: 'w', host: 'h', pid: 1, slots: 2, version: '0' });
    const { 'y.csv': fileId } = await alice.upload('a', { 'y.csv': 'a\n2\n' });
    const input = {
      projectSlug: 'a',
      spec: { name: 'Boxed', pipeline: 'boxed', inputs: [{ table: fileId }] },
      options: { labels: ['big'] },
    };
    const planned = await alice.graphql(
      'query ($input: StartBatchInput!) { planBatch(input: $input) { problems { message } } }',
      { input },
    );
    expect(planned.text).toContain('No worker with big, container runs now');
    const { data } = await alice.graphql(
      `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { jobs { nodes { waiting { reason } } } }
         problems { message } } }`,
      { input: { ...input, options: {} } },
    );
    const reason = 'No running worker offers containers, which its pipeline needs.';
    expect(data).toEqual({
      startBatch: { batch: { jobs: { nodes: [{ waiting: { reason } }] } }, problems: [] },
    });
    const shown = await alice.graphql('{ pipeline(name: "boxed") { command { image slurm } } }');
    expect(shown.data).toEqual({ pipeline: { command: { image: 'lab/fit:1', slurm: null } } });
    await service.persistence.workers.stop('w');
  });

  it('are refused with every problem, line and column', async () => {
    const before = await admin.graphql<Versions>('{ pipelineVersions { name } }');
    const { data } = await define(admin, yaml('measure two', '2', 'colour: red\n'));
    expect(data.definePipeline.pipeline).toBeNull();
    expect(data.definePipeline.problems).toMatchObject([
      { code: 'INVALID_FIELD', place: { line: 2, column: '1', parameter: 'name' } },
      { code: 'INVALID_FIELD', place: { line: 3 } },
      { code: 'UNKNOWN_FIELD', place: { line: 14 } },
    ]);
    const taken = await define(admin, yaml('measure', '1.0.0'));
    expect(taken.data.definePipeline.problems).toMatchObject([{ code: 'VERSION_TAKEN' }]);
    const builtIn = await define(admin, yaml('rigid-body', '9.0.0'));
    expect(builtIn.data.definePipeline.problems).toMatchObject([
      { code: 'INVALID_FIELD', place: { line: 2 } },
    ]);
    expect((await admin.graphql('{ pipelineVersions { name } }')).data).toEqual(before.data);
  });

  it('are checked without being stored', async () => {
    const check = (text: string) =>
      admin.graphql(
        `query ($yaml: String!) { checkPipelineDefinition(yaml: $yaml) { pipeline { name defaultParams } problems { code } } }`,
        { yaml: text },
      );
    expect((await check(yaml('draft', '1.0.0'))).data).toEqual({
      checkPipelineDefinition: { pipeline: { name: 'draft', defaultParams: { level: 0.5 } }, problems: [] },
    });
    expect((await check('name: [')).data).toEqual({
      checkPipelineDefinition: { pipeline: null, problems: [{ code: 'BAD_SYNTAX' }] },
    });
    expect((await offered(alice)).some(({ name }) => name === 'draft')).toBe(false);
  });

  it('are retired by version or altogether, and stay readable', async () => {
    expect((await retire(admin, { name: 'measure', version: '1.1.0' })).data).toEqual({
      retirePipeline: { retired: [{ version: '1.1.0' }], problems: [] },
    });
    expect(await offered(alice)).toContainEqual({ name: 'measure', version: '1.0.0' });
    await retire(admin, { name: 'measure' });
    expect((await offered(alice)).some(({ name }) => name === 'measure')).toBe(false);
    expect((await alice.graphql('{ pipeline(name: "measure") { name } }')).codes).toEqual(['NOT_FOUND']);
    expect((await retire(admin, { name: 'measure' })).codes).toEqual(['NOT_FOUND']);
    const { data } = await admin.graphql<Versions>('{ pipelineVersions { name version retiredAt } }');
    const versions = data.pipelineVersions.filter(({ name }) => name === 'measure');
    expect(versions.map(({ version, retiredAt }) => [version, retiredAt !== null])).toEqual([
      ['1.1.0', true],
      ['1.0.0', true],
    ]);
    const batches = await alice.graphql(
      '{ project(slug: "a") { batches { nodes { pipeline { name version } } } } }',
    );
    expect(batches.text).toContain('"version":"1.1.0"');
  });

  it('are defined by administrators only', async () => {
    expect((await define(alice, yaml('mine', '1.0.0'))).codes).toEqual(['FORBIDDEN']);
    expect((await retire(alice, { name: 'measure' })).codes).toEqual(['FORBIDDEN']);
    expect((await alice.graphql('{ pipelineVersions { yaml } }')).codes).toEqual(['FORBIDDEN']);
  });
});

describe('secrets', () => {
  const set = (client: Client, input: object) =>
    client.graphql(
      'mutation ($input: SetSecretInput!) { setSecret(input: $input) { secret { name } problems { code } } }',
      { input },
    );
  const remove = (client: Client, name: string) =>
    client.graphql('mutation ($input: RemoveSecretInput!) { removeSecret(input: $input) { done } }', {
      input: { name },
    });

  it('are stored, named and removed, and never shown', async () => {
    expect((await set(admin, { name: 'API_KEY', value: 'canary-value' })).data).toEqual({
      setSecret: { secret: { name: 'API_KEY' }, problems: [] },
    });
    const listed = await admin.graphql('{ secrets { name updatedAt } }');
    expect(listed.text).toContain('API_KEY');
    expect(listed.text).not.toContain('canary');
    expect((await remove(admin, 'API_KEY')).data).toEqual({ removeSecret: { done: true } });
    expect((await remove(admin, 'API_KEY')).codes).toEqual(['NOT_FOUND']);
  });

  it.each([
    [{ name: 'api key', value: 'x' }, 'INVALID_NAME'],
    [{ name: 'BATCHYARD_X', value: 'x' }, 'INVALID_NAME'],
    [{ name: 'X', value: '' }, 'INVALID_VALUE'],
  ])('%j are refused', async (input, code) => {
    expect((await set(admin, input)).data).toEqual({ setSecret: { secret: null, problems: [{ code }] } });
  });

  it('are the business of administrators only', async () => {
    expect((await set(alice, { name: 'X', value: 'y' })).codes).toEqual(['FORBIDDEN']);
    expect((await remove(alice, 'X')).codes).toEqual(['FORBIDDEN']);
    expect((await alice.graphql('{ secrets { name } }')).codes).toEqual(['FORBIDDEN']);
  });
});
