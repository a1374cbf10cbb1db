/** All resolvers: the schema is what they declare. */
import { AccessTokensResolver } from './access-tokens/access-tokens.resolver.js';
import { AnnotationTableResolver } from './annotations/annotation-table.resolver.js';
import { AnnotationsResolver, AnnotatorsResolver } from './annotations/annotations.resolver.js';
import { AssignmentsResolver } from './annotations/assignments.resolver.js';
import { BatchFieldsResolver } from './batches/batch-fields.resolver.js';
import { BatchProgressResolver } from './batches/batch-progress.resolver.js';
import { BatchesResolver } from './batches/batches.resolver.js';
import {
  BulkActionEntriesResolver,
  BulkActionsResolver,
  ProjectBulkActionsResolver,
} from './bulk-actions/bulk-actions.resolver.js';
import { ChangesetsResolver, ProjectChangesetsResolver } from './changesets/changesets.resolver.js';
import { ComparisonResolver } from './comparison/comparison.resolver.js';
import {
  ComparisonFieldsResolver,
  ComparisonSourcesResolver,
} from './comparison/comparison-fields.resolver.js';
import { ConfirmWinnersResolver } from './comparison/confirm-winners.resolver.js';
import { InputMatrixResolver } from './comparison/input-matrix.resolver.js';
import { SweepContrastResolver } from './comparison/sweep-contrast.resolver.js';
import { CompleteDesignResolver } from './designs/complete-design.resolver.js';
import { CoverageResolver } from './designs/coverage.resolver.js';
import { DesignsResolver } from './designs/designs.resolver.js';
import { ExtendDesignResolver } from './designs/extend-design.resolver.js';
import {
  BatchFailuresResolver,
  FailureGroupsResolver,
  JobFailuresResolver,
} from './failures/failures.resolver.js';
import { FilesResolver } from './files/files.resolver.js';
import { ImportSheetResolver } from './imports/import-sheet.resolver.js';
import { ImportsResolver, ProjectImportsResolver } from './imports/imports.resolver.js';
import { ArtifactFieldsResolver } from './jobs/artifact-fields.resolver.js';
import { JobFieldsResolver } from './jobs/job-fields.resolver.js';
import { JobProgressResolver } from './jobs/job-progress.resolver.js';
import { JobsResolver } from './jobs/jobs.resolver.js';
import {
  NotificationReceiversResolver,
  NotificationSettingsResolver,
} from './notifications/notifications.resolver.js';
import { CommandsResolver } from './pipelines/commands.resolver.js';
import { PipelinesResolver } from './pipelines/pipelines.resolver.js';
import { ProjectsResolver } from './projects/projects.resolver.js';
import { BatchRelationsResolver } from './reports/batch-relations.resolver.js';
import { BatchReportResolver } from './reports/batch-report.resolver.js';
import { ScaffoldsResolver } from './river/scaffolds.resolver.js';
import { NightsResolver } from './schedules/nights.resolver.js';
import {
  OccurrencesResolver,
  ProjectSchedulesResolver,
  SchedulesResolver,
} from './schedules/schedules.resolver.js';
import { ProjectSharesResolver, SharesResolver } from './shares/shares.resolver.js';
import { BatchSpectraResolver } from './spectra/batch-spectra.resolver.js';
import { SubjectChangesResolver } from './subjects/subject-changes.resolver.js';
import { SubjectFieldsResolver } from './subjects/subject-fields.resolver.js';
import { ProjectSubjectsResolver, SubjectsResolver } from './subjects/subjects.resolver.js';
import {
  ProjectTemplatesResolver,
  TemplatesResolver,
  TemplateVersionsResolver,
} from './templates/templates.resolver.js';
import { UsersResolver } from './users/users.resolver.js';
import { VocabularyResolver } from './vocabulary/vocabulary.resolver.js';
import {
  ProjectWatchedFoldersResolver,
  WatchedFilesResolver,
  WatchedFoldersResolver,
} from './watched-folders/watched-folders.resolver.js';
import { WorkersResolver } from './workers/workers.resolver.js';

export const resolvers = [
  AccessTokensResolver,
  AnnotationsResolver,
  AnnotatorsResolver,
  ArtifactFieldsResolver,
  AnnotationTableResolver,
  AssignmentsResolver,
  BatchesResolver,
  BatchFailuresResolver,
  BatchFieldsResolver,
  BatchRelationsResolver,
  BatchReportResolver,
  BatchSpectraResolver,
  BatchProgressResolver,
  BulkActionEntriesResolver,
  BulkActionsResolver,
  ChangesetsResolver,
  ComparisonFieldsResolver,
  ComparisonResolver,
  ComparisonSourcesResolver,
  CompleteDesignResolver,
  CoverageResolver,
  ConfirmWinnersResolver,
  DesignsResolver,
  ExtendDesignResolver,
  FailureGroupsResolver,
  FilesResolver,
  ImportSheetResolver,
  ImportsResolver,
  InputMatrixResolver,
  JobFailuresResolver,
  JobFieldsResolver,
  JobProgressResolver,
  JobsResolver,
  CommandsResolver,
  NightsResolver,
  NotificationReceiversResolver,
  NotificationSettingsResolver,
  OccurrencesResolver,
  PipelinesResolver,
  ProjectBulkActionsResolver,
  ProjectChangesetsResolver,
  ProjectImportsResolver,
  ProjectSchedulesResolver,
  ProjectSharesResolver,
  ProjectSubjectsResolver,
  ProjectsResolver,
  ProjectTemplatesResolver,
  ProjectWatchedFoldersResolver,
  ScaffoldsResolver,
  SchedulesResolver,
  SharesResolver,
  SubjectChangesResolver,
  SubjectFieldsResolver,
  SubjectsResolver,
  SweepContrastResolver,
  TemplatesResolver,
  TemplateVersionsResolver,
  UsersResolver,
  VocabularyResolver,
  WatchedFilesResolver,
  WatchedFoldersResolver,
  WorkersResolver,
];
