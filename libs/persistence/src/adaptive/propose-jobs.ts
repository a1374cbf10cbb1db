/** The next jobs of one batch of an adaptive design. Everything happens in one transaction, with the batch's row taken. */
import {
  adaptiveOptionsOf,
  type BatchOptions,
  batchOptionsSchema,
  budgetOf,
  type DesignSpec,
  jobsPerSetting,
  nameOutputs,
  type Objective,
  type PlannedJob,
  proposeSettings,
  searchSpaceOf,
  withSettings,
} from '@batchyard/domain';
import { nearestName, type Pipeline, plannable } from '@batchyard/pipelines';
import { resolveDesign } from '../batch-start/plan-design.js';
import { insertJobs } from '../batches/create.js';
import { jobRows } from '../batches/job-rows.js';
import { reuseEqualJobs } from '../batches/reuse.js';
import { searchBlocksOf } from '../batches/search-blocks.js';
import { settleBatch } from '../batches/settle.js';
import type { BlobStore } from '../blobs/blob-store.js';
import { toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import { pipelineInVersion } from '../pipelines/pipeline-catalog.js';
import { countOpenSettings, readSettings } from './search-state.js';

interface ProposingBatch {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly spec: DesignSpec;
  readonly options: BatchOptions;
  readonly pipelineVersion: string;
  readonly objective: Pick<Objective, 'metric' | 'direction'>;
  /** Jobs. */
  readonly proposalsLeft: number;
}

/**
 * Adds jobs so that as many settings are under way as the design wants.
 * @returns how many; 0 where enough are under way, nothing is left, or another process has the batch in hand
 */
export async function proposeJobs(session: Session, blobs: BlobStore, batchId: string): Promise<number> {
  const batch = await takeBatch(session, batchId);
  if (batch === null) return 0;
  const { spec } = batch;
  const open = await countOpenSettings(session, batchId);
  const settingsLeft = Math.ceil(batch.proposalsLeft / jobsPerSetting(spec));
  const wanted = Math.min(settingsLeft, adaptiveOptionsOf(spec).parallel - open);
  if (wanted <= 0) return 0;
  const pipeline = await pipelineInVersion(session, {
    name: spec.pipeline,
    version: batch.pipelineVersion,
  });
  if (pipeline === undefined || pipeline.version !== batch.pipelineVersion) {
    return endProposals(session, batchId, versionText(batch, pipeline));
  }
  const state = await readSettings(session, batchId, batch.objective.metric);
  const space = searchSpaceOf(spec, plannable(pipeline));
  const { settings, exhausted } = proposeSettings(
    spec,
    space,
    { ...state, objective: batch.objective },
    wanted,
  );
  if (settings.length === 0) return endProposals(session, batchId, exhausted ?? '');
  const design = withSettings(
    spec,
    settings.map(({ setting }) => setting),
  );
  const resolved = await resolveDesign(session, blobs, batch.projectId, design, undefined, pipeline);
  if (resolved.design === null) return endProposals(session, batchId, resolved.problems[0]?.message ?? '');
  await addJobs(session, batch, pipeline, resolved.design.cells.jobs, settings.length);
  return settings.length;
}

async function takeBatch(session: Session, batchId: string): Promise<ProposingBatch | null> {
  const [row] = await session.query<Omit<ProposingBatch, 'options'> & { readonly options: unknown }>(
    `select id, project_id as "projectId", name, spec, options, pipeline_version as "pipelineVersion",
       jsonb_build_object('metric', objective_metric, 'direction', objective_direction) as objective,
       proposals_left as "proposalsLeft"
     from batch where id = $1 and state = 'running' and proposals_left > 0 for no key update skip locked`,
    [batchId],
  );
  return row === undefined ? null : { ...row, options: batchOptionsSchema.parse(row.options) };
}

/** Writes jobs behind those that the batch has, and takes the settings off what is left. */
async function addJobs(
  session: Session,
  batch: ProposingBatch,
  pipeline: Pipeline,
  planned: readonly PlannedJob[],
  settings: number,
): Promise<void> {
  const [last] = await session.query<{ position: number }>(
    'select position from job where batch_id = $1 order by position desc limit 1',
    [batch.id],
  );
  const offset = (last?.position ?? -1) + 1;
  const jobs = nameJobs(
    batch,
    pipeline,
    planned.map((job) => ({ ...job, position: job.position + offset })),
  );
  if (jobs.length > 0) {
    await insertJobs(session, batch, batch.id, jobRows(jobs), toJson(searchBlocksOf(jobs)));
  }
  const range = [offset, jobs.at(-1)?.position ?? offset] as const;
  const reused = batch.options.reuse ? await reuseEqualJobs(session, batch.id, range) : 0;
  await session.query(
    `update batch set job_count = job_count + $2, proposals_left = greatest(0, proposals_left - $3) where id = $1`,
    [batch.id, jobs.length, settings * jobsPerSetting(batch.spec)],
  );
  if (reused > 0) await settleBatch(session, batch.id);
}

function nameJobs(
  { options, name, spec }: ProposingBatch,
  pipeline: Pipeline,
  jobs: readonly PlannedJob[],
): PlannedJob[] {
  const { names } = nameOutputs(jobs, {
    options,
    batchName: name,
    inputNames: pipeline.inputs.map((input) => input.name),
    cellCount: budgetOf(spec) * jobsPerSetting(spec),
    nearest: nearestName,
  });
  return jobs.map((job, index) => ({ ...job, outputName: names[index] ?? null }));
}

/** No further settings, whatever the budget: the batch ends with those it has. */
async function endProposals(session: Session, batchId: string, reason: string): Promise<number> {
  await session.query('update batch set proposals_left = 0, state_reason = $2 where id = $1', [
    batchId,
    `No further settings were chosen. ${reason}`,
  ]);
  await settleBatch(session, batchId);
  return 0;
}

function versionText({ spec, pipelineVersion }: ProposingBatch, pipeline: Pipeline | undefined): string {
  const now = pipeline === undefined ? 'is gone' : `is now ${pipeline.version}`;
  return `The pipeline ${spec.pipeline} ${now}; this batch began with ${pipelineVersion}.`;
}
