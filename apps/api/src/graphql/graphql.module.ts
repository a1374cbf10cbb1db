import type { IncomingMessage } from 'node:http';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { ModuleRef } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import type { ApiRequest } from '../access/request.js';
import type { ApiSettings } from '../env.js';
import { originPolicy } from '../http/origin-policy.js';
import { PERSISTENCE, type Persistence, SETTINGS } from '../persistence.module.js';
import { createContext } from './context.js';
import { formatError } from './format-error.js';
import { limits } from './limits.js';
import { limitsPlugin } from './limits-plugin.js';
import { type Connection, extraOf, subscriptionHooks } from './subscriptions.js';

/** Over HTTP an Express request, over WebSocket the connection. */
type Source = { readonly req: ApiRequest } | Connection;

export const ApiGraphqlModule = GraphQLModule.forRootAsync<ApolloDriverConfig>({
  driver: ApolloDriver,
  inject: [PERSISTENCE, SETTINGS, ModuleRef],
  useFactory: (persistence: Persistence, settings: ApiSettings, modules: ModuleRef): ApolloDriverConfig => ({
    autoSchemaFile: true,
    path: '/graphql',
    graphiql: false,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    autoTransformHttpErrors: false,
    parseOptions: { maxTokens: limits.tokens },
    formatError,
    plugins: [limitsPlugin],
    context: (source: Source) => contextOf(persistence, source),
    subscriptions: {
      'graphql-ws': subscriptionHooks(
        persistence,
        originPolicy(settings),
        () => modules.get(GraphQLSchemaHost, { strict: false }).schema,
      ),
    },
  }),
});

function contextOf(persistence: Persistence, source: Source) {
  const isHttp = 'req' in source;
  const identity = isHttp ? source.req.identity : (extraOf(source).identity ?? null);
  const req: IncomingMessage = isHttp ? source.req : extraOf(source).request;
  return { ...createContext(persistence, identity), req };
}
