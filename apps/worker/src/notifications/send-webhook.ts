/**
 * Calls a webhook: signed, to an address that was looked up, checked and is then kept, following no redirect, within
 * limits of time and size.
 */
import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { mayBeReached } from '@batchyard/domain';

export interface WebhookCall {
  readonly url: string;
  readonly secret: string;
  /** The same at every try. */
  readonly delivery: string;
  readonly event: string;
  /** JSON. */
  readonly body: string;
  /** Networks that may be reached although they are not public. */
  readonly allowedNetworks: readonly string[];
}

export interface WebhookAnswer {
  readonly status: number | null;
  readonly responseHead: string | null;
  /** null: it was accepted. */
  readonly error: string | null;
  readonly mayPass: boolean;
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

const timeoutMs = 10_000;
/** Of an answer that is read, and of it that is kept, bytes and characters. */
const [readBytes, keptChars] = [64 * 1024, 500];

const resolveByDns: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/** Never throws: what went wrong is part of the answer. */
export async function sendWebhook(
  call: WebhookCall,
  resolve: Resolve = resolveByDns,
): Promise<WebhookAnswer> {
  const url = new URL(call.url);
  const found = await addressOf(url, call.allowedNetworks, resolve);
  if ('error' in found) return { status: null, responseHead: null, ...found };
  try {
    const { status, head } = await post(url, found.address, headersOf(call), call.body);
    return { status, responseHead: head, ...judge(status) };
  } catch (error) {
    return { status: null, responseHead: null, error: failureText(error), mayPass: true };
  }
}

/** @returns `t` seconds since 1970 and `v1`, the HMAC-SHA256 of `t.body` in hex */
export function signatureOf(secret: string, seconds: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

type Found = { readonly address: string } | { readonly error: string; readonly mayPass: boolean };

/** Every address of the name must be allowed: a name that mixes both kinds is not to be trusted. */
async function addressOf(url: URL, allowed: readonly string[], resolve: Resolve): Promise<Found> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { error: `${url.protocol} is not called; use https.`, mayPass: false };
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(hostname) ? [hostname] : await resolve(hostname).catch(() => []);
  const [address] = addresses;
  if (address === undefined) return { error: `The name ${hostname} is not known.`, mayPass: true };
  const refused = addresses.find((candidate) => !mayBeReached(candidate, allowed));
  if (refused === undefined) return { address };
  const what = refused === hostname ? refused : `${hostname} is at ${refused}, which`;
  const error = `${what} is no public address. An administrator can allow its network in the settings of notifications.`;
  return { error, mayPass: false };
}

function headersOf({ secret, delivery, event, body }: WebhookCall): Record<string, string> {
  const seconds = Math.floor(Date.now() / 1000);
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Batchyard',
    'batchyard-delivery': delivery,
    'batchyard-event': event,
    'batchyard-signature': signatureOf(secret, seconds, body),
  };
}

function judge(status: number): Pick<WebhookAnswer, 'error' | 'mayPass'> {
  if (status >= 200 && status < 300) return { error: null, mayPass: false };
  if (status >= 300 && status < 400) {
    return {
      error: `It answered ${status}, a redirect, which is not followed. Enter the address it leads to.`,
      mayPass: false,
    };
  }
  return { error: `It answered ${status}.`, mayPass: true };
}

/** Node follows no redirect by itself. */
function post(
  url: URL,
  address: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; head: string }> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers,
      agent: false,
      // The address that was checked, whatever a name server says now.
      lookup: (_hostname, options, answer) => {
        const family = isIP(address);
        if (options.all === true) answer(null, [{ address, family }]);
        else answer(null, address, family);
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      readHead(response).then((head) => resolve({ status: response.statusCode ?? 0, head }), reject);
    });
    request.end(body);
  });
}

async function readHead(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= readBytes) break;
  }
  response.destroy();
  // Text columns take no NUL.
  return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '\uFFFD').slice(0, keptChars);
}

function failureText(error: unknown): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError')
    return `There was no answer within ${timeoutMs / 1000} s.`;
  return code === undefined ? message : `There was no answer: ${code}.`;
}
