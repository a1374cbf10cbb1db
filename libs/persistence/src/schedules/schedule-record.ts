import type { JsonObject, OccurrenceStory, SchedulePolicies } from '@batchyard/domain';
import type { TargetKey } from './target.js';

/**
 * What a schedule starts: a design, or a template with files for its inputs, or the rows of a sheet as jobs of a
 * template or a pipeline. With a sheet, `inputs` are files for all rows.
 */
export interface ScheduleTarget extends TargetKey {
  /** null: those of the design, or those that rows name. */
  readonly inputs: InputPatterns | null;
  /** null: none. */
  readonly sheet: ScheduleSheet | null;
}

/** A sheet on a share, read at each time. */
export interface ScheduleSheet {
  readonly share: string;
  /** Below the share, with slashes. */
  readonly path: string;
  /** Name of the sheet in a workbook; null: the first one. */
  readonly sheet: string | null;
  /** Fields by heading, null for what is left out; headings that are not named are matched as imports match them. */
  readonly fields: Readonly<Record<string, string | null>>;
  /** Where there is no template. */
  readonly pipeline?: string;
}

/** What was not run, and why. */
export interface LeftOut {
  /** Such as `Sheet1, row 7, column Dose`. */
  readonly place: string;
  readonly message: string;
}

/**
 * By input: the name of a file of the project, or a file on a share (`lab:/night/plate.csv`); with stars or question
 * marks it stands for all files that it matches.
 */
export type InputPatterns = Readonly<Record<string, string>>;

export type NewSchedule = ScheduleTarget & {
  readonly name: string;
  readonly cron: string;
  /** IANA name. */
  readonly zone: string;
  readonly policies: SchedulePolicies;
  /** Leaves out jobs that have a result already. */
  readonly newOnly: boolean;
  /** Of the batches, as `batchOptionsSchema` gives them. */
  readonly options: JsonObject;
};

export type ScheduleRecord = NewSchedule & {
  readonly id: string;
  readonly projectId: string;
  readonly isPaused: boolean;
  /** Why it paused itself. */
  readonly pauseReason: string | null;
  readonly nextDueAt: Date;
  readonly createdAt: Date;
  /** On whose behalf it starts batches; null: that person is gone, and it starts none. */
  readonly createdById: string | null;
};

export const occurrenceStates = ['waiting', 'running', 'succeeded', 'failed', 'skipped'] as const;
export type OccurrenceState = (typeof occurrenceStates)[number];

/** One due time and what became of it. */
export interface OccurrenceRecord {
  readonly id: string;
  readonly scheduleId: string;
  readonly dueAt: Date;
  /** The backfill that runs this time again; null: it came by the clock. */
  readonly backfillId: string | null;
  readonly story: OccurrenceStory;
  readonly state: OccurrenceState;
  readonly batchId: string | null;
  /** Why it failed or was skipped. */
  readonly reason: string | null;
  /** How often failed jobs of its batch were tried again. */
  readonly retries: number;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Files, rows and cells that were left out because they are wrong. */
  readonly leftOut: number;
  /** The first of them. */
  readonly leftOutNotes: readonly LeftOut[];
}

export const scheduleColumns = `s.id, s.project_id as "projectId", s.name, s.cron, s.zone, s.policies,
  s.design_id as "designId", s.template_id as "templateId", s.template_version as "templateVersion", s.sheet, s.inputs, s.new_only as "newOnly", s.options,
  s.is_paused as "isPaused", s.pause_reason as "pauseReason", s.next_due_at as "nextDueAt",
  s.created_at as "createdAt", s.created_by as "createdById"`;

export const occurrenceColumns = `o.id, o.schedule_id as "scheduleId", o.due_at as "dueAt",
  o.backfill_id as "backfillId", o.story, o.state, o.batch_id as "batchId", o.reason, o.retries,
  o.started_at as "startedAt", o.finished_at as "finishedAt",
  o.left_out as "leftOut", o.left_out_notes as "leftOutNotes"`;
