import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, type Service, startTestService, useLink } from '../testing/service.js';

let service: Service;
let root: Client;

beforeAll(async () => {
  service = await startTestService();
  root = await service.signIn('root', 'administrator');
});
afterAll(() => service.stop());

interface UserPayload {
  readonly user: { readonly id: string; readonly email: string; readonly isAdministrator: boolean } | null;
  readonly signInUrl: string | null;
  readonly problems: readonly { readonly code: string }[];
}
const parts = '{ user { id email isAdministrator } signInUrl problems { code } }';
const createUser = async (input: object) => {
  const { data } = await root.graphql<{ createUser: UserPayload }>(
    `mutation ($input: CreateUserInput!) { createUser(input: $input) ${parts} }`,
    { input },
  );
  return data.createUser;
};
const tokenOf = (url: string | null) => new URL(url ?? '').searchParams.get('token') ?? '';

describe('createUser', () => {
  it('returns a link that signs the user in once', async () => {
    const { user, signInUrl, problems } = await createUser({ email: ' New@Example.org ', name: 'New' });
    expect([user?.email, user?.isAdministrator, problems]).toEqual(['new@example.org', false, []]);
    expect(signInUrl).toMatch(new RegExp(`^${service.origin}/sign-in\\?token=[\\w-]{43}$`));
    const cookie = await useLink(service.origin, tokenOf(signInUrl));
    const { data } = await service.client({ cookie }).graphql('{ me { user { email } hasPassword } }');
    expect(data).toEqual({ me: { user: { email: 'new@example.org' }, hasPassword: false } });
    expect(await useLink(service.origin, tokenOf(signInUrl))).toBe('');
    expect(await service.database.query('select verb from changeset order by id limit 2')).toContainEqual({
      verb: 'create_user',
    });
  });

  it.each([
    [{ email: 'new@example.org', name: 'Twice' }, 'EMAIL_TAKEN'],
    [{ email: 'nobody', name: 'N' }, 'INVALID_EMAIL'],
    [{ email: 'a b@example.org', name: 'N' }, 'INVALID_EMAIL'],
    [{ email: 'n@example.org', name: ' ' }, 'INVALID_NAME'],
  ])('refuses %j with %s', async (input, code) => {
    expect(await createUser(input)).toEqual({ user: null, signInUrl: null, problems: [{ code }] });
  });
});

describe('createSignInLink', () => {
  const createLink = (userId: string) =>
    root.graphql<{ createSignInLink: UserPayload }>(
      `mutation ($id: ID!) { createSignInLink(input: { userId: $id }) ${parts} }`,
      { id: userId },
    );

  it('makes a new link for a user, and none for nobody', async () => {
    const client = await service.signIn('linked');
    const { data } = await createLink(client.userId);
    expect(await useLink(service.origin, tokenOf(data.createSignInLink.signInUrl))).not.toBe('');
    const [change] = await service.database.query(
      `select verb, summary, actor_id from changeset where verb = 'create_sign_in_link' order by id desc limit 1`,
    );
    expect(change).toEqual({
      verb: 'create_sign_in_link',
      summary: 'Made a one-time sign-in link for linked@example.org.',
      actor_id: root.userId,
    });
    for (const id of ['999', 'x', '']) expect((await createLink(id)).codes).toEqual(['NOT_FOUND']);
  });
});

it('lists the users who may sign in', async () => {
  const { data } = await root.graphql<{ users: { email: string }[] }>('{ users { email } }');
  expect(data.users.map((user) => user.email)).toContain('root@example.org');
});
