import { type BatchOptions, type JsonObject, mostMemory, type PlannedJob } from '@batchyard/domain';
import type { MetricDirection } from '@batchyard/pipelines';
import { addChunks, type BatchChunking } from '../chunks/add-chunks.js';
import { toJson } from '../database/json.js';
import { onlyRow, type Session } from '../database/session.js';
import { failPoint } from '../faults/fail-points.js';
import { fromJobRows, jobRowColumns, jobRows, jobRowValues } from './job-rows.js';
import { readMode } from './record-mode.js';
import { reuseEqualJobs } from './reuse.js';
import { searchBlocksOf } from './search-blocks.js';

/** A planned batch. */
export interface NewBatch {
  readonly projectId: string;
  readonly designId: string | null;
  readonly changesetId: string | null;
  readonly name: string;
  /** Already stored in `pipeline`, in this version. */
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  /** As the pipeline declares it; absent: it does not. */
  readonly defaultConcurrency?: number | undefined;
  /** The design as it was run. */
  readonly spec: unknown;
  readonly options: BatchOptions;
  readonly objective: { readonly metric: string; readonly direction: MetricDirection };
  readonly createdBy: string | null;
  /** Free facts about the whole batch. */
  readonly metadata?: JsonObject;
  /**
   * At least one, in the order of their positions. Read once for each try of the transaction and never held as a whole,
   * so a million jobs may come from a generator behind `[Symbol.iterator]`.
   */
  readonly jobs: Iterable<PlannedJob>;
  /** Jobs of an adaptive design that are added as results come; absent: none. */
  readonly proposalsLeft?: number;
  /** Absent or null: jobs stay whole. */
  readonly chunking?: BatchChunking | null;
}

export interface CreatedBatch {
  readonly batchId: string;
  /** Jobs that took over an equal job's result and will not run. */
  readonly reusedJobs: number;
}

/** Jobs written by one statement: more gain nothing, fewer cost round trips. */
const jobsPerStatement = 2_000;

/**
 * Writes a batch with all its jobs, `waiting` or `reused`. To be called in a transaction. Memory does not grow with the
 * number of jobs.
 */
export async function createBatch(session: Session, batch: NewBatch): Promise<CreatedBatch> {
  const batchId = await insertBatch(session, batch);
  const { proposalsLeft = 0 } = batch;
  let jobCount = 0;
  let reusedJobs = 0;
  let inputBytes: number | null = 0;
  let jobMemoryBytes: number | null = null;
  let writing = Promise.resolve(0);
  for (const jobs of portionsOf(batch.jobs, jobsPerStatement)) {
    const [rows, blocks] = [jobRows(jobs), toJson(searchBlocksOf(jobs))];
    jobCount += jobs.length;
    inputBytes = jobs.reduce(addInputBytes, inputBytes);
    jobMemoryBytes = mostMemory(jobs, jobMemoryBytes);
    // The database writes one portion while the next is made.
    reusedJobs += await writing;
    const positions = positionsOf(jobs);
    writing = insertJobs(session, batch, batchId, rows, blocks).then(() =>
      batch.options.reuse ? reuseEqualJobs(session, batchId, positions) : 0,
    );
    // Awaited in the next turn; when making the next jobs fails first, that error counts.
    writing.catch(() => undefined);
  }
  reusedJobs += await writing;
  if (jobCount === 0) throw new Error(`The batch ${batch.name} has no jobs; it needs at least one.`);
  if (batch.chunking) {
    const chunks = await addChunks(session, batchId, batch.chunking, batch.options.reuse);
    jobCount += chunks.added;
    reusedJobs += chunks.reused;
  }
  const mode = await readMode(session, batch.options, {
    projectId: batch.projectId,
    pipeline: { name: batch.pipelineName, version: batch.pipelineVersion },
    jobCount: jobCount - reusedJobs + proposalsLeft,
    inputBytes,
    jobMemoryBytes,
    defaultConcurrency: batch.defaultConcurrency ?? null,
  });
  await session.query(
    'update batch set job_count = $2, concurrency = $3, mode_reason = $4, proposals_left = $5 where id = $1',
    [batchId, jobCount, mode.concurrency, mode.sentence, proposalsLeft],
  );
  await failPoint('before_batch_commit');
  session.afterCommit(() => void failPoint('after_batch_commit'));
  return { batchId, reusedJobs };
}

function* portionsOf<T>(values: Iterable<T>, size: number): Generator<readonly T[]> {
  let portion: T[] = [];
  for (const value of values) {
    portion.push(value);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** Unknown as soon as one is. */
function addInputBytes(sum: number | null, job: PlannedJob): number | null {
  return sum === null || job.inputBytes == null ? null : sum + job.inputBytes;
}

/** First and last position, both included. */
function positionsOf(jobs: readonly PlannedJob[]): readonly [number, number] {
  return [jobs[0]?.position ?? 0, jobs.at(-1)?.position ?? 0];
}

/** With a provisional number of jobs; that and how many run at once is known when all have been written. */
async function insertBatch(session: Session, batch: NewBatch): Promise<string> {
  const rows = await session.query<{ id: string }>(
    `insert into batch (project_id, design_id, changeset_id, name, pipeline_name, pipeline_version, spec, options,
       objective_metric, objective_direction, state, priority, labels, metadata, job_count, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'running', $11, $12, $13, 1, $14) returning id`,
    [
      batch.projectId,
      batch.designId,
      batch.changesetId,
      batch.name,
      batch.pipelineName,
      batch.pipelineVersion,
      toJson(batch.spec),
      toJson(batch.options),
      batch.objective.metric,
      batch.objective.direction,
      batch.options.priority,
      batch.options.labels,
      toJson(batch.metadata ?? {}),
      batch.createdBy,
    ],
  );
  return onlyRow(rows).id;
}

/** Jobs as `jobRows` writes them, and their search blocks as JSON. */
export async function insertJobs(
  session: Session,
  batch: Pick<NewBatch, 'projectId' | 'options'>,
  batchId: string,
  rows: string,
  blocks: string,
): Promise<void> {
  await session.query(
    `with blocks as (
       insert into job_search_block (batch_id, first_position, last_position, project_id, words)
       select $2, (b->>'firstPosition')::int, (b->>'lastPosition')::int, $1, b->>'words' from jsonb_array_elements($5::jsonb) b
     )
     insert into job (project_id, batch_id, attempt_limit, ${jobRowColumns})
     select $1, $2, $3, ${jobRowValues} from ${fromJobRows('$4')}`,
    [batch.projectId, batchId, batch.options.maxAttempts, rows, blocks],
  );
}
