import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn, AllowSignedIn } from '../access/rules.js';
import { Watcher } from '../access/watcher.js';
import { orProblems } from '../graphql/problems.js';
import { type Event, eventValue } from '../graphql/watch.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { readHeadStart } from './head-start.js';
import { Job, JobInput, type JobNode, JobPayload, presentJob, SetJobPriorityInput } from './jobs.types.js';

const jobIdOf = (args: { input: { jobId: string } }) => args.input.jobId;

@Resolver(() => Job)
export class JobsResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly watcher: Watcher,
  ) {}

  @Query(() => Job)
  @AllowSignedIn()
  async job(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentJob(await this.persistence.jobLists.find(identity, id));
  }

  @Mutation(() => JobPayload)
  @AllowIn('job', 'run', jobIdOf)
  cancelJob(@CurrentIdentity() identity: Identity, @Args('input') { jobId }: JobInput) {
    return orProblems(async () => {
      await this.persistence.verbs.cancelJob(actorOf(identity), jobId);
      return { job: await this.job(identity, jobId) };
    });
  }

  @Mutation(() => JobPayload, { description: 'Runs a job again that ended without a result.' })
  @AllowIn('job', 'run', jobIdOf)
  retryJob(@CurrentIdentity() identity: Identity, @Args('input') { jobId }: JobInput) {
    return orProblems(async () => {
      await this.persistence.verbs.retryJob(actorOf(identity), jobId);
      return { job: await this.job(identity, jobId) };
    });
  }

  @Mutation(() => JobPayload, { description: 'Only while the job has not ended.' })
  @AllowIn('job', 'run', jobIdOf)
  setJobPriority(
    @CurrentIdentity() identity: Identity,
    @Args('input') { jobId, priority }: SetJobPriorityInput,
  ) {
    return orProblems(async () => {
      await this.persistence.verbs.setJobPriority(actorOf(identity), jobId, readHeadStart(priority));
      return { job: await this.job(identity, jobId) };
    });
  }

  @Subscription(() => Job, {
    description: 'The job now, and after changes, at most 4 times a second.',
    resolve: (event: Event<JobNode>) => eventValue(event),
  })
  @AllowSignedIn()
  jobChanged(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return this.watcher.watch(identity, { jobId: id }, (caller) => this.job(caller, id));
  }
}
