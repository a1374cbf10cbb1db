/** `batchyard retry`: runs again what has no result on a server. */
import type { ExitCode } from '../exit-codes.js';
import { runServerVerb } from '../server/batch-verbs.js';

export function run(args: readonly string[]): Promise<ExitCode> {
  return runServerVerb(
    {
      name: 'retry',
      meaning: 'Runs failed, timed out, cancelled and skipped jobs again: all of a batch, or those named.',
      batchMutation: 'retryFailedJobs',
      jobMutation: 'retryJob',
    },
    args,
  );
}
