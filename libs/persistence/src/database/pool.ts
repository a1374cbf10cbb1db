import pg from 'pg';

const defaultStatementTimeoutMs = 30_000;

/**
 * Settings of every connection. Without the time limits a connection that was cut silently hangs for a minute,
 * and a finished job can be taken for a failed one.
 */
export function poolSettings(databaseUrl: string, statementTimeoutMs = defaultStatementTimeoutMs) {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5_000,
    // A little longer than the server's own limit, so that the server's clearer message arrives first.
    query_timeout: statementTimeoutMs + 1_000,
    statement_timeout: statementTimeoutMs,
    // A process that was cut off in a transaction holds its locks, the one on dispatching too, until this is over.
    idle_in_transaction_session_timeout: Math.round(statementTimeoutMs / 3),
    keepAlive: true,
    application_name: 'batchyard',
  };
}

/** A single connection outside the pool, for migrations and for listening. The caller ends it. */
export async function connectClient(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ ...poolSettings(databaseUrl), statement_timeout: 0, query_timeout: 0 });
  // Without a listener a dropped connection would end the process; the next call on the client fails anyway.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** What a statement says that got no answer in time; nothing on its connection will. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/** Breaks a connection on which nothing is answered any more, so that its pool replaces it. */
export function breakConnection(client: unknown): void {
  const { connection } = client as { readonly connection?: { readonly stream?: Destroyable } };
  connection?.stream?.destroy();
}

interface Destroyable {
  destroy(): void;
}
