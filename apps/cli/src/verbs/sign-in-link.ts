/** `batchyard sign-in-link`: a new one-time link for the first administrator, for services that `up` did not start. */
import { openPersistence, requireCurrentSchema } from '@batchyard/persistence';
import { parseArguments } from '../arguments.js';
import { readServiceSettings } from '../env.js';
import { type ExitCode, exitCodes, Unreachable } from '../exit-codes.js';
import { firstAdministrator, linkHours, newSignInLink } from '../up/administrator.js';

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments(args, { help: { type: 'boolean', short: 'h', help: 'Show this help' } });
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return exitCodes.succeeded;
  }
  const { publicUrl, ...settings } = readServiceSettings();
  await requireCurrentSchema(settings.databaseUrl).catch((error: Error) => {
    throw new Unreachable(
      `The database cannot be used: ${error.message}. Check DATABASE_URL, and migrate first.`,
    );
  });
  const persistence = await openPersistence({ ...settings, maxConnections: 2 });
  try {
    const link = await newSignInLink(persistence, await firstAdministrator(persistence), publicUrl);
    process.stdout.write(`Sign in (once, valid ${linkHours} h): ${link}\n`);
  } finally {
    await persistence.close();
  }
  return exitCodes.succeeded;
}

const help = `batchyard sign-in-link

Prints a one-time link for the first administrator. Reads DATABASE_URL, FILES_DIR and PUBLIC_URL (the address people
use, default http://localhost:3000).`;
