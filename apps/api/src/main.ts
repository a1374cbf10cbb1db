import type { AddressInfo } from 'node:net';
import { requireCurrentSchema } from '@batchyard/persistence';
import { createApp } from './app.js';
import { readEnv } from './env.js';

/** Longer than whoever forwards requests keeps idle connections (`apps/web/server/forward.mjs`, most proxies: 60 s). */
const keepAliveMs = 75_000;

try {
  const settings = readEnv();
  await requireCurrentSchema(settings.databaseUrl);
  const app = await createApp(settings);
  app.getHttpServer().keepAliveTimeout = keepAliveMs;
  await app.listen(settings.port, settings.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
} catch (error) {
  process.stderr.write(`The API did not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
