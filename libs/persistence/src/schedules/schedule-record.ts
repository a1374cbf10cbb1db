import type { JsonObject, OccurrenceStory, SchedulePolicies } from '@batchyard/domain';

/** What a schedule starts: a design, or a template whose inputs are files of the project. */
export type ScheduleTarget =
  | { readonly designId: string; readonly templateId: null; readonly inputs: InputPatterns | null }
  | { readonly designId: null; readonly templateId: string; readonly inputs: InputPatterns };

/** By input: the name of a file; with stars or question marks it stands for all files whose names it matches. */
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
}

export const scheduleColumns = `s.id, s.project_id as "projectId", s.name, s.cron, s.zone, s.policies,
  s.design_id as "designId", s.template_id as "templateId", s.inputs, s.new_only as "newOnly", s.options,
  s.is_paused as "isPaused", s.pause_reason as "pauseReason", s.next_due_at as "nextDueAt",
  s.created_at as "createdAt", s.created_by as "createdById"`;

export const occurrenceColumns = `o.id, o.schedule_id as "scheduleId", o.due_at as "dueAt",
  o.backfill_id as "backfillId", o.story, o.state, o.batch_id as "batchId", o.reason, o.retries,
  o.started_at as "startedAt", o.finished_at as "finishedAt"`;
