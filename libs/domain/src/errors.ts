import type { Place, Problem } from '@batchyard/pipelines';

/** The caller asked for something that cannot be done as asked; nothing was changed. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  constructor(
    readonly code: string,
    message: string,
    readonly place: Place = {},
    problems?: readonly Problem[],
  ) {
    super(message);
    this.name = 'UserError';
    this.problems = problems ?? [{ code, severity: 'error', message, place }];
  }
}

/** The thing does not exist, or not for this caller; the two are not told apart. */
export class NotFound extends UserError {
  constructor(what: string) {
    super('NOT_FOUND', `${what} does not exist, or you may not see it.`);
    this.name = 'NotFound';
  }
}

/** Somebody else changed the thing first, or its state does not allow the change. */
export class Conflict extends UserError {
  constructor(message: string) {
    super('CONFLICT', message);
    this.name = 'Conflict';
  }
}
