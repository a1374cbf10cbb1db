import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let viewer: Client;
let stranger: Client;
let slug: string;
let projects = 0;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  viewer = await service.signIn('viewer');
  stranger = await service.signIn('stranger');
});
beforeEach(async () => {
  slug = `lab-${++projects}`;
  await createProject(alice, slug);
  await service.addMember(slug, viewer, 'viewer');
});
afterAll(() => service.stop());

interface Created {
  readonly createSubjects: {
    readonly subjects: { readonly id: string; readonly name: string }[];
    readonly planned: { readonly name: string; readonly newFrames: number; readonly exists: boolean }[];
    readonly changeset: { readonly id: string } | null;
    readonly problems: { readonly code: string; readonly place: { readonly parameter: string } }[];
  };
}
const create = (client: Client, input: object) =>
  client.graphql<Created>(
    `mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { subjects { id name }
       planned { name newFrames exists } changeset { id summary counts } problems { code message place { parameter } } } }`,
    { input: { projectSlug: slug, ...input } },
  );
const embryo = (name: string, frames = 3, rest: object = {}) => ({
  name,
  level: 'embryo',
  frames: Array.from({ length: frames }, (_, number) => ({ number })),
  ...rest,
});
const read = (client: Client, fields: string, variables: object = {}, types = '') =>
  client.graphql<Record<string, never>>(
    `query ($slug: String!${types}) { project(slug: $slug) { ${fields} } }`,
    { slug, ...variables },
  );

describe('subjects', () => {
  it('are made as a tree with frames, and are listed by name with their counts', async () => {
    const { data } = await create(alice, {
      subjects: [
        { name: '20240411', level: 'experiment' },
        { name: '20240411_A01', level: 'video', parent: '20240411' },
        embryo('20240411_A01_e01', 3, { parent: '20240411_A01', metadata: { line: 'AB' } }),
        embryo('20240411_A01_e02', 2, { parent: '20240411_A01' }),
      ],
    });
    expect(data.createSubjects.problems).toEqual([]);
    expect(data.createSubjects.changeset).toMatchObject({
      summary: 'Made 4 subjects and 5 frames.',
      counts: { subjects: 4, frames: 5 },
    });
    const fields = `subjects(first: 3) { nodes { name level childCount frameCount annotatedFrames metadata parent { name } }
      pageInfo { hasNextPage endCursor } }`;
    expect((await read(viewer, fields)).data).toEqual({
      project: {
        subjects: {
          nodes: [
            {
              name: '20240411',
              level: 'experiment',
              childCount: 1,
              frameCount: 0,
              annotatedFrames: 0,
              metadata: {},
              parent: null,
            },
            {
              name: '20240411_A01',
              level: 'video',
              childCount: 2,
              frameCount: 0,
              annotatedFrames: 0,
              metadata: {},
              parent: { name: '20240411' },
            },
            {
              name: '20240411_A01_e01',
              level: 'embryo',
              childCount: 0,
              frameCount: 3,
              annotatedFrames: 0,
              metadata: { line: 'AB' },
              parent: { name: '20240411_A01' },
            },
          ],
          pageInfo: {
            hasNextPage: true,
            endCursor: Buffer.from('name:20240411_A01_e01').toString('base64url'),
          },
        },
      },
    });
    const after = Buffer.from('name:20240411_A01_e01').toString('base64url');
    const rest = await read(
      viewer,
      'subjects(after: $after) { nodes { name } }',
      { after },
      ', $after: String',
    );
    expect(rest.data).toEqual({ project: { subjects: { nodes: [{ name: '20240411_A01_e02' }] } } });
    const wrong = await read(viewer, 'subjects(after: "x") { nodes { name } }');
    expect(wrong.codes).toEqual(['BAD_REQUEST']);
  });

  it('S2-83: are found by part of the name, level, parent, and what is or is not said of them', async () => {
    const made = await create(alice, {
      subjects: [
        { name: 'v1', level: 'video' },
        embryo('v1_a', 2, { parent: 'v1' }),
        embryo('v1_b', 2, { parent: 'v1' }),
        embryo('v2_c'),
      ],
    });
    const parentId = made.data.createSubjects.subjects.find(({ name }) => name === 'v1')?.id;
    await alice.graphql(
      `mutation ($slug: String!) { assignAnnotations(input: { projectSlug: $slug, assignments: [
         { subject: "v1_a", kind: "phenotype", value: "EDEMA", frames: "first" }, { subject: "v2_c", kind: "phenotype", value: "TBD" }] }) { assigned } }`,
      { slug },
    );
    const names = async (filter: object) => {
      const { data } = await read(
        viewer,
        'subjects(filter: $filter) { nodes { name } }',
        { filter },
        ', $filter: SubjectFilter',
      );
      const page = data as unknown as { project: { subjects: { nodes: { name: string }[] } } };
      return page.project.subjects.nodes.map(({ name }) => name);
    };
    expect(await names({ text: 'V1_' })).toEqual(['v1_a', 'v1_b']);
    expect(await names({ text: '%' })).toEqual([]);
    expect(await names({ level: 'video' })).toEqual(['v1']);
    expect(await names({ parentId })).toEqual(['v1_a', 'v1_b']);
    expect(await names({ kind: 'phenotype' })).toEqual(['v1_a', 'v2_c']);
    expect(await names({ kind: 'phenotype', value: 'EDEMA' })).toEqual(['v1_a']);
    expect(await names({ level: 'embryo', without: 'phenotype' })).toEqual(['v1_b']);
  });

  it('that exist get the frames they lack, and nothing twice', async () => {
    await create(alice, { subjects: [embryo('e1', 2)] });
    const more = await create(alice, { subjects: [embryo('e1', 4)] });
    expect(more.data.createSubjects.planned).toEqual([{ name: 'e1', newFrames: 2, exists: true }]);
    const same = await create(alice, { subjects: [embryo('e1', 4)] });
    expect(same.data.createSubjects).toMatchObject({ changeset: null, planned: [], subjects: [] });
    expect(
      (await read(alice, 'subject(name: "e1") { frameNumbers frames { number position name imagePath } }'))
        .data,
    ).toMatchObject({
      project: { subject: { frameNumbers: [0, 1, 2, 3] } },
    });
  });

  it('come from the names of files, after a plan that writes nothing', async () => {
    const files = await alice.upload(slug, {
      'm_e1_s0001.png': 'x',
      'm_e1_s0000.png': 'y',
      'notes.txt': 'z',
    });
    const fromFiles = { pattern: '{embryo}_s{frame}.png' };
    const plan = await create(alice, { fromFiles, plan: true });
    expect(plan.data.createSubjects).toMatchObject({
      planned: [{ name: 'm_e1', newFrames: 2, exists: false }],
      subjects: [],
      changeset: null,
    });
    const made = await create(alice, { fromFiles });
    expect(made.data.createSubjects.subjects.map(({ name }) => name)).toEqual(['m_e1']);
    const { data } = await read(alice, 'subject(name: "m_e1") { frames { number name imagePath } }');
    expect(data).toEqual({
      project: {
        subject: {
          frames: [
            { number: 0, name: 'm_e1_s0000', imagePath: `/files/${files['m_e1_s0000.png']}/content` },
            { number: 1, name: 'm_e1_s0001', imagePath: `/files/${files['m_e1_s0001.png']}/content` },
          ],
        },
      },
    });
  });

  it.each([
    ['an unknown level', [{ name: 'x', level: 'plant' }], ['UNKNOWN_LEVEL subjects.0.level']],
    ['a name twice', [embryo('x'), embryo('x')], ['DUPLICATE_SUBJECT subjects.1.name']],
    ['a name with a space', [embryo('x y')], ['INVALID_NAME subjects.0.name']],
    ['an unknown parent', [embryo('x', 1, { parent: 'nobody' })], ['UNKNOWN_PARENT subjects.0.parent']],
    [
      'a parent below it',
      [embryo('x'), { name: 'v', level: 'video', parent: 'x' }],
      ['WRONG_LEVEL subjects.1.parent'],
    ],
    [
      'a frame twice',
      [{ ...embryo('x', 0), frames: [{ number: 1 }, { number: 1 }] }],
      ['DUPLICATE_FRAME subjects.0.frames'],
    ],
    [
      'a negative frame',
      [{ ...embryo('x', 0), frames: [{ number: -1 }] }],
      ['INVALID_FRAME subjects.0.frames'],
    ],
    [
      'a file that does not exist',
      [{ ...embryo('x', 0), frames: [{ number: 0, fileId: '99999' }] }],
      ['UNKNOWN_FILE subjects.0.frames'],
    ],
    [
      'metadata that is no object',
      [embryo('x', 1, { metadata: [1] })],
      ['INVALID_ARGUMENT subjects.0.metadata'],
    ],
  ])('with %s are refused as a whole', async (_what, subjects, problems) => {
    const { data } = await create(alice, { subjects: [...subjects, embryo('fine')] });
    expect(data.createSubjects.problems.map(({ code, place }) => `${code} ${place.parameter}`)).toEqual(
      problems,
    );
    expect((await read(alice, 'subjects { nodes { name } }')).data).toEqual({
      project: { subjects: { nodes: [] } },
    });
  });

  it('need either a list or files', async () => {
    const { data } = await create(alice, {});
    expect(data.createSubjects.problems).toMatchObject([{ code: 'INVALID_ARGUMENT' }]);
  });

  it('are made by editors only, and do not exist for others', async () => {
    expect((await create(viewer, { subjects: [embryo('x')] })).codes).toEqual(['FORBIDDEN']);
    expect((await create(stranger, { subjects: [embryo('x')] })).codes).toEqual(['NOT_FOUND']);
    const made = await create(alice, { subjects: [embryo('x')] });
    const id = made.data.createSubjects.subjects[0]?.id ?? '';
    const find = (client: Client, of: string) =>
      client.graphql('query ($id: ID!) { subject(id: $id) { name } }', { id: of });
    expect((await find(viewer, id)).data).toEqual({ subject: { name: 'x' } });
    expect((await find(stranger, id)).codes).toEqual(['NOT_FOUND']);
    expect((await find(alice, '99999')).codes).toEqual(['NOT_FOUND']);
  });
});

describe('landmarks and facts', () => {
  const change = (client: Client, mutation: string, input: object) =>
    client.graphql<Record<string, { problems: { code: string }[]; changeset: { id: string } | null }>>(
      `mutation ($input: ${mutation === 'setLandmark' ? 'SetLandmarkInput' : 'UpdateSubjectInput'}!) { ${mutation}(input: $input) {
         subject { metadata landmarks { name frameNumber isDerived } } changeset { id } problems { code } } }`,
      { input },
    );
  let id: string;
  beforeEach(async () => {
    const made = await create(alice, { subjects: [embryo('e1', 10)] });
    id = made.data.createSubjects.subjects[0]?.id ?? '';
  });

  it('are set by hand, taken away, and derived where a term makes them', async () => {
    const set = await change(alice, 'setLandmark', { subjectId: id, name: 'hatch', frameNumber: 2 });
    expect(set.data.setLandmark).toMatchObject({
      subject: { landmarks: [{ name: 'hatch', frameNumber: 2, isDerived: false }] },
      problems: [],
    });
    await change(alice, 'setLandmark', { subjectId: id, name: 'death', frameNumber: 3 });
    await alice.graphql(
      `mutation ($slug: String!) { assignAnnotations(input: { projectSlug: $slug, assignments: [
         { subject: "e1", kind: "phenotype", value: "DEAD", frames: "hatch+5:" }] }) { assigned failed } }`,
      { slug },
    );
    const { data } = await read(
      viewer,
      'subject(name: "e1") { landmarks { name frameNumber isDerived } selectFrames(spec: "death-2:death+1") { count of numbers warnings error { code } } }',
    );
    expect(data).toEqual({
      project: {
        subject: {
          landmarks: [
            { name: 'hatch', frameNumber: 2, isDerived: false },
            { name: 'death', frameNumber: 7, isDerived: true },
          ],
          selectFrames: { count: 3, of: 10, numbers: [5, 6, 7], warnings: [], error: null },
        },
      },
    });
    const gone = await change(alice, 'setLandmark', { subjectId: id, name: 'hatch', frameNumber: null });
    expect(gone.data.setLandmark).toMatchObject({ subject: { landmarks: [{ name: 'death' }] } });
    const again = await change(alice, 'setLandmark', { subjectId: id, name: 'hatch', frameNumber: null });
    expect(again.data.setLandmark).toMatchObject({ changeset: null, problems: [] });
  });

  it('say where a range is wrong', async () => {
    const { data } = await read(
      viewer,
      'subject(name: "e1") { selectFrames(spec: "[1:2") { count numbers error { code position } } }',
    );
    expect(data).toMatchObject({
      project: { subject: { selectFrames: { count: 0, numbers: [], error: { code: 'INVALID_SYNTAX' } } } },
    });
  });

  it('are replaced as a whole', async () => {
    const set = await change(alice, 'updateSubject', { subjectId: id, metadata: { line: 'AB', clutch: 3 } });
    expect(set.data.updateSubject).toMatchObject({
      subject: { metadata: { line: 'AB', clutch: 3 } },
      problems: [],
    });
    const same = await change(alice, 'updateSubject', { subjectId: id, metadata: { clutch: 3, line: 'AB' } });
    expect(same.data.updateSubject).toMatchObject({ changeset: null });
  });

  it.each([
    ['setLandmark', { name: 'hatch', frameNumber: 99 }, 'INVALID_LANDMARK'],
    ['setLandmark', { name: 'Hatch it', frameNumber: 1 }, 'INVALID_LANDMARK'],
    ['updateSubject', { metadata: 'x' }, 'INVALID_ARGUMENT'],
  ])('%s with %j is refused', async (mutation, input, code) => {
    const { data } = await change(alice, mutation, { subjectId: id, ...input });
    expect(data[mutation]?.problems).toEqual([{ code }]);
  });

  it.each(['setLandmark', 'updateSubject'])(
    '%s is for editors, and strangers have no such subject',
    async (mutation) => {
      const rest = mutation === 'setLandmark' ? { name: 'hatch', frameNumber: 1 } : { metadata: {} };
      expect((await change(viewer, mutation, { subjectId: id, ...rest })).codes).toEqual(['FORBIDDEN']);
      expect((await change(stranger, mutation, { subjectId: id, ...rest })).codes).toEqual(['NOT_FOUND']);
      expect((await change(alice, mutation, { subjectId: '99999', ...rest })).codes).toEqual(['NOT_FOUND']);
    },
  );
});
