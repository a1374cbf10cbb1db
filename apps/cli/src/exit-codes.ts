import type { Problem } from '@batchyard/pipelines';

/** What the shell learns; the same for every verb. */
export const exitCodes = {
  /** Everything succeeded. */
  succeeded: 0,
  /** Some job failed or was cancelled. */
  jobFailed: 1,
  /** Bad usage or bad input: nothing was computed. */
  badUsage: 2,
  /** A service could not be reached. */
  unreachable: 3,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was given in a way that cannot work; nothing was started. Ends the command with exit code 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

/** A service that the verb needs does not answer. Ends the command with exit code 3. */
export class Unreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreachable';
  }
}
