/** `batchyard <verb> …`: finds the verb, runs it, and turns whatever it throws into a message and an exit code. */
import { UserError } from '@batchyard/domain/errors';
import { type ExitCode, exitCodes, Unreachable, UsageError } from './exit-codes.js';
import { formatProblems } from './terminal/format.js';
import { renderTable } from './terminal/table.js';
import { findVerb, verbs } from './verbs.js';

/** @returns the exit code; never throws for anything a user can cause */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${generalHelp()}\n`);
    return name === undefined ? exitCodes.badUsage : exitCodes.succeeded;
  }
  try {
    const verb = await findVerb(name).load();
    return await verb.run(rest);
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof UserError) {
    const text = error.problems.length > 0 ? formatProblems(error.problems) : error.message;
    process.stderr.write(`${text}\n`);
    return exitCodes.badUsage;
  }
  if (error instanceof Unreachable) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.unreachable;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return exitCodes.jobFailed;
}

function generalHelp(): string {
  return `batchyard: run, sweep and compare scientific processing jobs

${renderTable(
  ['verb', 'what it does'],
  verbs.map((verb) => [verb.name, verb.summary]),
)}

batchyard <verb> --help tells more.

Exit codes: 0 everything succeeded, 1 some job failed, 2 bad usage or bad input, 3 service unreachable.`;
}
