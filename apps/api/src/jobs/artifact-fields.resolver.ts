import { NotFound } from '@batchyard/domain';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { Artifact, type ArtifactNode, Job, presentJob } from './jobs.types.js';

@Resolver(() => Artifact)
export class ArtifactFieldsResolver {
  @ResolveField(() => Job, { description: 'The job that produced it.' })
  @AllowThroughParent()
  async job(@Parent() artifact: ArtifactNode, @Context('loaders') loaders: Loaders) {
    const job = await loaders.job(artifact.jobId);
    if (job === undefined) throw new NotFound('The job');
    return presentJob(job);
  }
}
