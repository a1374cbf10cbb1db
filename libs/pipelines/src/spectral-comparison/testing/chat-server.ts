/** A server that speaks the chat protocol as told, for tests. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface HeardRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
  };
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; absent: `message` in the envelope of the protocol. */
  readonly body?: string;
  readonly message?: { readonly content?: string | null; readonly refusal?: string };
  readonly delayMs?: number;
}

export interface ChatServer {
  /** Base address for an endpoint. */
  readonly url: string;
  readonly heard: HeardRequest[];
  close(): Promise<void>;
}

/** Each server has a path of its own, as a port may come again and services that failed are left alone by address. */
let started = 0;

/** @param replies one after another; the last one again and again */
export async function startChatServer(replies: readonly Reply[]): Promise<ChatServer> {
  const heard: HeardRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    heard.push({
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? {} : JSON.parse(text),
    });
    const reply = replies[Math.min(heard.length, replies.length) - 1]!;
    if (reply.delayMs) await sleep(reply.delayMs, undefined, { ref: false });
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.body ?? envelope(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  started++;
  return {
    url: `http://127.0.0.1:${port}/${started}/v1`,
    heard,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function envelope({ message }: Reply): string {
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }];
  return JSON.stringify({
    object: 'chat.completion',
    choices,
    usage: { prompt_tokens: 300, completion_tokens: 21, total_tokens: 321 },
  });
}
