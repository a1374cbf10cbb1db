import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createProject,
  endJob,
  fillProject,
  jobIdsOf,
  runJob,
  specOf,
  startBatch,
  startJob,
} from '../testing/project.js';
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
  await addEmbryos(slug, ['e1', 'e2']);
});
afterAll(() => service.stop());

async function addEmbryos(of: string, names: readonly string[]): Promise<void> {
  const frames = Array.from({ length: 10 }, (_, number) => ({ number }));
  const subjects = names.map((name) => ({ name, level: 'embryo', frames }));
  const { text } = await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    { input: { projectSlug: of, subjects } },
  );
  expect(text).toContain('"problems":[]');
}

interface Assigned {
  readonly assignAnnotations: {
    readonly changeset: { readonly id: string } | null;
    readonly outcomes: { readonly index: number; readonly status: string; readonly code: string | null }[];
    readonly assigned: number;
    readonly failed: number;
    readonly problems: { readonly code: string }[];
  };
}
const assign = (client: Client, assignments: object[], rest: object = {}) =>
  client.graphql<Assigned>(
    `mutation ($input: AssignAnnotationsInput!) { assignAnnotations(input: $input) { changeset { id verb summary undoable actor { name } }
       outcomes { index status frames skippedFrames code message } assigned skipped failed problems { code message } } }`,
    { input: { projectSlug: slug, assignments, ...rest } },
  );
const edema = (frames: string, rest: object = {}) => ({
  subject: 'e1',
  kind: 'phenotype',
  value: 'EDEMA',
  frames,
  ...rest,
});

interface Said {
  readonly id: string;
  readonly value: string;
  readonly isOnOlderResult: boolean;
  readonly newerArtifact: { readonly sha256: string } | null;
  readonly author: { readonly id: string };
}
async function said(name = 'e1', args = '', of = slug): Promise<Said[]> {
  const { data, text } = await viewerOf(of).graphql<{ project: { subject: { annotations: Said[] } } }>(
    `query ($slug: String!, $name: String!) { project(slug: $slug) { subject(name: $name) { annotations${args} {
       id kind value frames { first last } confidence severity note detail author { id kind name user { name } } subject { name }
       isOnOlderResult newerArtifact { sha256 } job { id } artifactPath changeset { verb } endedBy { verb } } } } }`,
    { slug: of, name },
  );
  if (!data) throw new Error(text);
  return data.project.subject.annotations;
}
const viewerOf = (of: string) => (of === slug ? viewer : alice);

describe('assignAnnotations', () => {
  it('assigns, and everybody reads it with its author', async () => {
    const detail = { confirmed: true, zygosity: 'homozygous' };
    const { data } = await assign(alice, [
      edema('[2:5]', { confidence: 0.7, note: 'mild' }),
      { subject: 'e2', kind: 'genotype', value: 'lmx1b', detail },
      { subject: 'e1', kind: 'flag', value: 'MOTION_BLUR', frames: 'last', severity: 'error' },
    ]);
    expect(data.assignAnnotations).toMatchObject({
      changeset: { verb: 'assign_annotations', undoable: true, actor: { name: 'alice' } },
      assigned: 3,
      problems: [],
    });
    expect(await said()).toMatchObject([
      {
        kind: 'phenotype',
        value: 'EDEMA',
        frames: [{ first: 2, last: 4 }],
        confidence: 0.7,
        severity: null,
        note: 'mild',
        author: { kind: 'person', name: 'alice', user: { name: 'alice' } },
        subject: { name: 'e1' },
        isOnOlderResult: false,
        newerArtifact: null,
        job: null,
        changeset: { verb: 'assign_annotations' },
        endedBy: null,
      },
      { kind: 'flag', value: 'MOTION_BLUR', frames: [{ first: 9, last: 9 }], severity: 'error' },
    ]);
    expect(await said('e2')).toMatchObject([{ value: 'lmx1b', frames: null, detail }]);
  });

  it('says of each entry what became of it, and writes nothing when one fails', async () => {
    const { data } = await assign(alice, [edema('all'), edema('[1:2'), { ...edema('all'), subject: 'e9' }]);
    expect(data.assignAnnotations).toMatchObject({
      changeset: null,
      assigned: 1,
      failed: 2,
      problems: [{ code: 'NOTHING_ASSIGNED' }],
    });
    expect(data.assignAnnotations.outcomes.map(({ code }) => code)).toEqual([
      null,
      'INVALID_RANGE',
      'UNKNOWN_SUBJECT',
    ]);
    expect(await said()).toEqual([]);
    const valid = await assign(alice, [edema('all'), edema('[1:2')], { mode: 'valid_only' });
    expect(valid.data.assignAnnotations).toMatchObject({ assigned: 1, failed: 1, problems: [] });
    expect(await said()).toMatchObject([{ value: 'EDEMA' }]);
  });

  it('plans without writing, ends nothing without overwrite, and keeps what was ended', async () => {
    const plan = await assign(alice, [edema('all')], { plan: true });
    expect(plan.data.assignAnnotations).toMatchObject({ changeset: null, assigned: 1, problems: [] });
    expect(await said()).toEqual([]);
    await assign(alice, [{ subject: 'e1', kind: 'genotype', value: 'WT' }]);
    const second = { subject: 'e1', kind: 'genotype', value: 'shh' };
    const refused = await assign(alice, [second]);
    expect(refused.data.assignAnnotations.outcomes).toMatchObject([{ code: 'ONE_PER_SUBJECT' }]);
    expect(refused.text).toContain('already set to WT');
    await assign(alice, [second], { overwrite: true });
    expect(await said('e1', '(includeEnded: true)')).toMatchObject([
      { value: 'WT', endedBy: { verb: 'assign_annotations' } },
      { value: 'shh', endedBy: null },
    ]);
  });

  it.each([
    ['nothing at all', [], {}, 'INVALID_ARGUMENT'],
    ['more than 5,000 entries', Array.from({ length: 5001 }, () => edema('all')), {}, 'INVALID_ARGUMENT'],
    ['an artifact without its job', [edema('all')], { artifactSha256: 'a'.repeat(64) }, 'INVALID_ARGUMENT'],
    ['a job of nobody', [edema('all')], { jobId: '999999' }, 'UNKNOWN_RESULT'],
  ])('of %s is refused', async (_what, assignments, rest, code) => {
    const { data } = await assign(alice, assignments, rest);
    expect(data.assignAnnotations.problems).toMatchObject([{ code }]);
  });

  it('is for editors, and strangers have no such project', async () => {
    expect((await assign(viewer, [edema('all')])).codes).toEqual(['FORBIDDEN']);
    expect((await assign(stranger, [edema('all')])).codes).toEqual(['NOT_FOUND']);
    expect((await assign(alice, [edema('all')], { projectSlug: 'nowhere' })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('agreement', () => {
  const query = `query ($input: AgreementInput!) { agreement(input: $input) { kappa n agreed table { values counts } interval { low high } } }`;
  it('of two people is counted over the frames that both judged', async () => {
    await service.addMember(slug, stranger, 'editor');
    await assign(alice, [edema('[0:6]'), { ...edema('[6:]'), value: 'TBD' }]);
    await assign(stranger, [edema('[0:5]'), { ...edema('[5:9]'), value: 'TBD' }]);
    const { data } = await viewer.graphql<{ project: { annotators: { id: string; name: string }[] } }>(
      'query ($slug: String!) { project(slug: $slug) { annotators { id kind name } } }',
      { slug },
    );
    const [a, b] = data.project.annotators;
    expect([a?.name, b?.name]).toEqual(['alice', 'stranger']);
    const input = { projectSlug: slug, kind: 'phenotype', authorA: a?.id, authorB: b?.id };
    // Of 10 frames 8 are called alike; by chance (6·5 + 4·4) / 100 of them would be. Of one the second says nothing.
    const kappa = (8 / 10 - 46 / 100) / (1 - 46 / 100);
    expect((await viewer.graphql(query, { input })).data).toMatchObject({
      agreement: {
        kappa: expect.closeTo(kappa, 10),
        n: 10,
        agreed: 8,
        table: {
          values: ['EDEMA', 'NONE', 'TBD'],
          counts: [
            [5, 0, 1],
            [0, 0, 0],
            [0, 1, 3],
          ],
        },
      },
    });
    const none = await viewer.graphql(query, { input: { ...input, level: 'video' } });
    expect(none.data).toMatchObject({ agreement: { kappa: null, n: 0 } });
    const unknown = await viewer.graphql(query, { input: { ...input, authorB: '99999' } });
    expect(unknown.codes).toEqual(['NOT_FOUND']);
    await service.addMember(slug, viewer, 'viewer');
    await service.database.query('delete from project_member where user_id = $1', [stranger.userId]);
    expect((await stranger.graphql(query, { input })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('results that are computed anew', () => {
  const resolve = (client: Client, annotationIds: string[], decision: string) =>
    client.graphql<{ resolveOlderResult: { annotations: Said[]; problems: { code: string }[] } }>(
      `mutation ($input: ResolveOlderResultInput!) { resolveOlderResult(input: $input) {
         changeset { verb } annotations { value isOnOlderResult endedBy { verb } } problems { code } } }`,
      { input: { annotationIds, decision } },
    );

  it('mark exactly the annotations that were made on them, which are then kept, made anew or dropped', async () => {
    const of = `rerun-${slug}`;
    const project = await fillProject(alice, of, [100, 500]);
    await addEmbryos(of, ['e1']);
    const [first = '', second = ''] = project.jobIds;
    for (const id of [first, second])
      await runJob(service, id, { outcome: 'succeeded', artifact: `<svg ${id}/>` });
    const shaOf = async (id: string) => {
      const [row] = await service.database.query<{ sha256: string }>(
        'select sha256 from artifact where job_id = $1',
        [id],
      );
      return row?.sha256 ?? '';
    };
    const on = async (jobId: string, value: string, frames: string) => {
      const { data } = await assign(alice, [edema(frames, { value })], {
        projectSlug: of,
        jobId,
        artifactSha256: await shaOf(jobId),
      });
      expect(data.assignAnnotations.problems).toEqual([]);
    };
    await on(first, 'EDEMA', '[0:2]');
    await on(first, 'TBD', '[2:4]');
    await on(first, 'HEART_DEFECT', '[4:6]');
    await on(second, 'BODY_AXIS', '[6:8]');
    await assign(alice, [edema('last', { value: 'NORMAL' })], { projectSlug: of });
    const older = async () =>
      (await said('e1', '', of)).filter(({ isOnOlderResult }) => isOnOlderResult).map(({ value }) => value);
    expect(await older()).toEqual([]);

    // The same cells in a newer batch: one with other contents, one with equal contents.
    const spec = specOf(project.fileId, [100, 500]);
    const rerun = await jobIdsOf(alice, await startBatch(alice, of, { spec, options: { reuse: false } }));
    expect(await older()).toEqual([]);
    await runJob(service, rerun[0] ?? '', { outcome: 'succeeded', artifact: '<svg other/>' });
    await runJob(service, rerun[1] ?? '', { outcome: 'succeeded', artifact: `<svg ${second}/>` });
    expect(await older()).toEqual(['EDEMA', 'TBD', 'HEART_DEFECT']);

    const ids = Object.fromEntries((await said('e1', '', of)).map(({ value, id }) => [value, id]));
    const kept = await resolve(alice, [ids.EDEMA ?? ''], 'keep');
    expect(kept.data.resolveOlderResult).toMatchObject({
      changeset: { verb: 'resolve_older_result' },
      annotations: [{ value: 'EDEMA', isOnOlderResult: false, endedBy: null }],
    });
    const redone = await resolve(alice, [ids.TBD ?? ''], 'redo');
    expect(redone.data.resolveOlderResult.annotations).toMatchObject([
      { value: 'TBD', endedBy: { verb: 'resolve_older_result' } },
    ]);
    const toRedo = async () => {
      const { data } = await alice.graphql<{ project: { subjects: { nodes: { name: string }[] } } }>(
        'query ($of: String!) { project(slug: $of) { subjects(filter: { toRedo: true }) { nodes { name } } } }',
        { of },
      );
      return data.project.subjects.nodes.map(({ name }) => name);
    };
    expect(await toRedo()).toEqual(['e1']);
    await resolve(alice, [ids.HEART_DEFECT ?? ''], 'drop');
    expect(await older()).toEqual([]);
    expect((await said('e1', '', of)).map(({ value }) => value).sort()).toEqual([
      'BODY_AXIS',
      'EDEMA',
      'NORMAL',
    ]);
    expect(await toRedo()).toEqual(['e1']);
    await assign(alice, [edema('[2:4]', { value: 'TBD' })], { projectSlug: of });
    expect(await toRedo()).toEqual([]);
    const none = await resolve(alice, [ids.BODY_AXIS ?? ''], 'drop');
    expect(none.data.resolveOlderResult.problems).toEqual([{ code: 'NOT_ON_OLDER_RESULT' }]);
  });

  it('by a retry of the same job mark them as well', async () => {
    const of = `retry-${slug}`;
    const project = await fillProject(alice, of, [100]);
    await addEmbryos(of, ['e1']);
    const jobId = project.jobIds[0] ?? '';
    await endJob(service, await startJob(service, jobId), { outcome: 'failed', artifact: '<svg half/>' });
    const [half] = await service.database.query<{ sha256: string }>(
      'select sha256 from artifact where job_id = $1',
      [jobId],
    );
    await assign(alice, [edema('all')], { projectSlug: of, jobId, artifactSha256: half?.sha256 });
    expect(await said('e1', '', of)).toMatchObject([{ isOnOlderResult: false, job: { id: jobId } }]);
    await alice.graphql('mutation ($id: ID!) { retryJob(input: { jobId: $id }) { problems { code } } }', {
      id: jobId,
    });
    await runJob(service, jobId, { outcome: 'succeeded', artifact: '<svg whole/>' });
    expect(await said('e1', '', of)).toMatchObject([
      { isOnOlderResult: true, artifactPath: 'figures/track.svg' },
    ]);
  });

  it('are decided by editors only, and of annotations that exist', async () => {
    await assign(alice, [edema('all')]);
    const [one] = await said();
    expect((await resolve(viewer, [one?.id ?? ''], 'drop')).codes).toEqual(['FORBIDDEN']);
    expect((await resolve(stranger, [one?.id ?? ''], 'drop')).codes).toEqual(['NOT_FOUND']);
    expect((await resolve(alice, ['999999'], 'drop')).codes).toEqual(['NOT_FOUND']);
    expect((await resolve(alice, [], 'drop')).codes).toEqual(['NOT_FOUND']);
    const many = Array.from({ length: 501 }, (_, n) => String(n + 1)).concat(one?.id ?? '');
    expect((await resolve(alice, [one?.id ?? '', ...many], 'drop')).data.resolveOlderResult.problems).toEqual(
      [{ code: 'TOO_MANY' }],
    );
  });
});

describe('undoChangeset', () => {
  const undo = (client: Client, id: string) =>
    client.graphql<{
      undoChangeset: {
        changeset: { id: string } | null;
        editedSince: object[];
        problems: { code: string }[];
      };
    }>(
      `mutation ($id: ID!) { undoChangeset(input: { id: $id }) { changeset { id verb summary undoable }
         editedSince { entity name reason } problems { code } } }`,
      { id },
    );

  it('undoes, says so in the journal, and can be undone', async () => {
    const made = await assign(alice, [edema('all')]);
    const id = made.data.assignAnnotations.changeset?.id ?? '';
    const undone = await undo(alice, id);
    expect(undone.data.undoChangeset).toMatchObject({
      changeset: { verb: 'undo', summary: 'Undid: Made 1 annotation on 10 frames.', undoable: true },
      editedSince: [],
      problems: [],
    });
    expect(await said()).toEqual([]);
    const journal = await viewer.graphql(
      'query ($slug: String!) { project(slug: $slug) { changesets(first: 2) { nodes { verb counts undoable actor { name } undoneBy { verb } } pageInfo { hasNextPage } } } }',
      { slug },
    );
    expect(journal.data).toEqual({
      project: {
        changesets: {
          nodes: [
            { verb: 'undo', counts: {}, undoable: true, actor: { name: 'alice' }, undoneBy: null },
            {
              verb: 'assign_annotations',
              counts: { assigned: 1, skipped: 0, failed: 0, frames: 10 },
              undoable: false,
              actor: { name: 'alice' },
              undoneBy: { verb: 'undo' },
            },
          ],
          pageInfo: { hasNextPage: true },
        },
      },
    });
    expect((await undo(alice, id)).data.undoChangeset.problems).toEqual([{ code: 'ALREADY_UNDONE' }]);
    await undo(alice, undone.data.undoChangeset.changeset?.id ?? '');
    expect(await said()).toMatchObject([{ value: 'EDEMA' }]);
  });

  it('lists what a change wrote, with before and after, page by page', async () => {
    type Things = {
      changeset: {
        things: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
      };
    };
    const things = async (client: Client, id: string, page: object = {}) =>
      client.graphql<Things>(
        `query ($id: ID!, $first: Int, $after: String) { changeset(id: $id) { things(first: $first, after: $after) {
           nodes { entity name before after } pageInfo { hasNextPage endCursor } } } }`,
        { id, ...page },
      );
    const idOf = (made: Awaited<ReturnType<typeof assign>>) =>
      made.data.assignAnnotations.changeset?.id ?? '';
    const first = idOf(await assign(alice, [edema('all')]));
    const cut = idOf(await assign(alice, [edema('[2:4]', { remove: true })]));
    const all = { value: 'EDEMA', frames: '0-9' };
    expect((await things(viewer, first)).data.changeset.things.nodes).toMatchObject([
      { entity: 'annotation', name: 'e1 phenotype', before: null, after: all },
    ]);
    const rest = (await things(viewer, cut)).data.changeset.things.nodes;
    expect(rest).toMatchObject([{ name: 'e1 phenotype', before: all, after: { value: 'EDEMA' } }]);
    const back = await undo(alice, cut);
    const undoId = back.data.undoChangeset.changeset?.id ?? '';
    const page = (await things(viewer, undoId, { first: 1 })).data.changeset.things;
    expect(page).toMatchObject({
      nodes: [{ before: { value: 'EDEMA' }, after: null }],
      pageInfo: { hasNextPage: true },
    });
    const next = await things(viewer, undoId, { first: 1, after: page.pageInfo.endCursor });
    expect(next.data.changeset.things.nodes).toMatchObject([{ before: null, after: all }]);
    // What an undone change wrote is still told.
    expect((await things(viewer, cut)).data.changeset.things.nodes).toEqual(rest);
    expect((await things(stranger, first)).codes).toEqual(['NOT_FOUND']);
  });

  it('names what was edited since and does nothing', async () => {
    const made = await assign(alice, [edema('all')]);
    await assign(alice, [edema('[2:4]', { remove: true })]);
    const { data } = await undo(alice, made.data.assignAnnotations.changeset?.id ?? '');
    expect(data.undoChangeset).toMatchObject({
      changeset: null,
      editedSince: [{ entity: 'annotation', name: 'phenotype EDEMA of e1' }],
    });
  });

  it('is for editors, and strangers have no such change', async () => {
    const made = await assign(alice, [edema('all')]);
    const id = made.data.assignAnnotations.changeset?.id ?? '';
    expect((await undo(viewer, id)).codes).toEqual(['FORBIDDEN']);
    expect((await undo(stranger, id)).codes).toEqual(['NOT_FOUND']);
    expect((await undo(alice, '999999')).codes).toEqual(['NOT_FOUND']);
    expect(await said()).toHaveLength(1);
  });
});
