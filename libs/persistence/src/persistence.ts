import { accessTokenStore } from './access-tokens/access-token-store.js';
import { adaptiveStore } from './adaptive/adaptive-store.js';
import { annotationStore } from './annotations/annotation-store.js';
import { batchListStore } from './batch-lists/batch-list-store.js';
import { batchStarts } from './batch-start/start-batch.js';
import { batchStore } from './batches/batch-store.js';
import { openBlobStore } from './blobs/blob-store.js';
import { orphanSweep } from './blobs/orphans.js';
import { bulkActionStore } from './bulk-actions/bulk-action-store.js';
import { openChangeFeed } from './changes/change-feed.js';
import { changesetStore } from './changesets/changeset-store.js';
import { recordedVerbs } from './changesets/recorded-verbs.js';
import { comparisonStore } from './comparison/comparison-store.js';
import { comparisonReportStore } from './comparison-reports/comparison-report-store.js';
import { openDatabase } from './database/session.js';
import { designStore } from './designs/design-store.js';
import { earlyStoppingStore } from './early-stopping/early-stopping-store.js';
import { exportStore } from './exports/export-store.js';
import { failureStore } from './failures/failure-store.js';
import { fileStore } from './files/file-store.js';
import { importStore } from './imports/import-store.js';
import { instanceStore } from './instance/instance-store.js';
import { jobDetailStore } from './job-lists/job-detail-store.js';
import { jobListStore } from './job-lists/job-list-store.js';
import { jobStore } from './jobs/job-store.js';
import { openStateWriter } from './jobs/state-writer.js';
import { nightStore } from './nights/night-store.js';
import { notificationStore } from './notifications/notification-store.js';
import { commandStore } from './pipelines/command-store.js';
import { pipelineStore } from './pipelines/pipeline-store.js';
import { projectStore } from './projects/project-store.js';
import { openJobQueue } from './queue/job-queue.js';
import { reportStore } from './reports/report-store.js';
import { scheduleStore } from './schedules/schedule-store.js';
import { secretStore } from './secrets/secret-store.js';
import type { ShareFolders } from './shares/share-names.js';
import { shareStore } from './shares/share-store.js';
import { openShares } from './shares/shares.js';
import { signInStore } from './sign-ins/sign-in-store.js';
import { subjectStore } from './subjects/subject-store.js';
import { templateStore } from './templates/template-store.js';
import { userStore } from './users/user-store.js';
import { vocabularyStore } from './vocabulary/vocabulary-store.js';
import { watchedFolderStore } from './watched-folders/watched-folder-store.js';
import { workerStore } from './workers/worker-store.js';

export interface PersistenceOptions {
  /** PostgreSQL; its schema must be current (`requireCurrentSchema`). */
  readonly databaseUrl: string;
  /** Redis or Valkey that carries the queue; absent: the queue lives in the same PostgreSQL. */
  readonly queueUrl?: string | undefined;
  /** Folder of uploaded files and artifacts; made when absent. */
  readonly filesDir: string;
  /** Encrypts secrets, 32 bytes; absent: none are kept. */
  readonly secretsKey?: Buffer | null | undefined;
  /** Folders outside that may be read, by name; absent: none. */
  readonly shares?: ShareFolders | undefined;
  /** Longest that one statement may take; absent: 30 s. */
  readonly statementTimeoutMs?: number | undefined;
  /** Database connections of this process at most. */
  readonly maxConnections?: number;
}

/** Opens everything that outlives a process: one store per noun. Close it before the process ends. */
export async function openPersistence(options: PersistenceOptions) {
  const { databaseUrl, maxConnections = 10, statementTimeoutMs } = options;
  const database = await openDatabase(databaseUrl, { maxConnections, statementTimeoutMs });
  const queue = openJobQueue(options);
  const writer = openStateWriter(options.databaseUrl);
  const changes = openChangeFeed(options.databaseUrl);
  const batches = batchStore(database, queue);
  const blobs = await openBlobStore(options.filesDir);
  const starts = batchStarts(database, blobs);
  const shares = openShares(options.shares ?? new Map(), database);
  const verbs = recordedVerbs(database, queue, batches.settle);
  return {
    accessTokens: accessTokenStore(database),
    adaptive: adaptiveStore(database, blobs),
    annotations: annotationStore(database),
    batches,
    batchLists: batchListStore(database),
    batchStarts: starts,
    blobs,
    blobOrphans: orphanSweep(database, options.filesDir),
    bulkActions: bulkActionStore(database),
    changes,
    changesets: changesetStore(database),
    commands: commandStore(database),
    comparison: comparisonStore(database),
    comparisonReports: comparisonReportStore(database),
    designs: designStore(database, blobs),
    earlyStopping: earlyStoppingStore(database),
    exports: exportStore(database),
    failures: failureStore(database),
    files: fileStore(database),
    imports: importStore(database),
    instance: instanceStore(database),
    jobDetails: jobDetailStore(database),
    jobLists: jobListStore(database),
    jobs: jobStore(database, writer, queue, batches.settle),
    nights: nightStore(database),
    notifications: notificationStore(database, options.secretsKey ?? null),
    pipelines: pipelineStore(database),
    projects: projectStore(database),
    queue: { consume: queue.consume },
    reports: reportStore(database),
    secrets: secretStore(database, options.secretsKey ?? null),
    schedules: scheduleStore({ database, blobs, shares, batchStarts: starts, verbs }),
    shares: shareStore(database, shares.names),
    signIns: signInStore(database),
    subjects: subjectStore(database),
    templates: templateStore(database),
    users: userStore(database),
    verbs,
    vocabularies: vocabularyStore(database),
    watchedFolders: watchedFolderStore({ database, blobs, shares, batchStarts: starts }),
    workers: workerStore(database),
    async close(): Promise<void> {
      await Promise.all([queue.close(), changes.close()]);
      await writer.close();
      await database.close();
    },
  };
}
export type Persistence = Awaited<ReturnType<typeof openPersistence>>;
