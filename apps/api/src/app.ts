import 'reflect-metadata';
import type { Server } from 'node:http';
import { ConsoleLogger, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AbstractGraphQLDriver } from '@nestjs/graphql';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { appModule } from './app.module.js';
import type { ApiSettings } from './env.js';
import { limits } from './graphql/limits.js';
import { identifyCaller, requireAllowedHost, requireOwnOrigin, securityHeaders } from './http/middleware.js';
import { originPolicy } from './http/origin-policy.js';
import { PERSISTENCE, type Persistence } from './persistence.module.js';

/** Time for one request in all; a large upload over a slow line must fit. */
const requestTimeoutMs = 6 * 3600 * 1000;

/** The service, ready to listen. The database's schema must be current. */
export async function createApp(settings: ApiSettings): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(appModule(settings), {
    bodyParser: false,
    // Standard output carries nothing but the line that tells the port.
    logger: new ConsoleLogger({ logLevels: ['error', 'warn', 'fatal'], forceConsole: false, colors: false }),
    forceCloseConnections: true,
  });
  const policy = originPolicy(settings);
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(securityHeaders, requireAllowedHost(policy), requireOwnOrigin(policy));
  app.use(identifyCaller(app.get<Persistence>(PERSISTENCE)));
  app.useBodyParser('json', { limit: limits.bodyBytes });
  app.getHttpServer().requestTimeout = requestTimeoutMs;
  refuseOtherUpgrades(app.getHttpServer());
  app.enableShutdownHooks();
  await app.init();
  limitWebSocketMessages(app);
  return app;
}

/** A connection that nobody takes would stay open for ever. */
function refuseOtherUpgrades(server: Server): void {
  server.on('upgrade', (request, socket) => {
    if (!/^\/graphql(\?|$)/.test(request.url ?? '')) socket.destroy();
  });
}

/** Nest makes the WebSocket server itself, with room for messages of 100 MB from anybody. */
function limitWebSocketMessages(app: INestApplication): void {
  const driver = app.get<object>(AbstractGraphQLDriver, { strict: false });
  const { _subscriptionService: service } = driver as {
    _subscriptionService?: { wss: { options: { maxPayload: number } } };
  };
  if (service === undefined)
    throw new Error('The WebSocket server is not where this version of Nest keeps it.');
  service.wss.options.maxPayload = limits.bodyBytes;
}
