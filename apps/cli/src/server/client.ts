/** A Batchyard server as the command talks to it: GraphQL and uploads, authorised by an access token. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { Problem } from '@batchyard/pipelines';
import { Unreachable, UsageError } from '../exit-codes.js';

export interface ServerClient {
  readonly url: string;
  /** @throws Unreachable, UsageError with the server's words */
  graphql<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data>;
  /** Downloads from a path of the server, streamed. @throws Unreachable, UsageError with the server's words */
  download(place: string): Promise<Readable>;
  /** Sends contents and answers with what comes back, both streamed. @throws Unreachable, UsageError with the server's words */
  post(place: string, contentType: string, contents: Iterable<Uint8Array>): Promise<Readable>;
  /** Uploads one file, streamed. @returns its id */
  upload(projectSlug: string, file: string): Promise<string>;
  /** Sends one file to a path of the server, streamed. @returns its answer @throws Unreachable, UsageError with the server's words */
  sendFile<Answer>(place: string, file: string): Promise<Answer>;
}

interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

export function connect(url: string, token: string): ServerClient {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new UsageError(`--server is ${url}: expected an address such as http://localhost:3000.`);
  }
  const origin = url.replace(/\/+$/, '');
  const authorization = `Bearer ${token}`;
  const ask = async (place: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(`${origin}${place}`, init).catch((error: Error) => {
      const cause = error.cause instanceof Error ? error.cause.message : error.message;
      throw new Unreachable(`${origin} cannot be reached: ${cause}. Is Batchyard running there?`);
    });
    if (response.status === 401) {
      throw new UsageError(
        'The server does not accept the token in BATCHYARD_TOKEN. Make a new one on your account page.',
      );
    }
    if (response.status >= 500)
      throw new Unreachable(`${origin} answered with status ${response.status}. Try again later.`);
    return response;
  };
  const sendFile = async <Answer>(place: string, file: string): Promise<Answer> => {
    const boundary = `batchyard-${randomUUID()}`;
    const response = await ask(place, {
      method: 'POST',
      headers: { authorization, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: ReadableStream.from(multipart(file, boundary)) as ReadableStream<Uint8Array>,
      duplex: 'half',
    } as RequestInit);
    if (response.status !== 201) throw await refusedFile(file, response, place);
    return (await response.json()) as Answer;
  };
  return {
    url: origin,
    async graphql<Data>(query: string, variables: Readonly<Record<string, unknown>>) {
      const headers = { authorization, 'content-type': 'application/json' };
      const response = await ask('/graphql', {
        method: 'POST',
        headers,
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as GraphqlAnswer<Data>;
      if (answer.errors?.length || !answer.data) {
        throw new UsageError(
          answer.errors?.map((error) => error.message).join('\n') ?? 'The server gave no answer.',
        );
      }
      return answer.data;
    },
    async download(place) {
      const response = await ask(place, { headers: { authorization } });
      if (response.status !== 200 || response.body === null) {
        throw new UsageError(await refusalOf(response, place));
      }
      return Readable.fromWeb(response.body as WebStream);
    },
    async post(place, contentType, contents) {
      const response = await ask(place, {
        method: 'POST',
        headers: { authorization, 'content-type': contentType },
        body: ReadableStream.from(contents) as ReadableStream<Uint8Array>,
        duplex: 'half',
      } as RequestInit);
      if (response.status !== 200 || response.body === null) {
        throw new UsageError(await refusalOf(response, place));
      }
      return Readable.fromWeb(response.body as WebStream);
    },
    sendFile,
    async upload(projectSlug, file) {
      const { files } = await sendFile<{ files: { id: string }[] }>(
        `/files/${encodeURIComponent(projectSlug)}`,
        file,
      );
      const [created] = files;
      if (created === undefined) throw new Unreachable(`${origin} did not say what became of ${file}.`);
      return created.id;
    },
  };
}

/** With every problem that the server names. */
async function refusedFile(file: string, response: Response, place: string): Promise<UsageError> {
  const copy = response.clone();
  const message = `${file} was not accepted: ${await refusalOf(response, place)}`;
  const body = (await copy.json().catch(() => null)) as { readonly problems?: readonly Problem[] } | null;
  const problems = response.status === 404 ? [] : (body?.problems ?? []);
  // A single problem says no more than the message.
  return new UsageError(
    message,
    problems.length === 1 && problems[0]?.code !== undefined && message.includes(problems[0].message)
      ? []
      : problems,
  );
}

/** The server's own words where it gave some. */
async function refusalOf(response: Response, place: string): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const message = body !== null && typeof body === 'object' && 'message' in body ? body.message : null;
  if (response.status !== 404 && typeof message === 'string') return message;
  return `${place} is not there (status ${response.status}).`;
}

/** A form with one file (RFC 7578), never in memory as a whole. */
async function* multipart(file: string, boundary: string): AsyncGenerator<Uint8Array> {
  const name = path
    .basename(file)
    .replaceAll('"', '%22')
    .replaceAll(/[\r\n]/g, ' ');
  const disposition = `Content-Disposition: form-data; name="file"; filename="${name}"`;
  yield Buffer.from(`--${boundary}\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`);
  for await (const chunk of createReadStream(file)) yield chunk as Buffer;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}
