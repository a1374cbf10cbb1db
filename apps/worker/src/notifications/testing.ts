/** A mail server and a receiver of webhooks on loopback, for tests. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Inbox {
  readonly port: number;
  readonly password: string;
  readonly mails: { readonly to: readonly string[]; readonly data: string }[];
  /** Refuses every mail from now on. */
  fail(code: number, message: string): void;
  /** Empties it, and takes mail again. */
  reset(): void;
  close(): Promise<void>;
}

export async function startInbox(): Promise<Inbox> {
  const password = 'open sesame';
  const mails: Inbox['mails'] = [];
  let failure: Error | null = null;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: true,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ password: given }, _session, answer) =>
      given === password ? answer(null, { user: 'yard' }) : answer(new Error('Wrong password')),
    onRcptTo: (_address, _session, answer) => answer(failure),
    onData: (stream, session, answer) => {
      text(stream).then((data) => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), data: unfold(data) });
        answer(null);
      }, answer);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    password,
    mails,
    fail(code, message) {
      failure = Object.assign(new Error(message), { responseCode: code });
    },
    reset() {
      failure = null;
      mails.length = 0;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Folded and encoded headers, soft line breaks and escapes undone, as far as tests look. */
function unfold(data: string): string {
  const [head = '', ...body] = data.split(/\r?\n\r?\n/);
  const headers = head
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .replaceAll(/\?= =\?UTF-8\?Q\?/g, '')
    .replaceAll(/=\?UTF-8\?Q\?(.*?)\?=/g, (_, word: string) => decode(word.replaceAll('_', ' ')));
  return `${headers}\n\n${decode(body.join('\n\n').replaceAll(/=\r?\n/g, ''))}`;
}

function decode(quoted: string): string {
  return quoted.replaceAll(/((?:=[0-9A-F]{2})+)/g, (codes: string) =>
    Buffer.from(codes.replaceAll('=', ''), 'hex').toString(),
  );
}

export interface Receiver {
  /** Without a slash at the end. */
  readonly url: string;
  readonly calls: {
    readonly path: string;
    readonly headers: http.IncomingHttpHeaders;
    readonly body: string;
  }[];
  answer(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
  reset(): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const calls: Receiver['calls'] = [];
  let given = { status: 200, body: 'thanks', headers: {} as Readonly<Record<string, string>> };
  const server = http.createServer(async (request, response) => {
    calls.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    response.writeHead(given.status, given.headers).end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer(status, body, headers = {}) {
      given = { status, body, headers };
    },
    reset() {
      given = { status: 200, body: 'thanks', headers: {} };
      calls.length = 0;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
