// @ts-check
/**
 * The one address of Batchyard: serves the dashboard and forwards the API's paths to the API.
 * Prints `{"ready":true,"port":…}` when it listens; ends on SIGTERM or SIGINT.
 */
import http from 'node:http';
import { env } from './env.mjs';
import { belongsToApi, createForwarder } from './server/forward.mjs';
import { securityHeaders } from './server/headers.mjs';

// Loaded after env.mjs has chosen production or development.
const { default: next } = await import('next');

const server = http.createServer();
// Next adds its own upgrade listener to the server it is given and would corrupt forwarded WebSockets.
const app = next({
  dev: env.development,
  dir: import.meta.dirname,
  hostname: env.host,
  port: env.port,
  httpServer: env.development ? undefined : new http.Server(),
});
await app.prepare();

const forward = createForwarder(env.apiOrigin);
const showPage = app.getRequestHandler();
/** @type {Set<import('node:stream').Duplex>} */
const upgraded = new Set();

server.on('request', (request, response) => {
  if (belongsToApi(request.url)) {
    forward.web(request, response);
    return;
  }
  const { nonce, headers } = securityHeaders(env);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  request.headers['content-security-policy'] = headers['Content-Security-Policy'];
  request.headers['x-nonce'] = nonce;
  showPage(request, response);
});

server.on('upgrade', (request, socket, head) => {
  upgraded.add(socket);
  socket.on('close', () => upgraded.delete(socket));
  if (belongsToApi(request.url)) forward.upgrade(request, socket, head);
  else if (env.development) app.getUpgradeHandler()(request, socket, head);
  else socket.destroy();
});

// A large upload may take longer than the 5 minutes Node allows by default; headers stay limited to 60 s.
server.requestTimeout = 0;
// Next keeps the process alive after an uncaught error, so a port that is taken must end it here.
server.on('error', (error) => {
  console.error(`The dashboard cannot listen on ${env.host}:${env.port}: ${error.message}`);
  process.exit(1);
});
server.listen(env.port, env.host, () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : env.port;
  console.log(JSON.stringify({ ready: true, port }));
});

function stop() {
  for (const socket of upgraded) socket.destroy();
  server.close(() => {
    app.close().finally(() => process.exit(0));
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 3000).unref();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
