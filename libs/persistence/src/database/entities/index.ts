/** One entity per table; `drift.test.ts` proves that they equal the migrated schema. */
import { AnnotationEntity, AnnotationRestorationEntity, AnnotatorEntity } from './annotations.js';
import { BatchEntity, BatchJobCountPartEntity, OpenBatchEntity, WorkerEntity } from './batches.js';
import { BulkActionEntity, BulkActionEntryEntity } from './bulk-actions.js';
import { CommandPipelineEntity, SecretEntity } from './commands.js';
import { DesignEntity, PipelineEntity, TemplateEntity, TemplateVersionEntity } from './designs.js';
import { ImportDraftEntity, ImportMappingEntity, ImportRowEntity } from './imports.js';
import {
  ArtifactEntity,
  AttemptEntity,
  JobCellEntity,
  JobEntity,
  JobLogEntity,
  JobMetricEntity,
  JobMetricStepEntity,
  JobStageEntity,
  JobTransitionEntity,
} from './jobs.js';
import { ScheduleNightEntity, ScheduleNightMetricEntity, WorkerEnvironmentEntity } from './nights.js';
import {
  NotificationAttemptEntity,
  NotificationDeliveryEntity,
  NotificationDeliveryEventEntity,
  NotificationEventEntity,
  NotificationPreferenceEntity,
  NotificationReceiverEntity,
} from './notifications.js';
import {
  AccessTokenEntity,
  SessionEntity,
  SignInFailureEntity,
  SignInLinkEntity,
  UserEntity,
} from './people.js';
import {
  ChangesetEntity,
  ChangesetEntryEntity,
  FileEntity,
  InstanceSettingEntity,
  ProjectEntity,
  ProjectMemberEntity,
  SchemaMigrationEntity,
} from './projects.js';
import { BackfillEntity, OccurrenceEntity, ScheduleEntity } from './schedules.js';
import { JobSearchBlockEntity } from './search.js';
import { FrameEntity, LandmarkEntity, SubjectEntity, VocabularyEntity } from './subjects.js';
import {
  ShareDigestEntity,
  ShareGrantEntity,
  WatchedFileEntity,
  WatchedFolderEntity,
} from './watched-folders.js';

export * from './annotations.js';
export * from './batches.js';
export * from './bulk-actions.js';
export * from './commands.js';
export * from './designs.js';
export * from './imports.js';
export * from './jobs.js';
export * from './nights.js';
export * from './notifications.js';
export * from './people.js';
export * from './projects.js';
export * from './schedules.js';
export * from './search.js';
export * from './subjects.js';
export * from './watched-folders.js';

/** Every table of the schema. */
export const entities = [
  AccessTokenEntity,
  AnnotationEntity,
  AnnotationRestorationEntity,
  AnnotatorEntity,
  ArtifactEntity,
  AttemptEntity,
  BackfillEntity,
  BatchEntity,
  BatchJobCountPartEntity,
  BulkActionEntity,
  BulkActionEntryEntity,
  ChangesetEntity,
  ChangesetEntryEntity,
  CommandPipelineEntity,
  DesignEntity,
  FileEntity,
  FrameEntity,
  ImportDraftEntity,
  ImportMappingEntity,
  ImportRowEntity,
  InstanceSettingEntity,
  JobCellEntity,
  JobEntity,
  JobLogEntity,
  JobMetricEntity,
  JobMetricStepEntity,
  JobSearchBlockEntity,
  JobStageEntity,
  JobTransitionEntity,
  LandmarkEntity,
  NotificationAttemptEntity,
  NotificationDeliveryEntity,
  NotificationDeliveryEventEntity,
  NotificationEventEntity,
  NotificationPreferenceEntity,
  NotificationReceiverEntity,
  OccurrenceEntity,
  OpenBatchEntity,
  PipelineEntity,
  ProjectEntity,
  ProjectMemberEntity,
  ScheduleEntity,
  ScheduleNightEntity,
  ScheduleNightMetricEntity,
  SchemaMigrationEntity,
  SecretEntity,
  SessionEntity,
  ShareDigestEntity,
  ShareGrantEntity,
  SignInFailureEntity,
  SignInLinkEntity,
  SubjectEntity,
  TemplateEntity,
  TemplateVersionEntity,
  UserEntity,
  VocabularyEntity,
  WatchedFileEntity,
  WatchedFolderEntity,
  WorkerEntity,
  WorkerEnvironmentEntity,
] as const;
