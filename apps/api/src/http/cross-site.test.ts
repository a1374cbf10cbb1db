/** What another site can make a browser send with a person's cookie, and other names for this machine. */
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';
import { originPolicy } from './origin-policy.js';

let service: Service;
let alice: Client;
let cookie: string;

beforeAll(async () => {
  service = await startTestService({
    publicUrl: 'https://lab.example.org',
    allowedHosts: ['other.example.org'],
  });
  alice = await service.signIn('alice');
  cookie = alice.headers.cookie ?? '';
  await createProject(alice, 'a');
});
afterAll(() => service.stop());

interface Sent {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly method?: string;
}

/** `fetch` does not let us set Host, Origin and Sec-Fetch headers. */
function send({
  path,
  headers,
  body = '',
  method = 'POST',
}: Sent): Promise<{ status: number; text: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(service.origin);
    const request = http.request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const own = { 'x-batchyard-request': '1' };
const mutation = JSON.stringify({
  query: 'mutation { createProject(input: { slug: "stolen", name: "S" }) { problems { code } } }',
});
const projects = () => service.database.query('select 1 from project');
const sameHost = () => ({ origin: service.origin });

describe('requests from a page of another site', () => {
  const multipart =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\nx\r\n--b--\r\n';
  const attacks: [string, () => Sent][] = [
    [
      'a form with text/plain',
      () => ({ path: '/graphql', headers: { 'content-type': 'text/plain' }, body: mutation }),
    ],
    ['a form without content type', () => ({ path: '/graphql', headers: {}, body: mutation })],
    [
      'a urlencoded form',
      () => ({
        path: '/graphql',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'query=mutation',
      }),
    ],
    [
      'json with a foreign origin',
      () => ({ path: '/graphql', headers: { ...json, origin: 'https://evil.test' }, body: mutation }),
    ],
    [
      'json with the origin null',
      () => ({ path: '/graphql', headers: { ...json, origin: 'null' }, body: mutation }),
    ],
    [
      'even with our header, from a foreign origin',
      () => ({ path: '/graphql', headers: { ...json, ...own, origin: 'https://evil.test' }, body: mutation }),
    ],
    [
      'an origin that only begins alike',
      () => ({
        path: '/graphql',
        headers: { ...json, origin: 'https://lab.example.org.evil.test' },
        body: mutation,
      }),
    ],
    [
      'sec-fetch-site: cross-site',
      () => ({ path: '/graphql', headers: { ...json, 'sec-fetch-site': 'cross-site' }, body: mutation }),
    ],
    [
      'sec-fetch-site: same-site, another port or subdomain',
      () => ({
        path: '/graphql',
        headers: { ...json, ...own, 'sec-fetch-site': 'same-site' },
        body: mutation,
      }),
    ],
    [
      'an upload form',
      () => ({
        path: '/files/a',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: multipart,
      }),
    ],
    [
      'an upload form with a foreign origin and our header',
      () => ({
        path: '/files/a',
        headers: { ...own, origin: 'https://evil.test', 'content-type': 'multipart/form-data; boundary=b' },
        body: multipart,
      }),
    ],
    [
      'a sign-out form',
      () => ({
        path: '/auth/sign-out',
        headers: { 'content-type': 'text/plain', origin: 'https://evil.test' },
      }),
    ],
    [
      'a sign-in as somebody else',
      () => ({ path: '/auth/link', headers: { ...json, origin: 'https://evil.test' }, body: '{}' }),
    ],
  ];
  it.each(attacks)('%s is refused', async (_name, attack) => {
    const before = await projects();
    const sent = attack();
    const { status } = await send({ ...sent, headers: { cookie, ...sent.headers } });
    expect([400, 403]).toContain(status);
    expect(await projects()).toEqual(before);
    expect(await service.database.query('select 1 from file')).toEqual([]);
    expect((await alice.graphql('{ me { user { id } } }')).codes).toEqual([]);
  });

  it('a GET with a query is refused, and one with a mutation all the more', async () => {
    for (const query of [
      '{me{user{id}}}',
      'mutation{createProject(input:{slug:"g",name:"G"}){problems{code}}}',
    ]) {
      const path = `/graphql?query=${encodeURIComponent(query)}`;
      const { status } = await send({ path, method: 'GET', headers: { cookie } });
      expect(status).toBe(400);
    }
    expect(await projects()).toHaveLength(1);
  });
});

describe('requests from our own pages and programs', () => {
  const read = JSON.stringify({ query: '{ me { user { name } } }' });
  const good: [string, () => Record<string, string>][] = [
    ['the origin of the public address', () => ({ cookie, origin: 'https://lab.example.org' })],
    ['the origin of the host', () => ({ cookie, ...sameHost() })],
    ['sec-fetch-site: same-origin', () => ({ cookie, 'sec-fetch-site': 'same-origin' })],
    ['a program without an origin', () => ({ cookie })],
  ];
  it.each(good)('%s is served', async (_name, headers) => {
    const { status, text } = await send({ path: '/graphql', headers: { ...json, ...headers() }, body: read });
    expect([status, text]).toEqual([200, '{"data":{"me":{"user":{"name":"alice"}}}}\n']);
  });

  it('the cookie is for https only where the public address is https', async () => {
    const token = await service.persistence.signIns.createLink(alice.userId, 1);
    const { headers } = await send({ path: '/auth/link', headers: json, body: JSON.stringify({ token }) });
    expect(headers['set-cookie']?.[0]).toMatch(/Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe('names', () => {
  const paths = ['/health', '/graphql', '/files/1/content', '/auth/link', '/nothing'];
  it.each(['evil.test', 'evil.test:80', 'localhost.evil.test', '127.0.0.1.evil.test', '169.254.169.254'])(
    '%s is not ours',
    async (host) => {
      for (const path of paths)
        expect((await send({ path, method: 'GET', headers: { host } })).status).toBe(421);
    },
  );

  it.each(['localhost:1', '127.0.0.1', '[::1]:9', 'LAB.example.org', 'other.example.org:8080'])(
    '%s is ours',
    async (host) => {
      expect((await send({ path: '/health', method: 'GET', headers: { host } })).status).toBe(200);
    },
  );

  it('a forwarded name counts for nothing', async () => {
    const headers = { host: 'evil.test', 'x-forwarded-host': 'localhost' };
    expect((await send({ path: '/health', method: 'GET', headers })).status).toBe(421);
  });

  it('an IPv6 address to listen on is a name too', () => {
    const policy = originPolicy({ host: 'fd00::1', publicUrl: undefined, allowedHosts: [] });
    expect([policy.isAllowedHost('[fd00::1]:4000'), policy.isAllowedHost('[fd00::2]:4000')]).toEqual([
      true,
      false,
    ]);
  });
});

it('says nothing of the inside when the database is away', async () => {
  await service.database.query('alter table session rename to gone');
  try {
    const silent = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const { status, text } = await send({ path: '/health', method: 'GET', headers: { cookie } });
    silent.mockRestore();
    expect([status, JSON.parse(text)]).toMatchObject([503, { code: 'INTERNAL_SERVER_ERROR' }]);
    expect(text).not.toContain('relation');
  } finally {
    await service.database.query('alter table gone rename to session');
  }
});

it('answers errors of routes as JSON without inner details', async () => {
  const { status, text } = await send({ path: '/auth/link', headers: json, body: '{"token":' });
  expect(status).toBe(400);
  expect(text).not.toContain('node_modules');
  expect((await send({ path: '/nothing', method: 'GET', headers: {} })).status).toBe(404);
});
