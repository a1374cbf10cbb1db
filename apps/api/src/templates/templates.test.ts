import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let viewer: Client;
let stranger: Client;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  viewer = await service.signIn('viewer');
  stranger = await service.signIn('stranger');
  await createProject(alice, 'a');
  await service.addMember('a', viewer, 'viewer');
});
afterAll(() => service.stop());

interface Saved {
  readonly saveTemplate: {
    readonly template: { readonly id: string; readonly version: number } | null;
    readonly problems: { readonly code: string; readonly place: { readonly parameter: string | null } }[];
  };
}

const save = (client: Client, input: object) =>
  client.graphql<Saved>(
    `mutation ($input: SaveTemplateInput!) { saveTemplate(input: $input) {
      template { id name version pipelineName params options createdBy { name } project { slug } }
      problems { code place { parameter } } } }`,
    { input: { projectSlug: 'a', pipeline: 'rigid-body', ...input } },
  );
const find = (client: Client, id: string) =>
  client.graphql(
    'query ($id: ID!) { template(id: $id) { name version versions { version params options createdBy { name } } } }',
    { id },
  );
const heavy = { weights: { lambda_rigid: 900 } };

describe('templates', () => {
  it('are saved, and saved again as a new version that leaves the old one as it was', async () => {
    const first = await save(alice, { name: 'Heavy', params: heavy, options: { priority: 60 } });
    expect(first.data.saveTemplate).toMatchObject({
      template: {
        name: 'Heavy',
        version: 1,
        pipelineName: 'rigid-body',
        params: heavy,
        options: { priority: 60 },
        createdBy: { name: 'alice' },
        project: { slug: 'a' },
      },
      problems: [],
    });
    const second = await save(alice, { name: ' Heavy ', params: { weights: { lambda_rigid: 1 } } });
    const id = first.data.saveTemplate.template?.id ?? '';
    expect(second.data.saveTemplate.template).toMatchObject({ id, version: 2, options: {} });
    expect((await find(alice, id)).data).toMatchObject({
      template: {
        name: 'Heavy',
        version: 2,
        versions: [
          { version: 2, params: { weights: { lambda_rigid: 1 } }, options: {} },
          { version: 1, params: heavy, options: { priority: 60 }, createdBy: { name: 'alice' } },
        ],
      },
    });
    const [change] = await service.database.query(
      `select verb, summary from changeset where verb = 'save_template' order by id desc limit 1`,
    );
    expect(change).toEqual({ verb: 'save_template', summary: 'Saved version 2 of the template Heavy.' });
  });

  it('that two people save at once become two versions', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => save(alice, { name: 'Together', params: heavy })),
    );
    const versions = answers.map(({ data }) => data.saveTemplate.template?.version).sort();
    expect(versions).toEqual([1, 2, 3, 4]);
  });

  it('are listed by name in their newest version', async () => {
    await save(alice, { name: 'another' });
    const read = (client: Client) =>
      client.graphql('{ project(slug: "a") { templates { name version createdBy { name } } } }');
    expect((await read(viewer)).data).toEqual({
      project: {
        templates: [
          { name: 'another', version: 1, createdBy: { name: 'alice' } },
          { name: 'Heavy', version: 2, createdBy: { name: 'alice' } },
          { name: 'Together', version: 4, createdBy: { name: 'alice' } },
        ],
      },
    });
    expect((await read(stranger)).codes).toEqual(['NOT_FOUND']);
  });

  it.each([
    ['an unknown pipeline', { pipeline: 'no-such' }, ['UNKNOWN_PIPELINE']],
    ['a bad parameter', { params: { weights: { lambda_rigid: -1 } } }, ['INVALID_PARAMETER']],
    ['parameters that are no object', { params: [1] }, ['INVALID_FIELD']],
    [
      'bad options beside a bad parameter',
      { params: 3, options: { colour: 1 } },
      ['INVALID_FIELD', 'INVALID_FIELD'],
    ],
    ['no name', { name: ' ' }, ['INVALID_NAME']],
    ['a name of 201 letters', { name: 'x'.repeat(201) }, ['INVALID_NAME']],
  ])('with %s are not saved', async (_what, input, codes) => {
    const before = await service.database.query('select count(*) from template_version');
    const { data } = await save(alice, { name: 'Bad', ...input });
    expect(data.saveTemplate.template).toBeNull();
    expect(data.saveTemplate.problems.map(({ code }) => code)).toEqual(codes);
    expect(await service.database.query('select count(*) from template_version')).toEqual(before);
  });

  it('stay with their pipeline', async () => {
    await service.database.query(`update template set pipeline_name = 'gone' where name = 'another'`);
    const { data } = await save(alice, { name: 'another' });
    expect(data.saveTemplate.problems).toMatchObject([
      { code: 'DIFFERENT_PIPELINE', place: { parameter: 'name' } },
    ]);
  });

  it('are saved by editors only, and do not exist for others', async () => {
    expect((await save(viewer, { name: 'Mine' })).codes).toEqual(['FORBIDDEN']);
    expect((await save(stranger, { name: 'Mine' })).codes).toEqual(['NOT_FOUND']);
    const [row] = await service.database.query<{ id: string }>(
      `select id from template where name = 'Heavy'`,
    );
    expect((await find(viewer, row?.id ?? '')).codes).toEqual([]);
    expect((await find(stranger, row?.id ?? '')).codes).toEqual(['NOT_FOUND']);
    expect((await find(alice, '999999')).codes).toEqual(['NOT_FOUND']);
    expect((await find(alice, 'x')).codes).toEqual(['NOT_FOUND']);
  });
});
