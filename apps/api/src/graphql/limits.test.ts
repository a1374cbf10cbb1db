import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import pg from 'pg';
import { fillProject, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';
import { limitError, limits } from './limits.js';

let service: Service;
let alice: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  project = await fillProject(
    alice,
    'a',
    Array.from({ length: 60 }, (_, index) => index + 1),
  );
});
afterAll(() => service.stop());

/** How many statements the service's connections run meanwhile. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

describe('abuse', () => {
  const deep = (levels: number) => {
    const open = 'project { batches(first: 1) { nodes { '.repeat(levels);
    return `{ job(id: "1") { ${open} id ${'} } } '.repeat(levels)} } }`;
  };
  const cases: [string, string, object?][] = [
    ['nesting', deep(6)],
    [
      'aliases of one mutation',
      `mutation { ${Array.from({ length: 21 }, (_, n) => `m${n}: revokeSession(input: { sessionId: "1" }) { done }`).join(' ')} }`,
    ],
    [
      'many fields',
      `{ ${'me { user { id name email } } '.repeat(20)} projects { ${Array.from({ length: 1600 }, (_, n) => `f${n}: id`).join(' ')} } }`,
    ],
    [
      'too many objects',
      '{ projects { batches(first: 500) { nodes { jobs(first: 500) { nodes { id } } } } } }',
    ],
    [
      'too many objects by variables',
      'query ($n: Int) { projects { batches(first: $n) { nodes { jobs(first: $n) { nodes { id } } } } } }',
      { n: 500 },
    ],
    [
      'fragments that grow exponentially',
      `{ projects { ...f0 } } ${Array.from({ length: 18 }, (_, n) => `fragment f${n} on Project { a${n}: id ...f${n + 1} b${n}: id ...f${n + 1} }`).join(' ')} fragment f18 on Project { id }`,
    ],
    ['a fragment cycle', '{ projects { ...f } } fragment f on Project { members { user { id } } ...f }'],
    ['a page of 501', '{ project(slug: "a") { jobs(first: 501) { nodes { id } } } }'],
    ['a page of 0', '{ project(slug: "a") { jobs(first: 0) { nodes { id } } } }'],
    ['a page of 1e9', '{ project(slug: "a") { jobs(first: 1000000000) { nodes { id } } } }'],
    ['no such field', '{ nothing }'],
    ['no query', '{'],
    ['too many tokens', `{ me { user { ${'id '.repeat(9000)} } } }`],
    ['a variable of another type', 'query ($id: ID!) { batch(id: $id) { id } }', { id: { a: [] } }],
    ['a missing variable', 'query ($id: ID!) { batch(id: $id) { id } }'],
    [
      'an unknown field of an input',
      'mutation { createProject(input: { slug: "x", name: "X", isAdministrator: true }) { problems { code } } }',
    ],
    [
      'a prototype in JSON',
      'mutation ($spec: JSON) { createDesign(input: { projectSlug: "a", spec: $spec }) { problems { code } } }',
      { spec: JSON.parse('{"params":{"__proto__":{"isAdmin":true}}}') as object },
    ],
    [
      'a prototype in a JSON literal',
      'mutation { createDesign(input: { projectSlug: "a", spec: { constructor: { x: 1 } } }) { problems { code } } }',
    ],
  ];
  const complete = cases.map(([name, query, variables = {}]) => [name, query, variables] as const);
  it.each(complete)('%s is a bad request, and nothing runs', async (_name, query, variables) => {
    const before = await service.database.query('select count(*) from changeset');
    const { codes, text } = await alice.graphql(query, variables);
    expect(new Set(codes)).toEqual(new Set(['BAD_REQUEST']));
    expect(text).not.toMatch(/stack|node_modules|select /);
    expect(await service.database.query('select count(*) from changeset')).toEqual(before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('several operations in one request, and bodies beyond the limit, are refused', async () => {
    const post = (body: string) =>
      alice.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(
      (await post(JSON.stringify([{ query: '{ me { user { id } } }' }, { query: '{ projects { id } }' }])))
        .status,
    ).toBe(400);
    expect(
      (await post(JSON.stringify({ query: `{ me { user { id } } } #${'x'.repeat(limits.bodyBytes)}` })))
        .status,
    ).toBe(413);
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } };
    expect(await (await post(JSON.stringify(persisted))).json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it('allows what the dashboard asks for', () => {
    const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
    const page = `query ($id: ID!) { batch(id: $id) { jobs(first: 500) { nodes { id state label explanation canCancel canRetry
      metrics { name value } artifacts { id url } batch { id name project { slug } } } } } }`;
    expect(limitError(schema, parse(page), undefined, { id: '1' })).toBeNull();
    const home =
      '{ projects { slug activity { runningJobs } batches(first: 5) { nodes { id name counts { total } etaText } } } }';
    expect(limitError(schema, parse(home), undefined, {})).toBeNull();
  });
});

describe('a page of jobs', () => {
  const query = `query ($id: ID!, $first: Int!) { batch(id: $id) { name jobs(first: $first) { nodes {
    id label state explanation canCancel canRetry durationSeconds
    batch { id name counts { total } createdBy { name } pipeline { name } } project { slug members { user { name } } }
    metrics { name value } artifacts { id } attempts { number } stages { name } reusedFrom { id }
  } } } }`;

  it('costs no more statements for 50 jobs than for 5', async () => {
    const few = await countStatements(() => alice.graphql(query, { id: project.batchId, first: 5 }));
    const many = await countStatements(() => alice.graphql(query, { id: project.batchId, first: 50 }));
    expect(few).toBeGreaterThan(5);
    // One more or less: what is asked for in the next turn of the event loop is a statement of its own.
    expect(Math.abs(many - few)).toBeLessThanOrEqual(2);
    expect(many).toBeLessThanOrEqual(20);
  });
});

describe('errors inside', () => {
  it('are masked, and logged under the number that the caller sees', async () => {
    await service.database.query('alter table design rename to gone');
    const logged: string[] = [];
    const { write } = process.stderr;
    const out = process.stdout.write;
    const keep = ((chunk: string | Uint8Array) =>
      logged.push(String(chunk)) > 0) as typeof process.stderr.write;
    process.stderr.write = keep;
    process.stdout.write = keep;
    try {
      const { codes, text } = await alice.graphql('{ design(id: "1") { id } }');
      expect(codes).toEqual(['INTERNAL_SERVER_ERROR']);
      expect(text).not.toContain('relation');
      const requestId = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(text)?.[0] ?? 'none';
      expect(logged.join('')).toContain(requestId);
      expect(logged.join('')).toContain('relation "design" does not exist');
    } finally {
      process.stderr.write = write;
      process.stdout.write = out;
      await service.database.query('alter table gone rename to design');
    }
  });
});
