/** `batchyard cancel`: ends a batch or jobs on a server. */
import type { ExitCode } from '../exit-codes.js';
import { runServerVerb } from '../server/batch-verbs.js';

export function run(args: readonly string[]): Promise<ExitCode> {
  return runServerVerb(
    {
      name: 'cancel',
      meaning: 'Kills running jobs now and cancels those that wait.',
      batchMutation: 'cancelBatch',
      jobMutation: 'cancelJob',
    },
    args,
  );
}
