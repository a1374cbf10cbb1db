import { graphql, type ResultOf } from './tada';

export const problemFragment = graphql(`
  fragment ProblemParts on Problem {
    code
    severity
    message
    place { parameter input file line column }
    value
    expectation
    fix
  }
`);
/** One thing wrong with what was sent, said so that the reader can mend it. */
export type Problem = ResultOf<typeof problemFragment>;

/** What went wrong between this page and the API. */
export type ApiErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'CONFLICT'
  | 'UNAVAILABLE'
  | 'INTERNAL';

const knownCodes: readonly string[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_REQUEST',
  'CONFLICT',
  'UNAVAILABLE',
] satisfies ApiErrorCode[];

/** Every failed request, with the problems where the API named some. */
export class ApiError extends Error {
  constructor(
    readonly code: ApiErrorCode,
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

interface GraphQLErrorBody {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly problems?: readonly Problem[] };
}

/** The first GraphQL error of an answer as an `ApiError`. */
export function toApiError(errors: readonly GraphQLErrorBody[]): ApiError {
  const first = errors[0];
  const code = first?.extensions?.code ?? '';
  const known = knownCodes.includes(code) ? (code as ApiErrorCode) : 'INTERNAL';
  const message =
    known === 'INTERNAL'
      ? 'Something went wrong on the server. The details are in its log.'
      : (first?.message ?? 'The request failed.');
  return new ApiError(known, message, first?.extensions?.problems ?? []);
}

/** Problems of a failed request; where the API named none, the message itself as one. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error === null || error === undefined) return [];
  if (error instanceof ApiError && error.problems.length > 0) return error.problems;
  const message = error instanceof Error ? error.message : String(error);
  const place = { parameter: null, input: null, file: null, line: null, column: null };
  const code = error instanceof ApiError ? error.code : 'INTERNAL';
  return [{ code, severity: 'error', message, place, value: null, expectation: null, fix: null }];
}
