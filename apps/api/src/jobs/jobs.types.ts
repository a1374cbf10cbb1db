import type { AttemptOutcome, FailureKind, JobState, JsonObject, PlannedInputs } from '@batchyard/domain';
import type {
  ArtifactRecord,
  AttemptRecord,
  JobErrorRecord,
  JobRecord,
  JobStageRecord,
  LogLineRecord,
} from '@batchyard/persistence';
import type { ArtifactRole, LogLevel, MetricDirection } from '@batchyard/pipelines';
import { Field, Float, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import {
  ArtifactRoleEnum,
  AttemptOutcomeEnum,
  FailureKindEnum,
  JobStateEnum,
  LogLevelEnum,
  MetricDirectionEnum,
} from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

@ObjectType({ description: 'Why a job or an attempt failed.' })
export class JobError {
  @Field(() => String, { nullable: true }) stage: string | null;
  @Field(() => String) message: string;
  @Field(() => [Problem]) problems: readonly Problem[];
}

const exitCodeDescription =
  'Of the process that ended by itself: its exit code, or 128 + the number of the signal that ended it.';

@ObjectType({ description: 'One cell being computed in one batch.' })
export class Job {
  @Field(() => ID) id: string;
  @Field(() => Int, { description: 'Place in the batch, from 0.' }) position: number;
  @Field(() => String) label: string;
  @Field(() => JobStateEnum) state: JobState;
  @Field(() => JsonScalar, { description: 'Axis values by dotted path.' }) setting: JsonObject;
  @Field(() => JsonScalar, { description: 'Complete parameters.' }) params: JsonObject;
  @Field(() => String) inputLabel: string;
  @Field(() => JsonScalar, { description: '{inputName: [{reference, name, sha256}]}' }) inputs: PlannedInputs;
  @Field(() => Int) replicate: number;
  @Field(() => String) seed: string;
  @Field(() => Int) attempt: number;
  @Field(() => Int) attemptLimit: number;
  @Field(() => Int) retries: number;
  @Field(() => Int, { nullable: true, description: 'Chunks it is divided into; null when it is whole.' })
  chunkCount: number | null;
  @Field(() => Int, { nullable: true, description: 'First frame of a chunk.' }) firstFrame: number | null;
  @Field(() => Int, { nullable: true, description: 'Last frame of a chunk, included.' })
  lastFrame: number | null;
  @Field(() => String, { nullable: true }) stage: string | null;
  @Field(() => Float, { description: 'Share of the current stage that is done, 0 to 1.' }) progress: number;
  @Field(() => Int, {
    description: 'Head start in seconds: it is treated as if it had been waiting so much longer.',
  })
  priority: number;
  @Field(() => JsonScalar, { description: 'Free facts of its user.' }) metadata: JsonObject;
  @Field(() => String, { nullable: true, description: 'Folder of its files in downloads.' })
  outputName: string | null;
  @Field(() => JobError, { nullable: true }) error: JobError | null;
  @Field(() => FailureKindEnum, { nullable: true, description: 'Of the newest failure.' })
  failureKind: FailureKind | null;
  @Field(() => Int, { nullable: true, description: exitCodeDescription }) exitCode: number | null;
  @Field(() => [String]) warnings: readonly string[];
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) queuedAt: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) startedAt: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) finishedAt: Date | null;
  @Field(() => Float, { nullable: true, description: 'From start to end, or until now while it runs.' })
  durationSeconds: number | null;
  @Field(() => String, { nullable: true }) workerId: string | null;
}
export interface JobNode extends Job {
  readonly record: JobRecord;
}

@ObjectType({ description: 'Why a job has not started, and about how long that takes.' })
export class JobWaiting {
  @Field(() => String, { description: 'Complete sentences.' }) reason: string;
  @Field(() => Int, {
    nullable: true,
    description: "Place in its batch's line, from 1; null when it is not in the line, or very far back.",
  })
  position: number | null;
  @Field(() => Float, { nullable: true, description: 'Until it starts; null when nobody knows.' })
  aboutSeconds: number | null;
}

export const JobConnection = connectionOf('Job', () => Job);

@ObjectType()
export class JobMetric {
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => String) unit: string;
  @Field(() => Float) value: number;
  @Field(() => MetricDirectionEnum, { nullable: true }) direction: MetricDirection | null;
}

@ObjectType({ description: 'A metric as the job reported it on its way, in the order of its steps.' })
export class MetricCourse {
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => String) unit: string;
  @Field(() => [Int]) steps: readonly number[];
  @Field(() => [Float], { description: 'One a step.' }) values: readonly number[];
}

@ObjectType({ description: 'A file that a job produced.' })
export class Artifact {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'Path in the output folder.' }) path: string;
  @Field(() => String) title: string;
  @Field(() => ArtifactRoleEnum) role: ArtifactRole;
  @Field(() => String) mediaType: string;
  @Field(() => Float) sizeBytes: number;
  @Field(() => String) sha256: string;
  @Field(() => GraphQLISODateTime) createdAt: Date;
  @Field(() => String, { description: 'Path of the content on this server.' }) url: string;
}
export interface ArtifactNode extends Artifact {
  readonly jobId: string;
}

@ObjectType({ description: 'One try at a job.' })
export class Attempt {
  @Field(() => Int) number: number;
  @Field(() => String, { nullable: true }) workerId: string | null;
  @Field(() => GraphQLISODateTime) startedAt: Date;
  @Field(() => GraphQLISODateTime, { nullable: true }) endedAt: Date | null;
  @Field(() => AttemptOutcomeEnum, { nullable: true }) outcome: AttemptOutcome | null;
  @Field(() => JobError, { nullable: true }) error: JobError | null;
  @Field(() => FailureKindEnum, { nullable: true }) failureKind: FailureKind | null;
  @Field(() => Int, { nullable: true, description: exitCodeDescription }) exitCode: number | null;
  @Field(() => Float, { nullable: true }) peakMemoryBytes: number | null;
}

@ObjectType()
export class JobStage {
  @Field(() => Int) attempt: number;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'running, succeeded, failed or cancelled' }) state: string;
  @Field(() => GraphQLISODateTime) startedAt: Date;
  @Field(() => Float, { nullable: true }) durationMs: number | null;
}

@ObjectType()
export class LogLine {
  @Field(() => Int) attempt: number;
  @Field(() => Int, { description: 'From 1 in each attempt.' }) line: number;
  @Field(() => GraphQLISODateTime) at: Date;
  @Field(() => LogLevelEnum) level: LogLevel;
  @Field(() => String, { nullable: true }) stage: string | null;
  @Field(() => String) text: string;
}

export const LogConnection = connectionOf('Log', () => LogLine);

@ObjectType({ description: 'New lines of a log that is being followed.' })
export class JobLogPart {
  @Field(() => [LogLine]) lines: readonly LogLine[];
  @Field(() => String, {
    nullable: true,
    description: 'For `after` of a new subscription, which goes on where this one was cut off.',
  })
  cursor: string | null;
  @Field(() => Boolean, { description: 'The job has ended and this is the rest of its log.' })
  isLast: boolean;
}

@ObjectType()
export class JobPayload {
  @Field(() => Job, { nullable: true }) job?: Job | null;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@InputType()
export class SetJobPriorityInput {
  @Field(() => ID) jobId: string;
  @Field(() => Int, { description: 'Head start in seconds, a week at most; negative lets others go first.' })
  priority: number;
}

@InputType()
export class JobInput {
  @Field(() => ID) jobId: string;
}

export function presentJob(record: JobRecord, now = new Date()): JobNode {
  return {
    ...record,
    error: presentJobError(record.error),
    durationSeconds:
      record.startedAt === null || record.state === 'reused'
        ? null
        : ((record.finishedAt ?? now).getTime() - record.startedAt.getTime()) / 1000,
    record,
  };
}

export function presentJobError(error: JobErrorRecord | null): JobError | null {
  if (error === null) return null;
  return { stage: error.stage ?? null, message: error.message, problems: error.problems ?? [] };
}

export function presentArtifact(record: ArtifactRecord): ArtifactNode {
  return { ...record, url: `/artifacts/${record.id}/content` };
}

export function presentAttempt(record: AttemptRecord): Attempt {
  return { ...record, error: presentJobError(record.error) };
}

export const presentStage = (record: JobStageRecord): JobStage => record;
export const presentLogLine = (record: LogLineRecord): LogLine => record;
