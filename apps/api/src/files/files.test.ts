import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, fillProject, runJob } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;

beforeAll(async () => {
  service = await startTestService({ maxUploadBytes: 2 ** 20 });
  alice = await service.signIn('alice');
  await createProject(alice, 'a');
});
afterAll(() => service.stop());

/** Every file below the files folder. */
function storedFiles(folder = service.filesDir): string[] {
  return readdirSync(folder).flatMap((name) => {
    const full = path.join(folder, name);
    return statSync(full).isDirectory() ? storedFiles(full) : [full];
  });
}
/** Descriptors that this process holds open below the files folder. */
const openFiles = () =>
  readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).startsWith(service.filesDir)).length;

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
const rows = async () => (await service.database.query('select id from file')).length;

const boundary = 'xXxXx';
/** A multipart body written by hand, to say what no client would. */
const raw = (parts: string, type = `multipart/form-data; boundary=${boundary}`) =>
  alice.fetch('/files/a', { method: 'POST', headers: { 'content-type': type }, body: parts });
const part = (disposition: string, contents = 'x') =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: text/html\r\n\r\n${contents}\r\n`;
const end = `--${boundary}--\r\n`;

describe('uploads', () => {
  it('keep contents by digest and give back what was stored', async () => {
    const response = await raw(part('name="file"; filename="Läufe 1.csv"', 'a,b\n') + end);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      files: [
        {
          name: 'Läufe 1.csv',
          sizeBytes: 4,
          // The type follows the name, not what the sender says.
          mediaType: 'text/csv',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          url: expect.stringMatching(/^\/files\/\d+\/content$/),
        },
      ],
    });
    const [change] = await service.database.query(
      'select verb, source from changeset order by id desc limit 1',
    );
    expect(change).toEqual({ verb: 'upload_files', source: 'web' });
  });

  it('enter what is there already once, unless another of that name has come since', async () => {
    const upload = async (contents: string) => {
      const response = await raw(part('name="file"; filename="level.csv"', contents) + end);
      return ((await response.json()) as { files: { id: string }[] }).files[0]?.id;
    };
    const first = await upload('stage 1.2 m');
    const changes = () => service.database.query('select id from changeset');
    const before = await changes();
    expect(await upload('stage 1.2 m')).toBe(first);
    expect(await changes()).toEqual(before);
    const second = await upload('stage 1.3 m');
    const third = await upload('stage 1.2 m');
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\\\..\\\\evil.csv', 'evil.csv'],
    ['/abs/olute.csv', 'olute.csv'],
    ['-rf', '-rf'],
    ["'; drop table file; --", "'; drop table file; --"],
  ])('take the name %j as %j, and store under the digest only', async (sent, kept) => {
    const response = await raw(part(`name="file"; filename="${sent}"`) + end);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ files: [{ name: kept }] });
    for (const file of storedFiles()) expect(path.basename(file)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['no file', end],
    ['another field', part('name="other"; filename="x.csv"') + end],
    ['an empty field name', part('name=""; filename="x.csv"') + end],
    ['no disposition', `--${boundary}\r\n\r\nx\r\n${end}`],
    ['a body that ends too early', part('name="file"; filename="x.csv"')],
    ['a name with a line break', part('name="file"; filename="a%0Ab.csv"') + end],
    ['a name of 4096 characters', part(`name="file"; filename="${'x'.repeat(4096)}"`) + end],
    ['more fields than allowed', part('name="a"').repeat(300) + end],
  ])('refuse %s', async (_name, body) => {
    const before = await rows();
    const response = await raw(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.any(String) });
    expect(await rows()).toBe(before);
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary=', 'text/plain', 'application/json'])(
    'refuse the content type %s',
    async (type) => {
      expect((await raw('{}', type)).status).toBe(400);
    },
  );

  it('leave nothing of a file that is too large', async () => {
    const before = storedFiles();
    const response = await raw(part('name="file"; filename="big.csv"', 'x'.repeat(2 ** 20 + 1)) + end);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining('1 MB'),
    });
    expect(storedFiles()).toEqual(before);
    expect((await raw(part('name="file"; filename="full.csv"', 'x'.repeat(2 ** 20)) + end)).status).toBe(201);
  });

  it('leave nothing of uploads that break off: no row, no file, no open descriptor', async () => {
    const [before, rowsBefore, openBefore] = [storedFiles(), await rows(), openFiles()];
    const uploads = Array.from({ length: 40 }, beginUpload);
    // Each of them is being written before any breaks off, or nothing would be left of those that never began.
    while (openFiles() < openBefore + uploads.length) await sleep(50);
    await Promise.all(uploads.map((upload) => upload.breakOff()));
    while (openFiles() > openBefore || storedFiles().length > before.length) await sleep(50);
    expect(storedFiles()).toEqual(before);
    expect(await rows()).toBe(rowsBefore);
    expect((await alice.fetch('/health')).status).toBe(200);
  }, 60_000);

  it('need the header that no form can send', async () => {
    const client = service.client({ cookie: alice.headers.cookie ?? '' });
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.csv');
    expect((await client.fetch('/files/a', { method: 'POST', body: form })).status).toBe(403);
  });
});

/** Sends the first part of an upload; the connection can be closed then. */
function beginUpload() {
  const request = http.request(`${service.origin}/files/a`, {
    method: 'POST',
    headers: {
      ...alice.headers,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': 500_000,
    },
  });
  const closed = new Promise<void>((resolve) => request.on('error', () => resolve()).on('close', resolve));
  request.write(part('name="file"; filename="half.csv"', 'y'.repeat(70_000)));
  const breakOff = () => {
    request.destroy();
    return closed;
  };
  return { breakOff };
}

describe('downloads', () => {
  const upload = async (name: string, text: string) =>
    (await alice.upload('a', { [name]: text }))[name] ?? '';
  const headers = async (id: string, query = '') => {
    const response = await alice.fetch(`/files/${id}/content${query}`);
    return {
      text: await response.text(),
      get: (name: string) => response.headers.get(name),
      status: response.status,
    };
  };

  it('give the bytes with headers under which nothing of them runs', async () => {
    const page = '<script>fetch("/graphql")</script>';
    const sent = await headers(await upload('report.html', page));
    expect(sent.text).toBe(page);
    expect(sent.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(sent.get('x-content-type-options')).toBe('nosniff');
    expect(sent.get('content-disposition')).toBe(
      `attachment; filename="report.html"; filename*=UTF-8''report.html`,
    );
    expect(sent.get('cache-control')).toBe('private, no-cache');
  });

  it.each([
    ['a.svg', 'attachment'],
    ['a.xml', 'attachment'],
    ['a.pdf', 'attachment'],
    ['a.unknown', 'attachment'],
    ['a.csv', 'inline'],
    ['a.png', 'inline'],
  ])('%s is sent as %s', async (name, disposition) => {
    const id = await upload(name, 'x');
    expect((await headers(id)).get('content-disposition')).toMatch(new RegExp(`^${disposition};`));
    expect((await headers(id, '?download=1')).get('content-disposition')).toMatch(/^attachment;/);
  });

  it('name the file so that no name can add a header', async () => {
    const id = await upload('x.csv', 'x');
    const name = `a"; filename=evil.exe; é%41 '()*.csv`;
    const { codes } = await alice.graphql(
      'mutation ($input: RenameFileInput!) { renameFile(input: $input) { file { name } problems { code } } }',
      { input: { fileId: id, name } },
    );
    expect(codes).toEqual([]);
    const disposition = (await headers(id)).get('content-disposition') ?? '';
    expect(disposition).toMatch(
      /^inline; filename="a_; filename=evil.exe; __41 '\(\)\*.csv"; filename\*=UTF-8''/,
    );
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe(name);
  });

  it('answer 304 to a reader who has the contents, but only to one who may see them', async () => {
    const id = await upload('x.csv', 'etag');
    const etag = (await headers(id)).get('etag') ?? '';
    const again = await alice.fetch(`/files/${id}/content`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const bob = await service.signIn('bob');
    expect((await bob.fetch(`/files/${id}/content`, { headers: { 'if-none-match': etag } })).status).toBe(
      404,
    );
  });

  it.each([
    '../../../../etc/passwd',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '%252e%252e%252f',
    '..%5c..%5cwindows',
    '%2fetc%2fpasswd',
    'file:%2f%2f%2fetc%2fpasswd',
    '1%00',
    '1%20or%201=1',
    '0x1',
    '1e3',
    '-1',
    '99999999999999999999999',
    'x'.repeat(5000),
  ])('know ids only, not %s', async (id) => {
    for (const kind of ['files', 'artifacts']) {
      const response = await rawGet(`/${kind}/${id}/content`);
      expect(response.status).toBe(404);
      expect(response.text).not.toContain('root:');
    }
  });

  it('say so when the contents are gone', async () => {
    const id = await upload('x.csv', 'to be replaced');
    await service.database.query(`update file set sha256 = repeat('0', 64) where id = $1`, [id]);
    const answer = await headers(id);
    expect([answer.status, answer.text.includes('NOT_FOUND')]).toEqual([404, true]);
  });

  it('give an artifact under its own name', async () => {
    const project = await fillProject(alice, 'art');
    await runJob(service, project.jobIds[0] ?? '', { outcome: 'succeeded', artifact: '<svg onload="x"/>' });
    const { data } = await alice.graphql<{ batch: { previews: { url: string }[] } }>(
      'query ($id: ID!) { batch(id: $id) { previews { url } } }',
      { id: project.batchId },
    );
    const response = await alice.fetch(data.batch.previews[0]?.url ?? '');
    expect(response.headers.get('content-disposition')).toContain('attachment; filename="track.svg"');
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(await response.text()).toBe('<svg onload="x"/>');
  });
});

/** As typed: `fetch` would tidy up the path. */
function rawGet(where: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(service.origin);
    const request = http.get({ hostname, port, path: where, headers: alice.headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
  });
}

describe('renameFile', () => {
  const rename = (client: Client, fileId: string, name: string) =>
    client.graphql<{ renameFile: { file: { name: string } | null; problems: { code: string }[] } }>(
      'mutation ($input: RenameFileInput!) { renameFile(input: $input) { file { name createdBy { name } } problems { code } } }',
      { input: { fileId, name } },
    );

  it('renames, keeps the former name in the journal, and refuses names that are none', async () => {
    const { 'old.csv': id = '' } = await alice.upload('a', { 'old.csv': 'x' });
    expect((await rename(alice, id, 'new.csv')).data.renameFile).toEqual({
      file: { name: 'new.csv', createdBy: { name: 'alice' } },
      problems: [],
    });
    const [entry] = await service.database.query(
      'select before, after from changeset_entry order by changeset_id desc limit 1',
    );
    expect(entry).toEqual({ before: { name: 'old.csv' }, after: { name: 'new.csv' } });
    for (const name of ['', 'a/b', 'a\\b', 'a\nb', 'a\u0085b', 'x'.repeat(256)]) {
      expect((await rename(alice, id, name)).data.renameFile).toEqual({
        file: null,
        problems: [{ code: 'INVALID_FILE_NAME' }],
      });
    }
    expect((await rename(alice, id, 'a\u0000b')).data.renameFile.problems).toEqual([
      { code: 'INVALID_FILE_NAME' },
    ]);
  });

  it('finds files by part of their name, page by page', async () => {
    await alice.upload('a', { 'Needle 1.csv': '1', 'Needle 2.csv': '2', 'Needle_3.csv': '3' });
    const find = (search: string, first: number, after: string | null = null) =>
      alice.graphql<{
        project: {
          files: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        };
      }>(
        `query ($search: String, $first: Int, $after: String) { project(slug: "a") {
           files(search: $search, first: $first, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } }`,
        { search, first, after },
      );
    const page = (await find('nEEdle ', 1)).data.project.files;
    expect(page).toMatchObject({ nodes: [{ name: 'Needle 2.csv' }], pageInfo: { hasNextPage: true } });
    const next = (await find('nEEdle ', 1, page.pageInfo.endCursor)).data.project.files;
    expect(next).toMatchObject({ nodes: [{ name: 'Needle 1.csv' }], pageInfo: { hasNextPage: false } });
    const fitting = await alice.graphql<{ project: { files: { nodes: { name: string }[] } } }>(
      '{ project(slug: "a") { files(search: "needle", extensions: ["_3.csv", ".zip"]) { nodes { name } } } }',
    );
    expect(fitting.data.project.files.nodes).toEqual([{ name: 'Needle_3.csv' }]);
    expect((await find('Needle%', 10)).data.project.files.nodes).toEqual([]);
    expect((await find('x', 10, 'bm9uc2Vuc2U')).codes).toEqual(['BAD_REQUEST']);
    expect((await find('a\u0000', 10)).codes).toEqual(['BAD_REQUEST']);
  });
});

it('keeps no secrets in what health tells', async () => {
  const response = await fetch(`${service.origin}/health`);
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await response.json()).toEqual({ status: 'ok', version });
});

describe('what is recognised in a file', () => {
  it('is told to those who may see it, by pipelines that say it', async () => {
    const response = await raw(part('name="file"; filename="walk.csv"', 'a,b\n') + end);
    const { files } = (await response.json()) as { files: { url: string }[] };
    const address = files[0]!.url.replace('content', 'description');
    const told = await alice.fetch(`${address}?pipeline=rigid-body`);
    const nothing = { description: null, decisions: [], changes: [], problems: [], isPending: false };
    expect([told.status, await told.json()]).toEqual([200, nothing]);
    const stranger = await service.signIn('nadia');
    expect((await stranger.fetch(`${address}?pipeline=rigid-body`)).status).toBe(404);
  });
});
