/** Requests and subscriptions with typed documents; knows nothing of pages. */
import { print } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { ApiError, toApiError } from './error';
import type { TadaDocumentNode } from './tada';

interface Answer<R> {
  readonly data?: R | null;
  readonly errors?: Parameters<typeof toApiError>[0];
}

/** Sends one query or mutation. Throws `ApiError`. */
export async function request<R, V>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<R> {
  const answer = await post<R>({ query: print(document), variables }, signal);
  if (answer.errors && answer.errors.length > 0) throw toApiError(answer.errors);
  if (!answer.data) throw new ApiError('INTERNAL', 'The server sent an empty answer.');
  return answer.data;
}

async function post<R>(body: unknown, signal?: AbortSignal): Promise<Answer<R>> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Batchyard-Request': '1' },
      body: JSON.stringify(body),
      signal,
    });
    return (await response.json()) as Answer<R>;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError('UNAVAILABLE', 'Batchyard does not answer. Is it running, and are you online?');
  }
}

let liveClient: Client | null = null;

function live(): Client {
  liveClient ??= createClient({
    url: `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, retryDelayMs(retries))),
    keepAlive: 15_000,
  });
  return liveClient;
}

/** Doubles from 1 s up to 16 s; up to half of it is random, so that pages do not come back all at once. */
function retryDelayMs(retries: number): number {
  return 1000 * 2 ** Math.min(retries, 4) * (0.5 + Math.random() / 2);
}

export interface LiveHandlers<R> {
  readonly onValue: (value: R) => void;
  /** Called with false whenever the connection is away; values may be stale then. */
  readonly onConnected: (connected: boolean) => void;
}

/** Subscribes until the returned function is called; reconnects by itself. */
export function subscribe<R, V extends Record<string, unknown>>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  handlers: LiveHandlers<R>,
): () => void {
  const client = live();
  const stops = [
    client.on('closed', () => handlers.onConnected(false)),
    client.subscribe<R>(
      { query: print(document), variables },
      {
        next: ({ data }) => {
          if (!data) return;
          handlers.onConnected(true);
          handlers.onValue(data);
        },
        error: () => handlers.onConnected(false),
        complete: () => handlers.onConnected(false),
      },
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
