/** What outlives a process: stores, queue, files, change feed. No database library shows through here. */
export {
  type AccessScope,
  type AccessTokenRecord,
  accessScopes,
  accessTokenPrefix,
  type TokenCaller,
} from './access-tokens/access-token-store.js';
export {
  type AnnotationRecord,
  type AnnotatorKind,
  type AnnotatorRecord,
  type AssignmentMode,
  annotatorKinds,
  assignmentModes,
  assignmentStatuses,
  type ResultDecision,
  resultDecisions,
} from './annotations/annotation-record.js';
export type { AnnotationRow, AnnotationTableFilter } from './annotations/annotation-table.js';
export type {
  AssignmentEntry,
  AssignmentResult,
  Assignments,
  EntryOutcome,
  StreamedAssignments,
  StreamedResult,
  UnreadableEntry,
} from './annotations/assignment.js';
export type { JobAnnotations } from './annotations/job-annotations.js';
export type { BatchListFilter, BatchRecord } from './batch-lists/batch-list-store.js';
export type { StageSummaryRecord } from './batch-lists/stage-summary.js';
export type { CheckRequest, JobChecks } from './batch-start/check-cells.js';
export { type BatchPreview, type BatchRequest, emptyPreview } from './batch-start/plan-batch.js';
export type { CreatedBatch, NewBatch } from './batches/create.js';
export { type BlobStore, type DiskRoom, OutOfSpace, roomOf, type StoredBlob } from './blobs/blob-store.js';
export type { BulkActionRecord, BulkEntryRecord } from './bulk-actions/bulk-action-record.js';
export type { NewBulkAction } from './bulk-actions/bulk-action-store.js';
export type { ChangeFeed, ChangeSubject } from './changes/change-feed.js';
export { type Coalesced, coalesce } from './changes/coalesce.js';
export type { ChangedThing } from './changesets/changed-things.js';
export type { ChangesetRecord } from './changesets/changeset-record.js';
export type { Actor, ChangeSource } from './changesets/record.js';
export type { UndoResult } from './changesets/undo.js';
export type { EditedSince } from './changesets/undo-handler.js';
export type { BatchChunking } from './chunks/add-chunks.js';
export type { StoredChunk } from './chunks/chunk-results.js';
export type { ComparedSources, ContrastedSweeps, ObservationColumns } from './comparison/comparison-store.js';
export type { InputMatrixRecord } from './comparison/input-matrix.js';
export type { ComparedInput, ComparisonRequest } from './comparison/read-comparison.js';
export {
  type ComparisonSourceKind,
  type ComparisonSourceRecord,
  comparisonSourceKinds,
} from './comparison/sources.js';
export type { OpenedComparison, StoredFacts } from './comparison-reports/comparison-report-store.js';
export type { StoredDesign } from './comparison-reports/report-sources.js';
export { migrate, requireCurrentSchema, SchemaMismatch } from './database/migrate.js';
export { type CellCounts, type CellState, cellStates, type MeasuredCell } from './designs/cell-states.js';
export type { CoverageRecord } from './designs/coverage.js';
export type { CoverageDimension, CoverageLevel } from './designs/coverage-dimensions.js';
export type { CoverageGroup } from './designs/coverage-map.js';
export type { DesignRecord } from './designs/design-record.js';
export type { LabelledInputs } from './designs/design-store.js';
export type { ExtensionRecord } from './designs/extend-design.js';
export { startOfProcess } from './embedded-postgres/process-identity.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded-postgres/start.js';
export type { ExportedJob, ExportedJobColumns } from './exports/exported-jobs.js';
export type {
  ExportedAnnotation,
  ExportedFrames,
  ExportedStatement,
  ExportedSubject,
} from './exports/exported-subjects.js';
export type { FailureGroupRecord, LastLineRecord } from './failures/failure-store.js';
export { armFailPoint, failPoint } from './faults/fail-points.js';
export { becomeMutant, isMutant } from './faults/mutants.js';
export type { FileRecord, NewFile } from './files/file-store.js';
export {
  type CellEdits,
  type CheckedImportRow,
  editedCells,
  type HeadRow,
  type ImportCells,
  type ImportColumn,
  type ImportCounts,
  type ImportedFile,
  type ImportKind,
  type ImportRecord,
  type ImportRowRecord,
  type ImportRowStatus,
  type ImportSettings,
  type ImportState,
  importKinds,
  importRowStatuses,
  importStates,
  type RememberedMapping,
} from './imports/import-record.js';
export { importDraftDays, type NewImport, type ReadImport } from './imports/import-store.js';
export type { StoredSubject } from './imports/stored-subjects.js';
export type { CappedCount } from './job-lists/job-counts.js';
export type {
  ArtifactRecord,
  AttemptRecord,
  JobStageRecord,
  LogLineRecord,
  MetricRecord,
} from './job-lists/job-detail-store.js';
export type { JobListFilter, JobListOrder } from './job-lists/job-filter.js';
export type { JobErrorRecord, JobRecord } from './job-lists/job-record.js';
export type { Fence } from './jobs/fence.js';
export type {
  AttemptFailure,
  AttemptResult,
  JobReport,
  RecordedLine,
  RecordedMetricStep,
  RecordedStage,
  WorkerOutcome,
} from './jobs/finish.js';
export type { StartedJob } from './jobs/start.js';
export type { NightRecord } from './nights/night-store.js';
export {
  type DeliveryOutcome,
  type DeliveryRecord,
  deliveryStates,
  type TakenDelivery,
} from './notifications/deliveries.js';
export type { ReceiverRecord } from './notifications/receivers.js';
export type { NotificationSettingsRecord } from './notifications/settings.js';
export { openPersistence, type Persistence, type PersistenceOptions } from './persistence.js';
export type { CommandRecord } from './pipelines/command-store.js';
export { type PipelineDefinition, type PipelineKey, pipelineDefinition } from './pipelines/pipeline-store.js';
export { type Caller, type ProjectAccess, type ProjectSubject, projectActions } from './projects/access.js';
export type { ActivityRecord } from './projects/activity.js';
export type { Page, PageRequest } from './projects/page.js';
export type { MemberRecord, ProjectRecord } from './projects/project-store.js';
export type { Consumer, QueuedJob } from './queue/job-queue.js';
export type { OutputFile, OutputList } from './reports/report-store.js';
export {
  type BackfillChoice,
  type BackfillRecord,
  backfillChoices,
  backfillStates,
  type NewBackfill,
} from './schedules/backfill.js';
export {
  type InputPatterns,
  type LeftOut,
  type NewSchedule,
  type OccurrenceRecord,
  type OccurrenceState,
  occurrenceStates,
  type ScheduleRecord,
  type ScheduleSheet,
  type ScheduleTarget,
} from './schedules/schedule-record.js';
export type { JobSheetReader, ReadJobSheet, SheetJob } from './schedules/sheet-jobs.js';
export type { TargetKey } from './schedules/target.js';
export { secretsKeyBytes } from './secrets/seal.js';
export type { SecretRecord } from './secrets/secret-store.js';
export { readSecretsKey } from './secrets/secrets-key.js';
export { readShares, type ShareFolders } from './shares/share-names.js';
export type { ShareRecord } from './shares/share-store.js';
export { type SessionCaller, type SessionRecord, sessionDays } from './sign-ins/sign-in-store.js';
export type { StreamedSubject, StreamedSubjects } from './subjects/create-stream.js';
export type { CreatedSubjects, NewSubject, NewSubjects, PlannedSubject } from './subjects/new-subject.js';
export type { SubjectListFilter } from './subjects/subject-pages.js';
export type { FrameRecord, SubjectRecord } from './subjects/subject-record.js';
export type {
  NewTemplate,
  ProjectFile,
  TemplateRecord,
  TemplateVersionRecord,
} from './templates/template-record.js';
export type { UserRecord } from './users/user-store.js';
export {
  type NewWatchedFolder,
  type WatchedFileRecord,
  type WatchedFileState,
  type WatchedFolderRecord,
  type WatchedFolderStatus,
  watchedFileStates,
  watchedFolderStatus,
  watchedFolderStatuses,
} from './watched-folders/watched-folder-record.js';
export type { WatchedFileCounts } from './watched-folders/watched-folder-store.js';
export {
  type NewWorker,
  type WorkerHealth,
  type WorkerStatus,
  workerSilenceMs,
} from './workers/worker-store.js';
