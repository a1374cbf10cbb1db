/** What reports and downloads of a batch are made of, read in portions so that no size is held as a whole. */
import {
  type BatchFacts,
  type JsonObject,
  type NameConflictPolicy,
  type RelationPoint,
  type ReportJob,
  resultJobStates,
} from '@batchyard/domain';
import { batchListStore } from '../batch-lists/batch-list-store.js';
import type { Database, Session } from '../database/session.js';
import { pipelineStore } from '../pipelines/pipeline-store.js';
import type { Caller } from '../projects/access.js';

/** A file of a job with a result, as a download names it. */
export interface OutputFile {
  /** The job it is given out for; a reused result was computed by another one. */
  readonly jobId: string;
  /** Folder that the batch's naming gave the job; null where it has none, as in batches of earlier releases. */
  readonly outputName: string | null;
  readonly position: number;
  /** Path in that folder. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly createdAt: Date;
}

export interface OutputList {
  readonly files: AsyncIterable<OutputFile>;
  /** With `overwrite`, a job without a name has no folder: a later one has its name. */
  readonly onNameConflict: NameConflictPolicy;
}

/** Jobs read by one statement. */
const jobsAtOnce = 500;

export function reportStore(database: Database) {
  const batches = batchListStore(database);
  const { definitions } = pipelineStore(database);
  return {
    /** @throws NotFound */
    facts: async (caller: Caller, batchId: string): Promise<BatchFacts> => {
      const batch = await batches.find(caller, batchId);
      const [definition] = await definitions([{ name: batch.pipelineName, version: batch.pipelineVersion }]);
      const [project] = await database.query<{ name: string }>('select name from project where id = $1', [
        batch.projectId,
      ]);
      return {
        batchId: batch.id,
        name: batch.name,
        projectName: project?.name ?? '',
        pipelineTitle: definition?.title ?? batch.pipelineName,
        pipelineName: batch.pipelineName,
        pipelineVersion: batch.pipelineVersion,
        metrics: definition?.metrics ?? [],
        objective: { metric: batch.objectiveMetric, direction: batch.objectiveDirection },
        state: batch.state,
        stateReason: batch.stateReason,
        createdAt: batch.createdAt.toISOString(),
        finishedAt: batch.finishedAt?.toISOString() ?? null,
        generatedAt: new Date().toISOString(),
      };
    },

    /** By position; chunks stand in their whole job. The batch must be one that the caller may see. */
    jobs: (batchId: string): AsyncGenerator<ReportJob> => readJobs(database, batchId),

    /**
     * Values of two metrics of the first jobs with a result that report both, by position. The batch must be one that
     * the caller may see.
     */
    pairs: (batchId: string, [x, y]: readonly [string, string], limit: number): Promise<RelationPoint[]> =>
      database.query<RelationPoint>(
        `select j.id as "jobId", j.label, x.value as x, y.value as y
         from job j
           join job_metric x on x.job_id = j.id and x.name = $2
           join job_metric y on y.job_id = j.id and y.name = $3
         where j.batch_id = $1 and j.chunk_of is null and j.state = any($4) order by j.position limit $5`,
        [batchId, x, y, resultJobStates, limit],
      ),

    /** Files of jobs with a result, by position of the job. The batch must be one that the caller may see. */
    outputs: async (batchId: string): Promise<OutputList> => {
      const [batch] = await database.query<{ policy: NameConflictPolicy | null }>(
        `select options->>'onNameConflict' as policy from batch where id = $1`,
        [batchId],
      );
      return {
        files: readOutputs(database, batchId),
        onNameConflict: batch?.policy ?? 'auto-increment',
      };
    },
  };
}

interface JobRow extends Omit<ReportJob, 'axes'> {
  readonly setting: JsonObject;
}

async function* readJobs(session: Session, batchId: string): AsyncGenerator<ReportJob> {
  for (let after = -1; ; ) {
    const rows = await session.query<JobRow>(
      `select j.id, j.position, j.label, j.state, j.input_label as "inputLabel", j.replicate, j.params, j.setting,
         j.metadata, j.error->>'message' as error, j.failure_kind as "failureKind", j.failure_key as "failureKey",
         j.warnings, case when j.state <> 'reused' then
           extract(epoch from j.finished_at - j.started_at)::float8 end as "durationS",
         (select max(a.peak_memory_bytes)::float8 from attempt a where a.job_id = j.id) as "peakMemoryBytes",
         coalesce((select jsonb_object_agg(m.name, m.value) from job_metric m where m.job_id = j.id), '{}') as metrics
       from job j where j.batch_id = $1 and j.chunk_of is null and j.position > $2 order by j.position limit $3`,
      [batchId, after, jobsAtOnce],
    );
    for (const { setting, ...job } of rows) yield { ...job, axes: Object.keys(setting) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < jobsAtOnce) return;
    after = last.position;
  }
}

async function* readOutputs(session: Session, batchId: string): AsyncGenerator<OutputFile> {
  for (let after = -1; ; ) {
    const jobs = await session.query<{ id: string; position: number }>(
      `select id, position from job where batch_id = $1 and chunk_of is null and position > $2 and state = any($3)
       order by position limit $4`,
      [batchId, after, resultJobStates, jobsAtOnce],
    );
    yield* await session.query<OutputFile>(
      `select j.id as "jobId", j.output_name as "outputName", j.position, a.path, a.size_bytes::float8 as "sizeBytes",
         a.sha256, a.created_at as "createdAt"
       from job j join artifact a on a.job_id = coalesce(j.reused_from, j.id)
       where j.id = any($1) order by j.position, a.path`,
      [jobs.map((job) => job.id)],
    );
    const last = jobs.at(-1);
    if (last === undefined || jobs.length < jobsAtOnce) return;
    after = last.position;
  }
}
