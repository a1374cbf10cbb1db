import type { AddressInfo } from 'node:net';
import { requireCurrentSchema } from '@batchyard/persistence';
import { createApp } from './app.js';
import { readEnv } from './env.js';

try {
  const settings = readEnv();
  await requireCurrentSchema(settings.databaseUrl);
  const app = await createApp(settings);
  await app.listen(settings.port, settings.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
} catch (error) {
  process.stderr.write(`The API did not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
