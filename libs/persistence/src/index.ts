/** What outlives a process: stores, queue, files, change feed. No database library shows through here. */
export { migrate, requireCurrentSchema, SchemaMismatch } from './database/migrate.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded-postgres/start.js';
export { openPersistence, type Persistence, type PersistenceOptions } from './persistence.js';
