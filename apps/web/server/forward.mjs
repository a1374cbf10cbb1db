// @ts-check
import { Agent } from 'node:http';
import { createProxyServer } from 'httpxy';

/** Paths that the API answers; everything else is a page. */
const apiPaths =
  /^\/((graphql|auth|files|imports|templates|artifacts|batches|health)(\/|\?|$)|projects\/[^/?]+\/(compare\/(report\.[a-z]+|bundle\.zip)|export\/[a-z./0-9]+|imports\/(template|\d+\/(results|rejected))\.[a-z]+)(\?|$))/;

/** @param {string | undefined} url */
export function belongsToApi(url) {
  return apiPaths.test(url ?? '');
}

/** Shorter than the API keeps idle connections: one that it is just closing would lose a request. */
const idleMs = 20_000;

/**
 * Forwards requests and WebSocket upgrades to the API, streaming both ways; the Host header stays as the
 * browser sent it, so that cookies and origin checks see the one address people use.
 * @param {string} apiOrigin
 */
export function createForwarder(apiOrigin) {
  const proxy = createProxyServer({ target: apiOrigin, xfwd: true, ws: true, proxyTimeout: 0 });
  const agent = new Agent({ keepAlive: true, timeout: idleMs });
  proxy.on('error', (_error, request, response) => {
    if (response === undefined) return;
    if ('writeHead' in response) answerUnavailable(request, response);
    else response.destroy();
  });
  return {
    /**
     * @param {import('node:http').IncomingMessage} request
     * @param {import('node:http').ServerResponse} response
     */
    web: (request, response) => {
      proxy.web(request, response, { agent }).catch(() => answerUnavailable(request, response));
    },
    /**
     * @param {import('node:http').IncomingMessage} request
     * @param {import('node:stream').Duplex} socket
     * @param {Buffer} head
     */
    upgrade: (request, socket, head) => {
      proxy
        .ws(request, /** @type {import('node:net').Socket} */ (socket), {}, head)
        .catch(() => socket.destroy());
    },
  };
}

const starting = 'Batchyard is starting, or its service has stopped. This page tries again by itself.';

/**
 * 502 in the form the caller can read: GraphQL errors for the dashboard, a page for people, else JSON.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answerUnavailable(request, response) {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const wantsPage = request.headers.accept?.includes('text/html') === true;
  response.writeHead(502, {
    'Content-Type': wantsPage ? 'text/html; charset=utf-8' : 'application/json',
    'Cache-Control': 'no-store',
    'Retry-After': '2',
  });
  response.end(wantsPage ? unavailablePage : JSON.stringify(unavailableError));
}

const unavailableError = { errors: [{ message: starting, extensions: { code: 'UNAVAILABLE' } }] };

const unavailablePage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width"><title>Batchyard is starting…</title>
<style>body{font-family:system-ui,sans-serif;color-scheme:light dark;max-width:32rem;margin:20vh auto;padding:0 1rem;line-height:1.5}</style>
</head><body><h1>Batchyard is starting…</h1><p>${starting}</p></body></html>`;
