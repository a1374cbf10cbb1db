import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn, AllowSignedIn } from '../access/rules.js';
import { Watcher } from '../access/watcher.js';
import { orProblems } from '../graphql/problems.js';
import { type Event, eventValue } from '../graphql/watch.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { followLog, type LogPart } from './follow-log.js';
import { readHeadStart } from './head-start.js';
import {
  Job,
  JobInput,
  JobLogPart,
  type JobNode,
  JobPayload,
  presentJob,
  SetJobPriorityInput,
} from './jobs.types.js';

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

  @Subscription(() => JobLogPart, {
    description:
      'The log after a cursor (all of it when absent), and new lines as they come, at most 4 times a second and 500 at a time, until the job has ended. Job.log reads the same pages.',
    resolve: (event: Event<LogPart>) => eventValue(event),
  })
  @AllowSignedIn()
  jobLog(
    @CurrentIdentity() identity: Identity,
    @Args('jobId', { type: () => ID }) jobId: string,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ) {
    return followLog(this.persistence, this.watcher, identity, jobId, after ?? null);
  }
}
