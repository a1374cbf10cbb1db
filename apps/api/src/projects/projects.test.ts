import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, fillProject, runJob } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let bob: Client;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  bob = await service.signIn('bob');
  await createProject(alice, 'a');
});
afterAll(() => service.stop());

interface Payload {
  readonly project: object | null;
  readonly problems: readonly { readonly code: string }[];
}
const change = async (client: Client, mutation: string, input: object) => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, codes } = await client.graphql<{ result: Payload } | null>(
    `mutation ($input: ${type}!) { result: ${mutation}(input: $input) {
       project { slug name description myRole members { role user { email } } } problems { code } } }`,
    { input },
  );
  return { ...data?.result, codes };
};
const journal = async () => {
  const rows = await service.database.query<{ verb: string; summary: string }>(
    'select verb, summary from changeset order by id desc limit 1',
  );
  return rows[0];
};

describe('createProject', () => {
  it('makes its creator the maintainer', async () => {
    expect(
      await change(alice, 'createProject', { slug: 'one', name: ' One ', description: 'First' }),
    ).toEqual({
      project: {
        slug: 'one',
        name: 'One',
        description: 'First',
        myRole: 'maintainer',
        members: [{ role: 'maintainer', user: { email: 'alice@example.org' } }],
      },
      problems: [],
      codes: [],
    });
    expect(await journal()).toEqual({ verb: 'create_project', summary: 'Created the project One.' });
  });

  it.each([
    ['a', 'SLUG_TAKEN'],
    ['A', 'INVALID_SLUG'],
    ['-x', 'INVALID_SLUG'],
    ['x-', 'INVALID_SLUG'],
    ['a/b', 'INVALID_SLUG'],
    ['', 'INVALID_SLUG'],
    ['x'.repeat(65), 'INVALID_SLUG'],
  ])('refuses the name %j with %s', async (slug, code) => {
    expect(await change(bob, 'createProject', { slug, name: 'N' })).toMatchObject({
      project: null,
      problems: [{ code }],
    });
  });

  it('refuses an empty name', async () => {
    expect(await change(alice, 'createProject', { slug: 'n', name: ' ' })).toMatchObject({
      problems: [{ code: 'INVALID_NAME' }],
    });
  });
});

describe('updateProject', () => {
  it('changes what is given and keeps the rest', async () => {
    await change(alice, 'updateProject', { projectSlug: 'a', description: 'About a' });
    expect(await change(alice, 'updateProject', { projectSlug: 'a', name: 'New' })).toMatchObject({
      project: { name: 'New', description: 'About a' },
      problems: [],
    });
    expect(await journal()).toMatchObject({ verb: 'update_project' });
    expect(await change(alice, 'updateProject', { projectSlug: 'a', name: '' })).toMatchObject({
      project: null,
      problems: [{ code: 'INVALID_NAME' }],
    });
  });
});

describe('setProjectMember', () => {
  const set = (client: Client, email: string, role: string | null) =>
    change(client, 'setProjectMember', { projectSlug: 'a', email, role });

  it('adds, changes and removes members, by maintainers only', async () => {
    expect(await set(alice, ' BOB@example.org', 'editor')).toMatchObject({
      project: { members: [{ role: 'maintainer' }, { role: 'editor', user: { email: 'bob@example.org' } }] },
      problems: [],
    });
    expect((await set(bob, 'bob@example.org', 'maintainer')).codes).toEqual(['FORBIDDEN']);
    expect(await set(alice, 'bob@example.org', 'viewer')).toMatchObject({ problems: [] });
    expect(await journal()).toEqual({
      verb: 'set_project_member',
      summary: 'Made bob@example.org viewer of the project.',
    });
    expect(await set(alice, 'bob@example.org', null)).toMatchObject({
      project: { members: [{ role: 'maintainer' }] },
      problems: [],
    });
    expect((await set(bob, 'bob@example.org', 'viewer')).codes).toEqual(['NOT_FOUND']);
  });

  it('knows users only, and keeps a maintainer', async () => {
    expect(await set(alice, 'nobody@example.org', 'viewer')).toMatchObject({
      problems: [{ code: 'UNKNOWN_USER' }],
    });
    for (const role of ['viewer', null]) {
      expect(await set(alice, 'alice@example.org', role)).toMatchObject({
        problems: [{ code: 'LAST_MAINTAINER' }],
      });
    }
  });

  it('lets a maintainer leave to another one', async () => {
    await set(alice, 'bob@example.org', 'maintainer');
    expect(await set(bob, 'bob@example.org', null)).toMatchObject({ project: null, problems: [], codes: [] });
  });

  it('leaves one of two who remove each other at once', async () => {
    await set(alice, 'bob@example.org', 'maintainer');
    await Promise.all([set(alice, 'bob@example.org', null), set(bob, 'alice@example.org', null)]);
    const left = await service.database.query<{ n: number }>(
      `select count(*)::int as n from project_member m join project p on p.id = m.project_id where slug = 'a' and role = 'maintainer'`,
    );
    expect(left[0]?.n).toBe(1);
  });
});

describe('a project', () => {
  it('shows its activity, lists and pages', async () => {
    const project = await fillProject(alice, 'busy');
    await runJob(service, project.jobIds[0] ?? '', { outcome: 'failed' });
    await service.database.query(`update job set state = 'queued', queued_at = now() where id = $1`, [
      project.jobIds[1],
    ]);
    await service.persistence.jobs.start(project.jobIds[1] ?? '', 'test', 60_000);
    const { data, codes } = await alice.graphql(
      `{ project(slug: "busy") {
         activity { runningJobs waitingJobs activeBatches failedJobsLastDay }
         batches(filter: { states: [running] }) { nodes { name running { position } } }
         none: batches(filter: { states: [succeeded] }) { nodes { name } }
         designs { nodes { name cellCount } } files { nodes { name sizeBytes } }
         jobs { nodes { position state } }
         some: jobs(first: 1, filter: { states: [waiting, failed] }) { nodes { position } pageInfo { hasNextPage } }
       } workers { id runningJobs isAlive } }`,
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({
      project: {
        activity: { runningJobs: 1, waitingJobs: 1, activeBatches: 1, failedJobsLastDay: 1 },
        batches: { nodes: [{ name: 'Weights', running: [{ position: 1 }] }] },
        none: { nodes: [] },
        designs: { nodes: [{ name: 'Weights', cellCount: 3 }] },
        files: { nodes: [{ name: 'walk.csv', sizeBytes: expect.any(Number) }] },
        jobs: {
          nodes: [
            { position: 2, state: 'waiting' },
            { position: 1, state: 'running' },
            { position: 0, state: 'failed' },
          ],
        },
        some: { nodes: [{ position: 2 }], pageInfo: { hasNextPage: true } },
      },
      workers: [{ id: 'test', runningJobs: 1, isAlive: true }],
    });
  });
});
