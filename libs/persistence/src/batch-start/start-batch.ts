/** Starting a batch: plan it, see that the plan is the one that was shown, write everything at once. */
import { type InvalidCell, planChange, UserError, uncheckedText } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import { type CreatedBatch, createBatch } from '../batches/create.js';
import { settleBatch } from '../batches/settle.js';
import type { BlobStore } from '../blobs/blob-store.js';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';
import { keepDefinition } from '../pipelines/pipeline-store.js';
import { type JobChecks, noChecks } from './check-cells.js';
import {
  type BatchPreview,
  type BatchRequest,
  hasErrors,
  type PreparedBatch,
  prepareBatch,
  previewBatch,
  startSummary,
  weighBatch,
} from './plan-batch.js';

/** Problems that a refusal lists; more help nobody. */
const listedProblems = 200;

export type BatchStarts = ReturnType<typeof batchStarts>;

export function batchStarts(database: Database, blobs: BlobStore) {
  return {
    /** Plans without writing anything. @param checks absent: jobs find out when they run */
    preview: (request: BatchRequest, checks: JobChecks = noChecks): Promise<BatchPreview> =>
      previewBatch(database, blobs, request, checks),

    /**
     * @param inSameTransaction what must be written with the batch, or not at all; is told the cells that are left out
     * @throws UserError INVALID_DESIGN with every problem, CHECKS_UNFINISHED, or PLAN_CHANGED with what changed;
     * nothing is written then
     */
    start: async (
      actor: Actor,
      request: BatchRequest,
      checks: JobChecks = noChecks,
      inSameTransaction: (
        session: Session,
        batchId: string,
        invalid: readonly InvalidCell[],
      ) => Promise<void> = async () => undefined,
    ): Promise<StartedBatch> => {
      const prepared = await prepareBatch(database, blobs, request, checks);
      if (prepared.pipeline === null || hasErrors(prepared.problems)) throw refusal(prepared.problems);
      if (prepared.unchecked > 0) throw unfinished(prepared.unchecked);
      return database.transaction(async (session) => {
        const created = await writeBatch(session, actor, request, prepared);
        await inSameTransaction(session, created.batchId, prepared.invalid);
        return created;
      });
    },
  };
}

function refusal(problems: readonly Problem[]): UserError {
  const message = 'The design has problems; no batch was started.';
  return new UserError('INVALID_DESIGN', message, {}, problems.slice(0, listedProblems));
}

function unfinished(sets: number): UserError {
  return new UserError(
    'CHECKS_UNFINISHED',
    `${uncheckedText(sets)}. Start again in a moment; nothing was started.`,
  );
}

/** With the change that tells of its start. */
interface StartedBatch extends CreatedBatch {
  readonly changesetId: string;
}

async function writeBatch(
  session: Session,
  actor: Actor,
  request: BatchRequest,
  prepared: PreparedBatch,
): Promise<StartedBatch> {
  const { projectId, designId, spec, metadata = {} } = request;
  const { pipeline, options, objective, jobs, chosenLater, chunking } = prepared;
  const name = request.name?.trim() || spec.name;
  const plannedReuse = await requireSamePlan(session, request, prepared);
  await keepDefinition(session, pipeline);
  const summary = startSummary(name, prepared);
  const changesetId = await recordChange(session, actor, { projectId, verb: 'start_batch', summary });
  const created = await createBatch(session, {
    projectId,
    designId,
    changesetId,
    name,
    pipelineName: pipeline.name,
    pipelineVersion: pipeline.version,
    defaultConcurrency: pipeline.defaultConcurrency,
    spec,
    options,
    objective,
    createdBy: actor.userId,
    metadata,
    jobs,
    proposalsLeft: chosenLater,
    chunking,
  });
  // Another batch may have finished an equal job since the plan was compared.
  if (plannedReuse !== null && chunking === null && created.reusedJobs !== plannedReuse) {
    throw planChanged('An equal job finished at this moment, so that another number of results is reused.');
  }
  if (created.reusedJobs > 0) await settleBatch(session, created.batchId);
  return { ...created, changesetId };
}

/** @returns jobs that the plan reuses; null where no plan was shown. @throws UserError PLAN_CHANGED */
async function requireSamePlan(
  session: Session,
  request: BatchRequest,
  prepared: PreparedBatch,
): Promise<number | null> {
  if (request.planFingerprint == null) return null;
  const { fingerprint, counts } = await weighBatch(session, request, prepared);
  const change = planChange(request.planFingerprint, fingerprint);
  if (change !== null) throw planChanged(change);
  return counts.reused;
}

function planChanged(what: string): UserError {
  const message = `The plan is not the one that was shown. ${what} Look at the new plan and start again; nothing was started.`;
  return new UserError('PLAN_CHANGED', message, { parameter: 'planFingerprint' });
}
