/** The one place where errors become what a GraphQL client sees. */
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { UserError } from '@batchyard/domain';
import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

const logger = new Logger('GraphQL');

/** Codes of UserErrors that clients tell apart; every other one is a bad request. */
const ownCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'TOO_LARGE',
  'TOO_MANY_ATTEMPTS',
  'OUT_OF_SPACE',
];

/** Codes that GraphQL itself gives to requests it cannot read. */
const requestCodes = [
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
];

/** PostgreSQL refuses some texts: a NUL character, an unpaired surrogate. */
const refusedTextCodes = ['22021', '22P05'];

/** @param thrown what a resolver threw, or GraphQL itself */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(thrown);
  const where = { locations: formatted.locations, path: formatted.path };
  if (cause instanceof UserError) {
    return { ...where, message: cause.message, extensions: extensionsOf(cause) };
  }
  const code = formatted.extensions?.code;
  if (isRequestError(cause, code)) {
    return { ...where, message: formatted.message, extensions: { code: 'BAD_REQUEST' } };
  }
  if (isRefusedText(cause)) {
    const message = 'A text contains a character that cannot be stored, such as NUL. Remove it.';
    return { ...where, message, extensions: { code: 'BAD_REQUEST' } };
  }
  return { ...where, ...maskError(cause) };
}

/** Logs what went wrong inside, and gives the caller a number to quote. */
export function maskError(cause: unknown): {
  message: string;
  extensions: { code: string; requestId: string };
} {
  const requestId = randomUUID();
  logger.error(`${requestId} ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  return {
    message: `Something went wrong on the server. Its log has the details under ${requestId}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

/** What a UserError tells a client beside its message. */
export function extensionsOf(error: UserError): { code: string; problems: UserError['problems'] } {
  return { code: ownCodes.includes(error.code) ? error.code : 'BAD_REQUEST', problems: error.problems };
}

function isRequestError(cause: unknown, code: unknown): boolean {
  if (typeof code === 'string' && requestCodes.includes(code)) return true;
  // Errors that graphql-js made itself, such as a value of the wrong type, have no original error.
  return cause instanceof GraphQLError && cause.originalError === undefined && code === undefined;
}

function isRefusedText(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' && refusedTextCodes.includes(code);
}
