import { openDatabase } from './database/session.js';

export interface PersistenceOptions {
  /** PostgreSQL; its schema must be current (`requireCurrentSchema`). */
  readonly databaseUrl: string;
  /** Redis or Valkey that carries the queue; absent: the queue lives in the same PostgreSQL. */
  readonly queueUrl?: string;
  /** Folder of uploaded files and artifacts; made when absent. */
  readonly filesDir: string;
  /** Database connections of this process at most. */
  readonly maxConnections?: number;
}

/** Opens everything that outlives a process: one store per noun. Close it before the process ends. */
export async function openPersistence(options: PersistenceOptions) {
  const database = await openDatabase(options.databaseUrl, { maxConnections: options.maxConnections ?? 10 });
  return {
    close: () => database.close(),
  };
}
export type Persistence = Awaited<ReturnType<typeof openPersistence>>;
