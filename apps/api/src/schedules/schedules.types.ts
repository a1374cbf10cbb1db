import { type JsonObject, nextTimes, type OccurrenceStory, occurrenceStories } from '@batchyard/domain';
import {
  type BackfillChoice,
  type BackfillRecord,
  backfillChoices,
  backfillStates,
  type InputPatterns,
  type LeftOut,
  type OccurrenceRecord,
  type OccurrenceState,
  occurrenceStates,
  type ScheduleRecord,
  type ScheduleSheet,
} from '@batchyard/persistence';
import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { registerUnion } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

export const BackfillChoiceEnum = registerUnion('BackfillChoice', backfillChoices, {
  missing: 'Times that nothing was run for.',
  missing_and_failed: 'These, and times whose batch failed.',
  all: 'Every time of the span.',
});
const BackfillStateEnum = registerUnion('BackfillState', backfillStates);
const OccurrenceStateEnum = registerUnion('OccurrenceState', occurrenceStates);
const OccurrenceStoryEnum = registerUnion('OccurrenceStory', occurrenceStories, {
  on_time: 'Started within a minute of its time.',
  late: 'Started later.',
  missed_run: 'Passed while nothing could start; run afterwards.',
  missed_skipped: 'Passed while nothing could start; left out as the schedule says.',
  coalesced: 'Passed while nothing could start; a later time was run for it.',
  paused: 'Came while the schedule was paused.',
  overlap_queued: 'Waited for the batch before.',
  overlap_skipped: 'Left out because the batch before was still running.',
  nothing_new: 'All inputs had a result already.',
  backfilled: 'Run afterwards because somebody asked for it.',
  by_hand: 'Somebody had it run at that moment.',
});

@ObjectType({ description: 'A rule that starts batches by the clock.' })
export class Schedule {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'Minute, hour, day of month, month and day of week.' }) cron: string;
  @Field(() => String, { description: 'IANA name of the time zone.' }) zone: string;
  @Field(() => JsonScalar, { description: 'What is done where not all goes as planned.' }) policies: unknown;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'By input: a file of the project or of a share (lab:/night/a.csv), with stars for many; null: the inputs of the design.',
  })
  inputs: InputPatterns | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'A sheet on a share whose rows are the jobs: {share, path, sheet, fields, pipeline}.',
  })
  sheet: ScheduleSheet | null;
  @Field(() => Int, { nullable: true, description: 'Of the template; null: the newest at each time.' })
  templateVersion: number | null;
  @Field(() => Boolean, { description: 'Leaves out jobs that have a result already.' }) newOnly: boolean;
  @Field(() => JsonScalar, { description: 'Options of its batches that are given.' }) options: JsonObject;
  @Field(() => Boolean) isPaused: boolean;
  @Field(() => String, { nullable: true, description: 'Why it paused itself.' }) pauseReason: string | null;
  @Field(() => [GraphQLISODateTime], { description: 'The next five times.' }) nextDueTimes: readonly Date[];
  @Field(() => GraphQLISODateTime) createdAt: Date;
}
export interface ScheduleNode extends Schedule {
  readonly record: ScheduleRecord;
}

@ObjectType({ description: 'What was not run because it is wrong.' })
export class LeftOutNote {
  @Field(() => String, { description: 'Such as `Sheet1, row 7, column Dose`.' }) place: string;
  @Field(() => String) message: string;
}

@ObjectType({ description: 'One due time of a schedule and what became of it.' })
export class Occurrence {
  @Field(() => ID) id: string;
  @Field(() => GraphQLISODateTime) dueAt: Date;
  @Field(() => OccurrenceStoryEnum) story: OccurrenceStory;
  @Field(() => OccurrenceStateEnum) state: OccurrenceState;
  @Field(() => String, { nullable: true, description: 'Why it failed or was left out.' }) reason:
    | string
    | null;
  @Field(() => Int, { description: 'How often failed jobs of its batch were tried again.' }) retries: number;
  @Field(() => GraphQLISODateTime, { nullable: true }) startedAt: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) finishedAt: Date | null;
  @Field(() => Int, { description: 'Files, rows and cells that were left out because they are wrong.' })
  leftOut: number;
  @Field(() => [LeftOutNote], { description: 'The first 50 of them.' }) leftOutNotes: readonly LeftOut[];
}
export type OccurrenceNode = OccurrenceRecord;

export const OccurrenceConnection = connectionOf('Occurrence', () => Occurrence);

@ObjectType({ description: 'Times of a span that are run afterwards, one after another.' })
export class Backfill {
  @Field(() => ID) id: string;
  @Field(() => GraphQLISODateTime) firstDueAt: Date;
  @Field(() => GraphQLISODateTime) lastDueAt: Date;
  @Field(() => BackfillChoiceEnum) which: BackfillChoice;
  @Field(() => Boolean) stopOnFailure: boolean;
  @Field(() => BackfillStateEnum) state: BackfillRecord['state'];
  @Field(() => Int, { description: 'Times that it runs.' }) times: number;
  @Field(() => Int, { description: 'Times that are over.' }) done: number;
  @Field(() => GraphQLISODateTime) createdAt: Date;
}

@ObjectType()
export class CronTimes {
  @Field(() => [GraphQLISODateTime], { description: 'The next five times; none where there are problems.' })
  times: readonly Date[];
  @Field(() => [Problem]) problems: readonly Problem[];
}

@ObjectType()
export class SchedulePayload {
  @Field(() => Schedule, { nullable: true }) schedule?: Schedule | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType({ description: 'Exactly one of designId, templateId and sheet.pipeline.' })
export class ScheduleFields {
  @Field(() => String) name: string;
  @Field(() => String) cron: string;
  @Field(() => String) zone: string;
  @Field(() => JsonScalar, { nullable: true, description: 'Absent ones are the defaults.' })
  policies?: unknown;
  @Field(() => ID, { nullable: true }) designId?: string | null;
  @Field(() => ID, { nullable: true }) templateId?: string | null;
  @Field(() => Int, { nullable: true, description: 'Absent: the newest at each time.' })
  templateVersion?: number | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'A sheet on a share whose rows are jobs of the template or of its pipeline: {share, path, sheet, fields, pipeline}.',
  })
  sheet?: unknown;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'By input: a file of the project, or of a share (lab:/night/a.csv); one may have stars. A template needs them.',
  })
  inputs?: unknown;
  @Field(() => Boolean, { nullable: true, description: 'Absent: true.' }) newOnly?: boolean | null;
  @Field(() => JsonScalar, { nullable: true, description: 'Options of its batches.' }) options?: unknown;
}

@InputType()
export class CreateScheduleInput extends ScheduleFields {
  @Field(() => String) projectSlug: string;
}

@InputType()
export class UpdateScheduleInput extends ScheduleFields {
  @Field(() => ID) scheduleId: string;
}

@InputType()
export class ScheduleInput {
  @Field(() => ID) scheduleId: string;
}

@InputType({ description: 'Both ends belong to the span.' })
export class StartBackfillInput extends ScheduleInput {
  @Field(() => GraphQLISODateTime) from: Date;
  @Field(() => GraphQLISODateTime) until: Date;
  @Field(() => BackfillChoiceEnum) which: BackfillChoice;
  @Field(() => Boolean) stopOnFailure: boolean;
}

@InputType()
export class BackfillInput extends ScheduleInput {
  @Field(() => ID) backfillId: string;
}

/** Times that are shown ahead. */
const shownTimes = 5;

export function presentSchedule(record: ScheduleRecord): ScheduleNode {
  const { cron: expression, zone } = record;
  return { ...record, nextDueTimes: upcoming(expression, zone), record };
}

/** The next times from now on. */
export function upcoming(expression: string, zone: string): Date[] {
  return nextTimes({ expression, zone }, new Date(), shownTimes);
}
