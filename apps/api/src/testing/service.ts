/** The real service on a database of the test's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ProjectRole } from '@batchyard/domain';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { createApp } from '../app.js';
import type { ApiSettings } from '../env.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';

/** What GraphQL answered, as far as tests look at it. */
export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  /** `extensions.code` of each error. */
  readonly codes: readonly string[];
  readonly text: string;
}

/** One caller with a credential, or nobody. */
export interface Client {
  readonly userId: string;
  readonly headers: Readonly<Record<string, string>>;
  graphql<Data = Record<string, never>>(query: string, variables?: object): Promise<Answer<Data>>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** @returns file ids by name */
  upload(slug: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<Record<string, string>>;
}

export interface Service {
  readonly app: NestExpressApplication;
  readonly database: TestDatabase;
  readonly persistence: Persistence;
  readonly origin: string;
  readonly filesDir: string;
  /** A user signed in by a one-time link. */
  signIn(name: string, as?: 'administrator' | 'user'): Promise<Client>;
  /** One more sign-in of a user. */
  session(userId: string): Promise<Client>;
  /** With any headers. */
  client(headers: Readonly<Record<string, string>>, userId?: string): Client;
  addMember(slug: string, client: Client, role: ProjectRole): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestService(given: Partial<ApiSettings> = {}): Promise<Service> {
  const database = await createTestDatabase();
  const filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-api-'));
  const app = await createApp({
    databaseUrl: database.databaseUrl,
    filesDir,
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    maxUploadBytes: 2 ** 20,
    maxConnections: 6,
    canAskModel: false,
    // A process of its own needs built code.
    checkScript: path.resolve(import.meta.dirname, '../../dist/checks/check-child.js'),
    riverScript: path.resolve(import.meta.dirname, '../../dist/river/river-child.js'),
    sheetScript: path.resolve(import.meta.dirname, '../../dist/imports/sheet-child.js'),
    ...given,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const persistence = app.get<Persistence>(PERSISTENCE);
  const client = (headers: Readonly<Record<string, string>>, userId = '') =>
    clientOf(origin, headers, userId);
  const session = async (userId: string) => {
    const cookie = await useLink(origin, await persistence.signIns.createLink(userId, 1));
    return client({ cookie, 'x-batchyard-request': '1' }, userId);
  };
  return {
    app,
    database,
    persistence,
    origin,
    filesDir,
    client,
    session,
    async signIn(name, as = 'user') {
      const user = await persistence.users.create(
        { userId: null, source: 'system' },
        { email: `${name}@example.org`, name, isAdministrator: as === 'administrator' },
      );
      return session(user.id);
    },
    async addMember(slug, { userId }, role) {
      const [user] = await persistence.users.byIds([userId]);
      const [project] = await database.query<{ id: string }>('select id from project where slug = $1', [
        slug,
      ]);
      const system = { userId: null, source: 'system' } as const;
      await persistence.projects.setMember(system, project?.id ?? '', user?.email ?? '', role);
    },
    async stop() {
      await app.close();
      await database.dispose();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

/** Signs in with a one-time link. @returns the cookie to send */
export async function useLink(origin: string, token: string): Promise<string> {
  const response = await fetch(`${origin}/auth/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  return cookieOf(response);
}

/** The `name=value` of the cookie that a response sets; empty when it sets none. */
export function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

function clientOf(origin: string, headers: Readonly<Record<string, string>>, userId: string): Client {
  const send = (where: string, init: RequestInit = {}) =>
    fetch(`${origin}${where}`, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
    });
  return {
    userId,
    headers,
    fetch: send,
    async graphql<Data>(query: string, variables: object = {}): Promise<Answer<Data>> {
      const response = await send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const body = JSON.parse(text) as { data: Data; errors?: { extensions: { code: string } }[] };
      const codes = (body.errors ?? []).map((error) => error.extensions.code);
      return { status: response.status, data: body.data, codes, text };
    },
    async upload(slug, files) {
      const form = new FormData();
      for (const [name, content] of Object.entries(files)) {
        const part = typeof content === 'string' ? content : new Uint8Array(content);
        form.append('file', new Blob([part]), name);
      }
      const response = await send(`/files/${slug}`, { method: 'POST', body: form });
      const text = await response.text();
      if (response.status !== 201) throw new Error(`Upload failed: ${response.status} ${text}`);
      const body = JSON.parse(text) as { files: { id: string; name: string }[] };
      return Object.fromEntries(body.files.map((file) => [file.name, file.id]));
    },
  };
}
