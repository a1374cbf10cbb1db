import { NotFound } from '@batchyard/domain';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Batch, type BatchNode } from '../batches/batches.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { Job, type JobNode, LogLine, presentJob, presentLogLine } from '../jobs/jobs.types.js';
import { FailureGroup, type FailureGroupNode, presentFailureGroup } from './failures.types.js';

@Resolver(() => Batch)
export class BatchFailuresResolver {
  @ResolveField(() => [FailureGroup], { description: 'Largest first, at most 50.' })
  @AllowThroughParent()
  async failureGroups(@Parent() { id }: BatchNode, @Context('loaders') loaders: Loaders) {
    return (await loaders.failureGroups(id)).map(presentFailureGroup);
  }
}

@Resolver(() => Job)
export class JobFailuresResolver {
  @ResolveField(() => [LogLine], { description: 'The last 20 of its newest attempt, in the order written.' })
  @AllowThroughParent()
  async lastLogLines(@Parent() { id }: JobNode, @Context('loaders') loaders: Loaders) {
    return (await loaders.lastLogLines(id)).map(presentLogLine);
  }
}

@Resolver(() => FailureGroup)
export class FailureGroupsResolver {
  @ResolveField(() => Job, { description: 'The job whose failure is the newest.' })
  @AllowThroughParent()
  async example(@Parent() { exampleId }: FailureGroupNode, @Context('loaders') loaders: Loaders) {
    const job = await loaders.job(exampleId);
    if (job === undefined) throw new NotFound('The job');
    return presentJob(job);
  }
}
