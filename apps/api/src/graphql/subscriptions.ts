/** GraphQL over WebSocket: the same identity, origin, limits and error rules as over HTTP. */
import type { IncomingMessage } from 'node:http';
import type { Persistence } from '@batchyard/persistence';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, parse, validate } from 'graphql';
import { type CredentialSource, type Identity, identify } from '../access/identity.js';
import type { OriginPolicy } from '../http/origin-policy.js';
import { formatError } from './format-error.js';
import { limitError, limits } from './limits.js';

/** What graphql-ws keeps for a connection, with what is ours. */
export interface Connection {
  readonly connectionParams?: Readonly<Record<string, unknown>> | null;
  readonly subscriptions: Readonly<Record<string, unknown>>;
  readonly extra: unknown;
}

interface ConnectionExtra {
  readonly request: IncomingMessage;
  identity?: Identity | null;
  credential?: CredentialSource;
}

interface Payload {
  readonly query?: string | null;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

export const extraOf = (connection: Connection) => connection.extra as ConnectionExtra;

/** Hooks for graphql-ws. @param schema is known only after the start */
export function subscriptionHooks(
  persistence: Persistence,
  policy: OriginPolicy,
  schema: () => GraphQLSchema,
) {
  return {
    onConnect: async (connection: Connection): Promise<boolean> => {
      const extra = extraOf(connection);
      const { headers } = extra.request;
      if (!policy.isAllowedHost(headers.host)) return false;
      const authorization = connection.connectionParams?.authorization;
      const byToken = typeof authorization === 'string';
      // A page of another site would bring the cookie along, but cannot know a token.
      if (!byToken && !policy.isOwnOrigin(headers)) return false;
      extra.credential = byToken ? { authorization } : { cookie: headers.cookie };
      extra.identity = await identify(persistence, extra.credential);
      return extra.identity !== null;
    },
    onSubscribe: (connection: Connection, _id: string, payload: Payload) =>
      refusalOf(schema(), connection, payload),
    onNext: (_connection: unknown, _id: string, _payload: unknown, _args: unknown, result: Result) =>
      result.errors ? { ...result, errors: result.errors.map(formatOne) } : result,
    onError: (_connection: unknown, _id: string, _payload: unknown, errors: readonly GraphQLError[]) =>
      errors.map(formatOne),
  };
}

interface Result {
  readonly errors?: readonly GraphQLError[];
}

const formatOne = (error: GraphQLError): GraphQLFormattedError => formatError(error.toJSON(), error);

function refusalOf(
  schema: GraphQLSchema,
  connection: Connection,
  payload: Payload,
): GraphQLError[] | undefined {
  // The new one is counted among them already.
  if (Object.keys(connection.subscriptions).length > limits.subscriptions) {
    const message = `One connection carries at most ${limits.subscriptions} subscriptions.`;
    return [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })];
  }
  try {
    const document = parse(payload.query ?? '', { maxTokens: limits.tokens });
    const invalid = validate(schema, document);
    if (invalid.length > 0) return [...invalid];
    const error = limitError(schema, document, payload.operationName, payload.variables ?? {});
    return error === null ? undefined : [error];
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('The request cannot be read.')];
  }
}
