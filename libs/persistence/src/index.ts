/** What outlives a process: stores, queue, files, change feed. No database library shows through here. */
export type { CreatedBatch, NewBatch } from './batches/create.js';
export { type BlobStore, OutOfSpace, type StoredBlob } from './blobs/blob-store.js';
export type { ChangeFeed, ChangeSubject } from './changes/change-feed.js';
export { type Coalesced, coalesce } from './changes/coalesce.js';
export { migrate, requireCurrentSchema, SchemaMismatch } from './database/migrate.js';
export { startOfProcess } from './embedded-postgres/process-identity.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded-postgres/start.js';
export type { ActiveBatch, Choice, DispatchRule, DispatchSituation } from './jobs/dispatch.js';
export type { Fence } from './jobs/fence.js';
export type { AttemptResult, JobReport, RecordedLine, RecordedStage, WorkerOutcome } from './jobs/finish.js';
export type { StartedJob } from './jobs/start.js';
export { openPersistence, type Persistence, type PersistenceOptions } from './persistence.js';
export type { Consumer, QueuedJob } from './queue/job-queue.js';
export { type NewWorker, type WorkerStatus, workerSilenceMs } from './workers/worker-store.js';
