import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let administrator: Client;
let alice: Client;

beforeAll(async () => {
  service = await startTestService({ shares: new Map([['lab', '/nowhere']]) });
  [administrator, alice] = [await service.signIn('root', 'administrator'), await service.signIn('alice')];
  for (const slug of ['a', 'b']) await createProject(alice, slug);
});
afterAll(() => service.stop());

const change = (verb: 'grant' | 'revoke', input: object) =>
  administrator.graphql(
    `mutation ($input: ShareInput!) { ${verb}Share(input: $input) { share { name projects { slug } } problems { code } } }`,
    { input },
  );
const sharesOf = async (slug: string) =>
  (await alice.graphql<{ project: object }>(`{ project(slug: "${slug}") { shares } }`)).data.project;

it('may be read by no project until an administrator says so', async () => {
  expect(await sharesOf('a')).toEqual({ shares: [] });
  const { data } = await change('grant', { share: 'lab', projectSlug: 'a' });
  expect(data).toEqual({ grantShare: { share: { name: 'lab', projects: [{ slug: 'a' }] }, problems: [] } });
  expect([await sharesOf('a'), await sharesOf('b')]).toEqual([{ shares: ['lab'] }, { shares: [] }]);
  const listed = await administrator.graphql('{ shares { name projects { slug } } }');
  expect(listed.data).toEqual({ shares: [{ name: 'lab', projects: [{ slug: 'a' }] }] });
  await change('revoke', { share: 'lab', projectSlug: 'a' });
  expect(await sharesOf('a')).toEqual({ shares: [] });
});

it('must be one that the installation has, and the project there', async () => {
  expect((await change('grant', { share: 'none', projectSlug: 'a' })).data).toEqual({
    grantShare: { share: null, problems: [{ code: 'UNKNOWN_SHARE' }] },
  });
  expect((await change('grant', { share: 'lab', projectSlug: 'none' })).codes).toEqual(['NOT_FOUND']);
});
