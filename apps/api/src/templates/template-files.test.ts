import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, fillProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let files: Record<string, string>;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  await createProject(alice, 'a');
  await createProject(alice, 'b');
  files = await alice.upload('a', { 'site.json': '{"a":1}', 'walk.csv': 'x', 'second.json': '{"a":2}' });
});
afterAll(() => service.stop());

const river = { projectSlug: 'a', pipeline: 'river-discharge' };

interface Answer {
  readonly template: {
    readonly id: string;
    readonly version: number;
    readonly files: readonly {
      readonly name: string;
      readonly sha256: string;
      readonly fileId: string | null;
    }[];
  } | null;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

const mutate = async (name: string, input: object): Promise<Answer> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`.replace(
    /(Archive|Restore)Template/,
    'Template',
  );
  const { data, text } = await alice.graphql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) {
      template { id name version note archivedAt files { input name sha256 fileId } } problems { code message } } }`,
    { input },
  );
  const answer = data?.[name];
  if (answer === undefined) throw new Error(text);
  return answer;
};
/** Without a water level, which this pipeline has no default for: whoever uses the template gives it. */
const save = (name: string, input: object) => mutate('saveTemplate', { ...river, name, ...input });
const scaffold = (file = 'site.json') => [{ input: 'scaffold', fileId: files[file] }];

const send = async (slug: string, contents: Blob, name = 't.zip', query = '') => {
  const form = new FormData();
  form.append('file', contents, name);
  const response = await alice.fetch(`/templates/${slug}${query}`, { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
};

describe('shared files', () => {
  it('are part of a version, known by their contents', async () => {
    const { template, problems } = await save('Site', { files: scaffold(), note: ' After the flood ' });
    expect(problems).toEqual([]);
    expect(template).toMatchObject({
      version: 1,
      note: 'After the flood',
      files: [{ input: 'scaffold', name: 'site.json', fileId: files['site.json'] }],
    });
  });

  it.each([
    ['an input that there is not', [{ input: 'scafold', file: 'site.json' }], 'UNKNOWN_INPUT'],
    ['a file of another type', [{ input: 'scaffold', file: 'walk.csv' }], 'WRONG_TYPE'],
    [
      'two files where one is taken',
      [
        { input: 'scaffold', file: 'site.json' },
        { input: 'scaffold', file: 'second.json' },
      ],
      'TOO_MANY_FILES',
    ],
  ])('%s is refused', async (_what, given, code) => {
    const listed = given.map(({ input, file }) => ({ input, fileId: files[file] }));
    const { template, problems } = await save('Bad', { files: listed });
    expect([template, problems.map((problem) => problem.code)]).toEqual([null, [code]]);
  });

  it('of another project are none', async () => {
    const [own] = Object.values(await alice.upload('b', { 'own.json': '{}' }));
    const { codes } = await alice.graphql(
      'mutation ($input: SaveTemplateInput!) { saveTemplate(input: $input) { problems { code } } }',
      { input: { ...river, name: 'Foreign', files: [{ input: 'scaffold', fileId: own }] } },
    );
    expect(codes).toEqual(['NOT_FOUND']);
  });
});

describe('differences between versions', () => {
  it('name parameters with unit, options and files, and what a default stands for', async () => {
    const first = await save('Diff', {
      params: { water_level: 1.5, frame_step: 2 },
      options: { priority: 60 },
      files: scaffold(),
    });
    await save('Diff', {
      params: { water_level: 2 },
      options: { maxAttempts: 3 },
      files: scaffold('second.json'),
    });
    const { data } = await alice.graphql<{ template: { differences: Record<string, unknown>[] } }>(
      `query ($id: ID!) { template(id: $id) { differences(from: 1, to: 2) {
        part path unit change before after sameValue } } }`,
      { id: first.template?.id },
    );
    const rows = data.template.differences;
    expect(rows.map(({ part, path, change }) => `${part} ${path} ${change}`)).toEqual([
      'parameter water_level changed',
      'parameter frame_step removed',
      'option priority removed',
      'option maxAttempts added',
      'file scaffold changed',
    ]);
    expect(rows[0]).toMatchObject({ before: 1.5, after: 2 });
    expect(rows[2]).toMatchObject({ unit: 's', before: 60, after: 0, sameValue: false });
    expect(rows[3]).toMatchObject({ before: 3, after: 3, sameValue: true });
    expect(rows[4]).toMatchObject({ before: expect.stringContaining('site.json (') });
  });

  it('with a version that there is not are none', async () => {
    const { data } = await alice.graphql<{ project: { template: { id: string } } }>(
      '{ project(slug: "a") { template(name: "Diff") { id } } }',
    );
    const { codes } = await alice.graphql(
      'query ($id: ID!) { template(id: $id) { differences(from: 1, to: 9) { path } } }',
      { id: data.project.template.id },
    );
    expect(codes).toEqual(['NOT_FOUND']);
  });
});

describe('what of a batch or a job becomes a template', () => {
  const draft = async (source: string) => {
    const { data, codes } = await alice.graphql<{
      templateDraft: { params: { weights?: object }; varied: string[]; files: object[] };
    }>(
      `{ templateDraft(${source}) { pipelineName suggestedName params options varied files { input name suggested } } }`,
    );
    return { ...data?.templateDraft, codes };
  };

  it('is what its jobs have in common, or all of one job', async () => {
    const { batchId, jobIds } = await fillProject(alice, 'c');
    expect(await draft(`batchId: "${batchId}"`)).toMatchObject({
      pipelineName: 'rigid-body',
      params: {},
      options: {},
      varied: ['weights.lambda_rigid'],
      files: [{ input: 'markers', name: 'walk.csv', suggested: false }],
    });
    const one = await draft(`jobId: "${jobIds[1]}"`);
    expect(one.params?.weights).toMatchObject({ lambda_rigid: 500 });
    expect(one.varied).toEqual([]);
    expect((await draft('batchId: "1", jobId: "1"')).codes).toEqual(['BAD_REQUEST']);
  });
});

describe('renaming and archiving', () => {
  it('keep the versions, are told in the journal and can be undone', async () => {
    await save('Taken', {});
    const { template } = await save('Old name', {});
    const templateId = template?.id;
    expect((await mutate('renameTemplate', { templateId, name: 'Taken' })).problems).toMatchObject([
      { code: 'NAME_TAKEN' },
    ]);
    expect((await mutate('renameTemplate', { templateId, name: ' New name ' })).template).toMatchObject({
      name: 'New name',
    });
    expect((await mutate('archiveTemplate', { templateId })).template).toMatchObject({
      archivedAt: expect.any(String),
    });
    const names = async (archived: boolean) => {
      const { data } = await alice.graphql<{ project: { templates: { name: string }[] } }>(
        `{ project(slug: "a") { templates(archived: ${archived}) { name } } }`,
      );
      return data.project.templates.map(({ name }) => name);
    };
    expect(await names(true)).toEqual(['New name']);
    expect(await names(false)).not.toContain('New name');
    expect((await save('New name', {})).problems).toMatchObject([{ code: 'ARCHIVED' }]);
    const undone = await alice.graphql<{
      project: { changesets: { nodes: { id: string; summary: string }[] } };
    }>('{ project(slug: "a") { changesets(first: 2) { nodes { id summary undoable } } } }');
    const { nodes } = undone.data.project.changesets;
    expect(nodes.map(({ summary }) => summary)).toEqual([
      'Archived the template New name.',
      'Renamed the template Old name to New name.',
    ]);
    for (const { id } of nodes) {
      const { data } = await alice.graphql(
        'mutation ($id: ID!) { undoChangeset(input: { id: $id }) { problems { code } } }',
        { id },
      );
      expect(data).toEqual({ undoChangeset: { problems: [] } });
    }
    expect(await names(false)).toContain('Old name');
    expect((await mutate('restoreTemplate', { templateId })).problems).toEqual([]);
  });
});

describe('files of templates', () => {
  it('carry shared files to another project, and change nothing a second time', async () => {
    const { template } = await save('Travels', {
      params: { water_level: 2 },
      files: scaffold(),
      note: 'Kept',
    });
    const taken = await alice.fetch(`/templates/${template?.id}/file?version=1`);
    expect(taken.headers.get('content-type')).toBe('application/zip');
    expect(taken.headers.get('content-disposition')).toContain('Travels v1.template.zip');
    const zip = await taken.blob();
    // Other contents of the same name: what schedules of the project name stays as it was.
    await alice.upload('b', { 'site.json': '{"other":true}' });
    const first = await send('b', zip);
    expect([first.status, first.body]).toMatchObject([
      201,
      { outcome: 'created', name: 'Travels', version: 1, problems: [] },
    ]);
    const { data } = await alice.graphql<{ project: { template: NonNullable<Answer['template']> } }>(
      '{ project(slug: "b") { template(name: "Travels") { id note params files { name sha256 fileId } } } }',
    );
    const arrived = data.project.template;
    expect(arrived).toMatchObject({
      note: 'Kept',
      params: { water_level: 2 },
      files: [{ name: 'site.json' }],
    });
    expect(arrived.files[0]?.sha256).toBe(template?.files[0]?.sha256);
    const contents = await alice.fetch(`/files/${arrived.files[0]?.fileId}/content`);
    expect(await contents.text()).toBe('{"a":1}');
    const [named] = await service.database.query<{ name: string }>('select name from file where id = $1', [
      arrived.files[0]?.fileId,
    ]);
    expect(named?.name).toMatch(/^site\.[0-9a-f]{8}\.json$/);
    const rows =
      'select (select count(*) from template_version) v, (select count(*) from file) f, (select count(*) from changeset) c';
    const before = await service.database.query(rows);
    expect((await send('b', zip)).body).toMatchObject({
      outcome: 'unchanged',
      summary: 'Nothing changed: version 1 of the template Travels is the same already.',
    });
    expect(await service.database.query(rows)).toEqual(before);
    expect((await send('b', zip, 't.zip', '?name=Renamed')).body).toMatchObject({
      outcome: 'created',
      name: 'Renamed',
    });
  });

  it('without shared files are JSON, which may be YAML when it comes back', async () => {
    const { template } = await save('Plain', { params: { water_level: 3 } });
    const text = await (await alice.fetch(`/templates/${template?.id}/file`)).text();
    expect(JSON.parse(text)).toMatchObject({ name: 'Plain', params: { water_level: 3 }, files: [] });
    expect((await send('a', new Blob([text]), 't.json')).body).toMatchObject({ outcome: 'unchanged' });
    const yaml =
      'format: batchyard-template\nformatVersion: 1\nname: Plain\npipeline: { name: river-discharge }\nparams: { water_level: 4 }\n';
    expect((await send('a', new Blob([yaml]), 't.yaml')).body).toMatchObject({
      outcome: 'new_version',
      version: 2,
    });
  });

  const plain = {
    format: 'batchyard-template',
    formatVersion: 1,
    name: 'X',
    pipeline: { name: 'river-discharge' },
  };
  const lost = {
    input: 'scaffold',
    name: 'lost.json',
    sha256: 'a'.repeat(64),
    sizeBytes: 3,
    mediaType: 'application/json',
  };
  it.each([
    ['that are none', 'PK not really', ['NOT_A_TEMPLATE'], 'is not the file of a template'],
    ['with broken text', '{ "format": ', ['BAD_SYNTAX'], 'line 1'],
    ['with a wrong field', { ...plain, parms: {} }, ['UNKNOWN_FIELD'], 'did you mean params?'],
    ['with a missing field', { ...plain, name: undefined }, ['MISSING_FIELD'], 'name is missing: expected'],
    [
      'of a pipeline that is not here',
      { ...plain, pipeline: { name: 'nope' } },
      ['UNKNOWN_PIPELINE'],
      'nope',
    ],
    [
      'with a bad parameter and a bad option',
      { ...plain, params: { water_level: 'high' }, options: { priority: 'x' } },
      ['INVALID_PARAMETER', 'INVALID_FIELD'],
      'water_level',
    ],
    [
      'whose shared file is not there',
      { ...plain, files: [lost] },
      ['MISSING_CONTENTS'],
      'lost.json (for scaffold)',
    ],
  ])('%s are refused with the place', async (_what, contents, codes, words) => {
    const text = typeof contents === 'string' ? contents : JSON.stringify(contents);
    const { status, body } = await send('a', new Blob([text]), 't.json');
    const problems = body.problems as unknown as { code: string; message: string }[];
    expect([status, problems.map(({ code }) => code)]).toEqual([400, codes]);
    expect(problems[0]?.message).toContain(words);
  });
});
