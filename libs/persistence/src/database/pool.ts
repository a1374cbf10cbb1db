import pg from 'pg';

/**
 * Settings of every connection. Without the time limits a connection that was cut silently hangs for a minute,
 * and a finished job can be taken for a failed one.
 */
export function poolSettings(databaseUrl: string) {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5_000,
    // A little longer than the server's own limit, so that the server's clearer message arrives first.
    query_timeout: 35_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
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
