import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, cookieOf, type Service, startTestService, useLink } from '../testing/service.js';

let service: Service;
let alice: Client;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
});
afterAll(() => service.stop());

const password = 'copper lantern orbit 42';
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${service.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const isSignedIn = async (cookie: string) =>
  (await service.client({ cookie }).graphql('{ me { user { id } } }')).codes.length === 0;
const setPassword = (client: Client, input: object) =>
  client.graphql<{ setPassword: { done: boolean; problems: { place: { parameter: string } }[] } }>(
    'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { done problems { code place { parameter } } } }',
    { input },
  );

describe('a new installation', () => {
  it('has nobody, lets nobody in, and gets its first administrator once', async () => {
    const fresh = await startTestService();
    try {
      for (const guess of ['admin', 'batchyard', '']) {
        const response = await fetch(`${fresh.origin}/auth/password`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email: 'admin@example.org', password: guess || ' ' }),
        });
        expect(response.status).toBe(401);
      }
      const made = await Promise.all(
        [1, 2, 3].map((n) =>
          fresh.persistence.users.createFirstAdministrator({ email: `r${n}@example.org`, name: 'R' }),
        ),
      );
      expect(made.filter((user) => user !== null)).toHaveLength(1);
      expect(await fresh.persistence.users.list()).toHaveLength(1);
    } finally {
      await fresh.stop();
    }
  });
});

describe('one-time links', () => {
  it('sign in once, with a cookie that scripts cannot read', async () => {
    const token = await service.persistence.signIns.createLink(alice.userId, 1);
    const first = await post('/auth/link', { token });
    expect(first.status).toBe(204);
    expect(first.headers.get('set-cookie')).toMatch(
      /^batchyard_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/,
    );
    expect(await isSignedIn(cookieOf(first))).toBe(true);
    const second = await post('/auth/link', { token });
    expect([second.status, await second.json()]).toMatchObject([401, { code: 'UNAUTHENTICATED' }]);
  });

  it('are used by one of many at once', async () => {
    const token = await service.persistence.signIns.createLink(alice.userId, 1);
    const statuses = await Promise.all(
      [1, 2, 3, 4].map(async () => (await post('/auth/link', { token })).status),
    );
    expect(statuses.sort()).toEqual([204, 401, 401, 401]);
  });

  it('expire, and are stored as hashes only', async () => {
    const token = await service.persistence.signIns.createLink(alice.userId, 1);
    const [row] = await service.database.query<{ hash: string }>(
      `select encode(token_hash, 'hex') as hash from sign_in_link order by id desc limit 1`,
    );
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    await service.database.query('update sign_in_link set expires_at = now() where used_at is null');
    expect((await post('/auth/link', { token })).status).toBe(401);
    expect((await post('/auth/link', { token: row?.hash })).status).toBe(401);
  });

  it.each([{}, { token: 1 }, { token: '' }, [], 'x'])('are refused as %j', async (body) => {
    expect((await post('/auth/link', body)).status).toBe(400);
  });
});

describe('passwords', () => {
  it('are set, used, changed; a change signs out everywhere else', async () => {
    const bob = await service.signIn('bob');
    const elsewhere = await service.session(bob.userId);
    expect((await setPassword(bob, { newPassword: password })).data.setPassword).toEqual({
      done: true,
      problems: [],
    });
    expect(await isSignedIn(elsewhere.headers.cookie ?? '')).toBe(false);
    expect(await isSignedIn(bob.headers.cookie ?? '')).toBe(true);

    const signedIn = await post('/auth/password', { email: ' Bob@Example.org', password });
    expect(signedIn.status).toBe(204);
    expect(await isSignedIn(cookieOf(signedIn))).toBe(true);

    const wrong = await setPassword(bob, { currentPassword: 'not it', newPassword: `${password}!` });
    expect(wrong.data.setPassword.problems[0]?.place.parameter).toBe('currentPassword');
    const right = await setPassword(bob, { currentPassword: password, newPassword: `${password}!` });
    expect(right.data.setPassword.done).toBe(true);
    expect(await isSignedIn(cookieOf(signedIn))).toBe(false);
    expect((await post('/auth/password', { email: 'bob@example.org', password })).status).toBe(401);
    const [stored] = await service.database.query<{ hash: string }>(
      `select password_hash as hash from app_user where email = 'bob@example.org'`,
    );
    expect(stored?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each(['short', 'aaaaaaaaaaaaaaaa', 'alice@example.org1', 'x'.repeat(201)])(
    'refuse %s',
    async (newPassword) => {
      const { data } = await setPassword(alice, { newPassword });
      expect(data.setPassword).toMatchObject({
        done: false,
        problems: [{ place: { parameter: 'newPassword' } }],
      });
    },
  );

  it('cannot be guessed: after five tries the account waits, whatever address they come from', async () => {
    const carol = await service.signIn('carol');
    await setPassword(carol, { newPassword: password });
    const tryOnce = (index: number, email: string) =>
      post('/auth/password', { email, password: `guess ${index}` }, { 'x-forwarded-for': `10.0.0.${index}` });
    for (const email of ['carol@example.org', 'nobody@example.org']) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => tryOnce(index, email)));
      const statuses = answers.map((answer) => answer.status);
      // Many at once count one after another: five pass, the sixth may pass before the first waiting time begins.
      expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(7);
      expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(13);
      expect(answers.find((answer) => answer.status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    // Even the right one has to wait now, as long as the account waits; a slow machine may have sat that out above.
    await service.database.query('update sign_in_failure set last_at = now(), failures = 20');
    expect((await post('/auth/password', { email: 'carol@example.org', password })).status).toBe(429);
    await service.database.query(`update sign_in_failure set last_at = now() - interval '1 hour'`);
    expect((await post('/auth/password', { email: 'carol@example.org', password })).status).toBe(204);
    expect(
      await service.database.query(`select 1 from sign_in_failure where email = 'carol@example.org'`),
    ).toEqual([]);
  });

  it('answer alike for an unknown address, a user without a password and a wrong password', async () => {
    const dave = await service.signIn('dave');
    await setPassword(dave, { newPassword: password });
    await service.signIn('erin');
    const answers = await Promise.all(
      ['unknown@example.org', 'erin@example.org', 'dave@example.org'].map(async (email) => {
        const response = await post('/auth/password', { email, password: 'wrong' });
        return [response.status, await response.text()];
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('sessions', () => {
  it('get a new secret at each sign-in; a planted or former one is worth nothing', async () => {
    const planted = 'batchyard_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const token = await service.persistence.signIns.createLink(alice.userId, 1);
    const first = await post('/auth/link', { token }, { cookie: planted });
    expect(cookieOf(first)).not.toBe(planted);
    expect(await isSignedIn(planted)).toBe(false);
    const again = await service.persistence.signIns.createLink(alice.userId, 1);
    const second = await post('/auth/link', { token: again }, { cookie: cookieOf(first) });
    expect(await isSignedIn(cookieOf(second))).toBe(true);
    expect(await isSignedIn(cookieOf(first))).toBe(false);
  });

  it('end at sign-out, at once', async () => {
    const cookie = await useLink(
      service.origin,
      await service.persistence.signIns.createLink(alice.userId, 1),
    );
    const response = await post('/auth/sign-out', {}, { cookie });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toMatch(/^batchyard_session=;/);
    expect(await isSignedIn(cookie)).toBe(false);
    expect((await post('/auth/sign-out', {})).status).toBe(204);
  });

  it('are listed and revoked by their owner only', async () => {
    const one = await service.session(alice.userId);
    const { data } = await one.graphql<{ me: { sessions: { id: string; isCurrent: boolean }[] } }>(
      '{ me { hasPassword sessions { id isCurrent userAgent } } }',
    );
    const current = data.me.sessions.filter((session) => session.isCurrent);
    expect(current).toHaveLength(1);
    const revoke = 'mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { done } }';
    const mallory = await service.signIn('mallory');
    expect((await mallory.graphql(revoke, { id: current[0]?.id })).codes).toEqual(['NOT_FOUND']);
    expect((await alice.graphql(revoke, { id: current[0]?.id })).data).toEqual({
      revokeSession: { done: true },
    });
    expect(await isSignedIn(one.headers.cookie ?? '')).toBe(false);
    expect((await alice.graphql(revoke, { id: current[0]?.id })).codes).toEqual(['NOT_FOUND']);
  });

  it('end with the account, and when they expire', async () => {
    const frank = await service.signIn('frank');
    await service.database.query('update app_user set disabled_at = now() where id = $1', [frank.userId]);
    expect(await isSignedIn(frank.headers.cookie ?? '')).toBe(false);
    const grace = await service.signIn('grace');
    await service.database.query('update session set expires_at = now() where user_id = $1', [grace.userId]);
    expect(await isSignedIn(grace.headers.cookie ?? '')).toBe(false);
  });
});

describe('access tokens', () => {
  const create = `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) {
    accessToken { id name prefix scope lastUsedAt } token problems { code place { parameter } } } }`;
  const createToken = async (input: object) => {
    const { data } = await alice.graphql<{
      createAccessToken: { accessToken: { id: string } | null; token: string | null; problems: object[] };
    }>(create, { input });
    return data.createAccessToken;
  };
  const bearer = (token: string | null) => service.client({ authorization: `Bearer ${token}` });

  it('work without a cookie until they are revoked; a token is shown once and stored as a hash', async () => {
    const made = await createToken({ name: 'ci', scope: 'write', expiresInDays: 30 });
    expect(made.token).toMatch(/^byt_[\w-]{43}$/);
    expect((await bearer(made.token).graphql('{ me { user { name } } }')).data).toEqual({
      me: { user: { name: 'alice' } },
    });
    expect(
      (
        await bearer(made.token).graphql(
          'mutation { createProject(input: { slug: "ci", name: "CI" }) { problems { code } } }',
        )
      ).data,
    ).toEqual({ createProject: { problems: [] } });
    const [change] = await service.database.query('select source from changeset order by id desc limit 1');
    expect(change).toEqual({ source: 'api' });
    const [row] = await service.database.query<{ text: string }>(
      'select access_token::text as text from access_token',
    );
    expect(row?.text).not.toContain(made.token?.slice(10));
    const revoke = 'mutation ($id: ID!) { revokeAccessToken(input: { accessTokenId: $id }) { done } }';
    const mallory = await service.signIn('mallory2');
    expect((await mallory.graphql(revoke, { id: made.accessToken?.id })).codes).toEqual(['NOT_FOUND']);
    expect((await alice.graphql(revoke, { id: made.accessToken?.id })).data).toEqual({
      revokeAccessToken: { done: true },
    });
    expect((await bearer(made.token).graphql('{ me { user { name } } }')).codes).toEqual(['UNAUTHENTICATED']);
    expect((await alice.graphql(revoke, { id: made.accessToken?.id })).codes).toEqual(['NOT_FOUND']);
  });

  it('with the scope read change nothing', async () => {
    const { token } = await createToken({ name: 'reader', scope: 'read', expiresInDays: 1 });
    const client = bearer(token);
    expect((await client.graphql('{ projects { slug } }')).codes).toEqual([]);
    const { codes } = await client.graphql(
      'mutation { createProject(input: { slug: "r", name: "R" }) { problems { code } } }',
    );
    expect(codes).toEqual(['FORBIDDEN']);
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.csv');
    expect((await client.fetch('/files/ci', { method: 'POST', body: form })).status).toBe(403);
  });

  it('cannot make themselves permanent', async () => {
    const { token } = await createToken({ name: 'short', scope: 'write', expiresInDays: 1 });
    const input = { name: 'long', scope: 'write', expiresInDays: 366 };
    expect((await bearer(token).graphql(create, { input })).codes).toEqual(['FORBIDDEN']);
    expect((await setPassword(bearer(token), { newPassword: password })).codes).toEqual(['FORBIDDEN']);
  });

  it('expire', async () => {
    const { token, accessToken } = await createToken({ name: 'old', scope: 'read', expiresInDays: 1 });
    await service.database.query('update access_token set expires_at = now() where id = $1', [
      accessToken?.id,
    ]);
    expect((await bearer(token).graphql('{ me { user { id } } }')).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('that are wrong are not made up for by a good cookie', async () => {
    const client = service.client({ ...alice.headers, authorization: 'Bearer byt_wrong' });
    expect((await client.graphql('{ me { user { id } } }')).codes).toEqual(['UNAUTHENTICATED']);
  });

  it.each([
    [{ name: ' ', scope: 'read', expiresInDays: 1 }, 'name'],
    [{ name: 'n', scope: 'read', expiresInDays: 0 }, 'expiresInDays'],
    [{ name: 'n', scope: 'read', expiresInDays: 4000 }, 'expiresInDays'],
  ])('are refused as %j', async (input, parameter) => {
    expect(await createToken(input)).toMatchObject({
      accessToken: null,
      token: null,
      problems: [{ place: { parameter } }],
    });
  });
});
