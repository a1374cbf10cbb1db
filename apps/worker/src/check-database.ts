import { requireCurrentSchema, SchemaMismatch } from '@batchyard/persistence';

/** @throws Error in one line that says what to do; a password in the address is not shown */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  try {
    await requireCurrentSchema(databaseUrl);
  } catch (error) {
    if (error instanceof SchemaMismatch) throw error;
    const reason = describe(error).replace(/\s+/g, ' ');
    throw new Error(`the database at ${withoutPassword(databaseUrl)} cannot be used: ${reason}.`);
  }
}

/** Node gives several addresses' failures as one error without a message. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join(', ');
  return error instanceof Error ? error.message : String(error);
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/)([^@/]*)@/, (_whole, scheme: string, account: string) => {
    const user = account.split(':')[0];
    return `${scheme}${user}@`;
  });
}
