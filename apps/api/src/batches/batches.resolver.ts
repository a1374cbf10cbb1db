import { type BatchVerb, batchOptionsJsonSchema } from '@batchyard/domain';
import { emptyPreview, type ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn } from '../access/rules.js';
import { Watcher } from '../access/watcher.js';
import { Checks } from '../checks/checks.js';
import { JsonScalar } from '../graphql/json.js';
import { orProblems } from '../graphql/problems.js';
import { type Event, eventValue } from '../graphql/watch.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { readBatchRequest } from './batch-requests.js';
import {
  Batch,
  BatchInput,
  type BatchNode,
  BatchPayload,
  presentBatch,
  StartBatchInput,
} from './batches.types.js';
import { BatchPlan, presentPlan } from './plan.types.js';

/** Somebody waits for the plan while typing; what was not checked by then is checked for the next one. */
const planCheckMs = 4_000;
const startCheckMs = 60_000;

const batchIdOf = (args: { input: BatchInput }) => args.input.batchId;

@Resolver(() => Batch)
export class BatchesResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly watcher: Watcher,
    private readonly checks: Checks,
  ) {}

  @Query(() => Batch)
  @AllowSignedIn()
  async batch(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentBatch(await this.persistence.batchLists.find(identity, id));
  }

  @Query(() => JsonScalar, { description: 'JSON Schema of the options of a batch.' })
  @AllowSignedIn()
  batchOptionsSchema(): unknown {
    return batchOptionsJsonSchema;
  }

  @Query(() => BatchPlan, { description: 'What starting the batch would do; nothing is written.' })
  @AllowIn('project', 'run', (args: { input: StartBatchInput }) => args.input.projectSlug)
  async planBatch(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: StartBatchInput,
  ): Promise<BatchPlan> {
    const plan = await orProblems(async () => {
      const request = await readBatchRequest(this.persistence, identity, projectId, input);
      const checks = this.checks.within(planCheckMs);
      return { preview: await this.persistence.batchStarts.preview(request, checks) };
    });
    return presentPlan('preview' in plan ? plan.preview : emptyPreview(plan.problems), new Date());
  }

  @Mutation(() => BatchPayload)
  @AllowIn('project', 'run', (args: { input: StartBatchInput }) => args.input.projectSlug)
  startBatch(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: StartBatchInput,
  ) {
    return orProblems(async () => {
      const request = await readBatchRequest(this.persistence, identity, projectId, input);
      const checks = this.checks.within(startCheckMs);
      const { batchId } = await this.persistence.batchStarts.start(actorOf(identity), request, checks);
      return { batch: await this.batch(identity, batchId) };
    });
  }

  @Mutation(() => BatchPayload, { description: 'Starts nothing new; running jobs finish.' })
  @AllowIn('batch', 'run', batchIdOf)
  pauseBatch(@CurrentIdentity() identity: Identity, @Args('input') input: BatchInput) {
    return this.move('pause', identity, input);
  }

  @Mutation(() => BatchPayload)
  @AllowIn('batch', 'run', batchIdOf)
  resumeBatch(@CurrentIdentity() identity: Identity, @Args('input') input: BatchInput) {
    return this.move('resume', identity, input);
  }

  @Mutation(() => BatchPayload, {
    description: 'Starts nothing new and ends when running jobs have finished.',
  })
  @AllowIn('batch', 'run', batchIdOf)
  stopBatch(@CurrentIdentity() identity: Identity, @Args('input') input: BatchInput) {
    return this.move('stop', identity, input);
  }

  @Mutation(() => BatchPayload, { description: 'Kills running jobs now and cancels the rest.' })
  @AllowIn('batch', 'run', batchIdOf)
  cancelBatch(@CurrentIdentity() identity: Identity, @Args('input') input: BatchInput) {
    return this.move('cancel', identity, input);
  }

  @Mutation(() => BatchPayload, { description: 'Runs every job again that ended without a result.' })
  @AllowIn('batch', 'run', batchIdOf)
  retryFailedJobs(@CurrentIdentity() identity: Identity, @Args('input') input: BatchInput) {
    return this.move('retry_failed', identity, input);
  }

  @Subscription(() => Batch, {
    description: 'The batch now, and after changes, at most 4 times a second.',
    resolve: (event: Event<BatchNode>) => eventValue(event),
  })
  @AllowSignedIn()
  batchChanged(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return this.watcher.watch(identity, { batchId: id }, (caller) => this.batch(caller, id));
  }

  private move(verb: BatchVerb, identity: Identity, { batchId }: BatchInput) {
    return orProblems(async () => {
      await this.persistence.verbs.onBatch(actorOf(identity), verb, batchId);
      return { batch: await this.batch(identity, batchId) };
    });
  }
}
