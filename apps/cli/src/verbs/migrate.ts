/** `batchyard migrate`: the one-shot step before API and workers start on a shared database. */
import { migrate } from '@batchyard/persistence';
import { parseArguments } from '../arguments.js';
import { requireDatabaseUrl } from '../env.js';
import { type ExitCode, exitCodes, Unreachable } from '../exit-codes.js';

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments(args, { help: { type: 'boolean', short: 'h', help: 'Show this help' } });
  if (values.help) {
    process.stdout.write(
      'batchyard migrate\n\nBrings the database that DATABASE_URL names to this release.\n',
    );
    return exitCodes.succeeded;
  }
  const databaseUrl = requireDatabaseUrl();
  const applied = await migrate(databaseUrl).catch((error: NodeJS.ErrnoException) => {
    if (/ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ENOENT|EAI_AGAIN/.test(error.code ?? error.message)) {
      throw new Unreachable(`The database cannot be reached: ${error.message}. Check DATABASE_URL.`);
    }
    throw error;
  });
  const text =
    applied.length === 0 ? 'The database is current.' : `Applied migrations ${applied.join(', ')}.`;
  process.stdout.write(`${text}\n`);
  return exitCodes.succeeded;
}
