import { explainJob, slowAfterS, waitingJobStates } from '@batchyard/domain';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { Job, type JobNode, JobWaiting } from './jobs.types.js';

const waitingStates: readonly string[] = waitingJobStates;

/** Where a job stands and what happens next. */
@Resolver(() => Job)
export class JobProgressResolver {
  @ResolveField(() => JobWaiting, { nullable: true, description: 'Null unless it waits.' })
  @AllowThroughParent()
  async waiting(
    @Parent() { id, state }: JobNode,
    @Context('loaders') loaders: Loaders,
  ): Promise<JobWaiting | null> {
    return waitingStates.includes(state) ? loaders.waiting(id) : null;
  }

  @ResolveField(() => String, { description: 'Why it is in this state, and what happens next.' })
  @AllowThroughParent()
  async explanation(@Parent() job: JobNode, @Context('loaders') loaders: Loaders) {
    const { record } = job;
    const [batch, waiting, finished] = await Promise.all([
      loaders.batch(record.batchId),
      this.waiting(job, loaders),
      record.state === 'running' ? loaders.finished(record.batchId) : [],
    ]);
    const { timeoutS, memoryLimitMb } = batch.options;
    return explainJob(
      {
        ...record,
        waitingReason: waiting?.reason ?? null,
        startedAtMs: record.startedAt?.getTime() ?? null,
        slowAfterS: slowAfterS(finished),
        leaseUntilMs: record.leaseUntil?.getTime() ?? null,
        isCancelRequested: record.cancelRequestedAt !== null,
        cancelReason: record.cancelReason,
        errorMessage: record.error?.message ?? null,
        timeoutS,
        memoryLimitMb,
      },
      Date.now(),
    );
  }
}
