import { type BulkOutcome, bulkOutcomes, NotFound } from '@batchyard/domain';
import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import {
  Args,
  Context,
  ID,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { Watcher } from '../access/watcher.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { invalid, orProblems } from '../graphql/problems.js';
import { type Event, eventValue } from '../graphql/watch.js';
import { Job, presentJob } from '../jobs/jobs.types.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { JobFilter, Project } from '../projects/projects.types.js';
import { presentUser, User } from '../users/users.types.js';
import {
  BulkAction,
  BulkActionConnection,
  BulkActionEntry,
  BulkActionEntryConnection,
  type BulkActionEntryNode,
  BulkActionInput,
  type BulkActionNode,
  BulkActionPayload,
  CappedCount,
  presentBulkAction,
  presentEntry,
  StartBulkActionInput,
} from './bulk-actions.types.js';
import { readBulkRequest } from './bulk-request.js';

@Resolver(() => BulkAction)
export class BulkActionsResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly watcher: Watcher,
  ) {}

  @Query(() => BulkAction, {
    nullable: true,
    description: 'NOT_FOUND when it does not exist or the caller may not see it.',
  })
  @AllowSignedIn()
  async bulkAction(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentBulkAction(await this.persistence.bulkActions.find(identity, id));
  }

  @Mutation(() => BulkActionPayload, { description: 'Begins it; workers carry it out.' })
  @AllowIn('project', 'run', (args: { input: StartBulkActionInput }) => args.input.projectSlug)
  startBulkAction(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: StartBulkActionInput,
  ) {
    return orProblems(async () => {
      const request = { projectId, ...readBulkRequest(input) };
      const id = await this.persistence.bulkActions.start(actorOf(identity), request);
      return { bulkAction: await this.bulkAction(identity, id) };
    });
  }

  @Mutation(() => BulkActionPayload, { description: 'Ends it after the portion that is under way.' })
  @AllowIn('bulk_action', 'run', (args: { input: BulkActionInput }) => args.input.bulkActionId)
  stopBulkAction(@CurrentIdentity() identity: Identity, @Args('input') { bulkActionId }: BulkActionInput) {
    return orProblems(async () => {
      await this.persistence.bulkActions.stop(actorOf(identity), bulkActionId);
      return { bulkAction: await this.bulkAction(identity, bulkActionId) };
    });
  }

  @Subscription(() => BulkAction, {
    description: 'The bulk action now, and after changes, at most 4 times a second.',
    resolve: (event: Event<BulkActionNode>) => eventValue(event),
  })
  @AllowSignedIn()
  bulkActionChanged(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return this.watcher.watch(identity, { bulkActionId: id }, (caller) => this.bulkAction(caller, id));
  }

  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  async createdBy(@Parent() { record }: BulkActionNode, @Context('loaders') loaders: Loaders) {
    const user = record.createdById === null ? undefined : await loaders.user(record.createdById);
    return user === undefined ? null : presentUser(user);
  }

  @ResolveField(() => BulkActionEntryConnection, { description: 'What it did so far, newest job first.' })
  @AllowThroughParent()
  async entries(
    @Parent() { id }: BulkActionNode,
    @Args() page: PageArgs,
    @Args('outcome', { type: () => String, nullable: true, description: 'succeeded, skipped or failed' })
    outcome?: string | null,
  ) {
    const entries = await this.persistence.bulkActions.entries(id, pageRequest(page), readOutcome(outcome));
    return presentPage(entries, presentEntry);
  }
}

function readOutcome(text: string | null | undefined): BulkOutcome | null {
  if (text == null) return null;
  const outcome = bulkOutcomes.find((name) => name === text);
  if (outcome === undefined)
    throw invalid('outcome', `There is no outcome ${text}: use ${bulkOutcomes.join(', ')}.`);
  return outcome;
}

@Resolver(() => BulkActionEntry)
export class BulkActionEntriesResolver {
  @ResolveField(() => Job)
  @AllowThroughParent()
  async job(@Parent() { jobId }: BulkActionEntryNode, @Context('loaders') loaders: Loaders) {
    const job = await loaders.job(jobId);
    if (job === undefined) throw new NotFound('The job');
    return presentJob(job);
  }
}

/** What a project has to do with bulk actions. */
@Resolver(() => Project)
export class ProjectBulkActionsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => BulkActionConnection, { description: 'Newest first.' })
  @AllowThroughParent()
  async bulkActions(@Parent() { id }: Project, @Args() page: PageArgs) {
    return presentPage(await this.persistence.bulkActions.list(id, pageRequest(page)), presentBulkAction);
  }

  @ResolveField(() => CappedCount, { description: 'How many jobs match.' })
  @AllowThroughParent()
  jobCount(
    @Parent() { id }: Project,
    @Args('filter', { type: () => JobFilter, nullable: true }) filter?: JobFilter | null,
  ) {
    return this.persistence.jobLists.count(id, filter ?? {});
  }
}
