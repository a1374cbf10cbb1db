/** Starting a batch: resolve the design's files, plan its jobs, find results to reuse, write everything at once. */
import { type BatchOptions, type DesignSpec, type PlannedJob, UserError } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import { type CreatedBatch, createBatch, findEqualJobs } from '../batches/create.js';
import { settleBatch } from '../batches/settle.js';
import type { BlobStore } from '../blobs/blob-store.js';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';
import { keepDefinition } from '../pipelines/pipeline-store.js';
import { type PlannedDesign, planDesign } from './plan-design.js';

export interface BatchRequest {
  /** A project in which the actor may run batches: the caller has checked that. */
  readonly projectId: string;
  /** The stored design that `spec` was taken from. */
  readonly designId: string | null;
  /** Inputs are file ids. */
  readonly spec: DesignSpec;
  readonly options: BatchOptions;
  /** null: the design's name. */
  readonly name: string | null;
}

/** What starting would do. */
export interface BatchPreview {
  readonly jobs: readonly PlannedJob[];
  /** Cell key → id of the equal job whose result would be taken over. */
  readonly reusable: ReadonlyMap<string, string>;
  /** When there is an error among them, there are no jobs. */
  readonly problems: readonly Problem[];
}

export function batchStarts(database: Database, blobs: BlobStore) {
  return {
    /** Plans without writing anything. */
    preview: (request: BatchRequest): Promise<BatchPreview> => previewBatch(database, blobs, request),

    /** @throws UserError INVALID_DESIGN with every problem; nothing is written then */
    start: async (actor: Actor, request: BatchRequest): Promise<CreatedBatch> => {
      const { plan, problems } = await planDesign(database, blobs, request.projectId, request.spec);
      if (plan === null) {
        throw new UserError('INVALID_DESIGN', 'The design has problems; no batch was started.', {}, problems);
      }
      return database.transaction((session) => writeBatch(session, actor, request, plan));
    },
  };
}

async function previewBatch(
  session: Session,
  blobs: BlobStore,
  request: BatchRequest,
): Promise<BatchPreview> {
  const { plan, problems } = await planDesign(session, blobs, request.projectId, request.spec);
  if (plan === null) return { jobs: [], reusable: new Map(), problems };
  const cellKeys = plan.jobs.map((job) => job.cellKey);
  const reusable = request.options.reuse
    ? await findEqualJobs(session, request.projectId, cellKeys)
    : new Map<string, string>();
  return { jobs: plan.jobs, reusable, problems };
}

async function writeBatch(
  session: Session,
  actor: Actor,
  request: BatchRequest,
  plan: PlannedDesign,
): Promise<CreatedBatch> {
  const { projectId, designId, spec, options } = request;
  const name = request.name?.trim() || spec.name;
  await keepDefinition(session, plan.pipeline);
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'start_batch',
    summary: `Started the batch ${name} with ${plan.jobs.length} jobs.`,
  });
  const created = await createBatch(session, {
    projectId,
    designId,
    changesetId,
    name,
    pipelineName: plan.pipeline.name,
    pipelineVersion: plan.pipeline.version,
    spec,
    options,
    objective: plan.objective,
    createdBy: actor.userId,
    jobs: plan.jobs,
  });
  if (created.reusedJobs > 0) await settleBatch(session, created.batchId);
  return created;
}
