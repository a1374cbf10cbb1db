/** What jobs left behind: numbers, files, attempts, stages, log. Read for many jobs in one statement. */
import { type AttemptOutcome, type FailureKind, NotFound } from '@batchyard/domain';
import type { ArtifactRole, LogLevel } from '@batchyard/pipelines';
import type { Database, Session } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';
import type { JobErrorRecord } from './job-record.js';

export interface MetricRecord {
  readonly jobId: string;
  readonly name: string;
  readonly value: number;
}

export interface MetricStepRecord extends MetricRecord {
  readonly step: number;
}

export interface ArtifactRecord {
  readonly id: string;
  /** The job that produced it. */
  readonly jobId: string;
  /** The job it was asked for: another one where a result was reused. */
  readonly forJobId: string;
  readonly path: string;
  readonly title: string;
  readonly role: ArtifactRole;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly createdAt: Date;
}

export interface AttemptRecord {
  readonly jobId: string;
  readonly number: number;
  readonly workerId: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: AttemptOutcome | null;
  readonly error: JobErrorRecord | null;
  readonly failureKind: FailureKind | null;
  readonly exitCode: number | null;
  readonly peakMemoryBytes: number | null;
}

export interface JobStageRecord {
  readonly jobId: string;
  readonly attempt: number;
  readonly name: string;
  readonly state: string;
  readonly startedAt: Date;
  readonly durationMs: number | null;
}

export interface LogLineRecord {
  readonly attempt: number;
  readonly line: number;
  readonly at: Date;
  readonly level: LogLevel;
  readonly stage: string | null;
  readonly text: string;
}

const artifactColumns = `a.id, a.job_id as "jobId", a.path, a.title, a.role, a.media_type as "mediaType",
  a.size_bytes::float8 as "sizeBytes", a.sha256, a.created_at as "createdAt"`;

/** Jobs whose previews are looked at for the newest ones of a batch. */
const previewSample = 50;

/** The job ids must be of jobs that the caller may see, except where a caller is asked for. */
export function jobDetailStore(database: Database) {
  return {
    metrics: (jobIds: readonly string[]) =>
      database.query<MetricRecord>(
        `select job_id as "jobId", name, value from job_metric where job_id = any($1)
         union all
         select j.id, m.key, m.value::float8 from job j join job r on r.id = coalesce(j.reused_from, j.id),
           jsonb_each_text(r.chunk_metrics) m where j.id = any($1) and j.chunk_of is not null
         order by 1, 2`,
        [jobIds],
      ),

    /** Metrics on the way of the newest attempt, by name, then step; of the job that computed a reused result. */
    metricSteps: (jobIds: readonly string[]) =>
      database.query<MetricStepRecord>(
        `select j.id as "jobId", s.name, s.step, s.value from job j join job r on r.id = coalesce(j.reused_from, j.id)
         join job_metric_step s on s.job_id = r.id and s.attempt = r.attempt
         where j.id = any($1) order by 1, 2, 3`,
        [jobIds],
      ),

    /** A job that reused a result has the artifacts of the job that computed it. */
    artifacts: (jobIds: readonly string[]) =>
      database.query<ArtifactRecord>(
        `select ${artifactColumns}, j.id as "forJobId" from job j join artifact a on a.job_id = coalesce(j.reused_from, j.id)
         where j.id = any($1) order by a.id`,
        [jobIds],
      ),

    /** @throws NotFound */
    findArtifact: (caller: Caller, id: string) => findArtifact(database, caller, id),

    /** Preview artifacts of the jobs of a batch that got furthest, newest first. */
    previews: (batchId: string, first: number) =>
      database.query<ArtifactRecord>(
        `select ${artifactColumns}, a.job_id as "forJobId" from (
           (select id, reused_from from job where batch_id = $1 and state = 'succeeded' and chunk_of is null order by position desc limit ${previewSample})
           union all
           (select id, reused_from from job where batch_id = $1 and state = 'reused' and chunk_of is null order by position desc limit ${previewSample})
         ) j join artifact a on a.job_id = coalesce(j.reused_from, j.id) and a.role = 'preview'
         order by a.id desc limit $2`,
        [batchId, first],
      ),

    attempts: (jobIds: readonly string[]) =>
      database.query<AttemptRecord>(
        `select job_id as "jobId", number, worker_id as "workerId", started_at as "startedAt", ended_at as "endedAt",
           outcome, error, failure_kind as "failureKind", exit_code as "exitCode", peak_memory_bytes::float8 as "peakMemoryBytes"
         from attempt where job_id = any($1) order by job_id, number`,
        [jobIds],
      ),

    stages: (jobIds: readonly string[]) =>
      database.query<JobStageRecord>(
        `select job_id as "jobId", attempt, name, state, started_at as "startedAt", duration_ms as "durationMs"
         from job_stage where job_id = any($1) order by job_id, attempt, position`,
        [jobIds],
      ),

    /** In the order written. @param attempt null: all attempts */
    log: (jobId: string, page: PageRequest, attempt: number | null) =>
      readLog(database, jobId, page, attempt),
  };
}

async function findArtifact(session: Session, caller: Caller, id: string): Promise<ArtifactRecord> {
  const [artifact] = await session.query<ArtifactRecord>(
    `select ${artifactColumns}, a.job_id as "forJobId" from artifact a
     where a.id = any($3) and ${visibleProject('a.project_id')}`,
    [...callerParameters(caller), [id].filter(isId)],
  );
  if (artifact === undefined) throw new NotFound('The artifact');
  return artifact;
}

async function readLog(
  session: Session,
  jobId: string,
  { first, after }: PageRequest,
  attempt: number | null,
): Promise<Page<LogLineRecord>> {
  const [afterAttempt = '0', afterLine = '0'] = decodeCursor(after, 2) ?? [];
  const rows = await session.query<LogLineRecord>(
    `select attempt, line, at, level, stage, text from job_log
     where job_id = $1 and (attempt, line) > ($2::int, $3::int) and ($4::int is null or attempt = $4)
     order by attempt, line limit $5`,
    [jobId, afterAttempt, after ? afterLine : '-1', attempt, first + 1],
  );
  return pageOf(rows, first, (line) => [line.attempt, line.line]);
}
