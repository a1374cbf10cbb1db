import { Inject } from '@nestjs/common';
import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowThroughParent } from '../access/rules.js';
import { Batch, presentBatch } from '../batches/batches.types.js';
import { Design, presentDesign } from '../designs/designs.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { Job, presentJob } from '../jobs/jobs.types.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { MetricSpec, presentMetricSpec } from '../pipelines/pipelines.types.js';
import { Comparison, type ComparisonNode } from './comparison.types.js';
import { ComparisonSource, Observations, presentObservations } from './comparison-source.types.js';

/** Fields of a comparison that are made only when they are asked for. */
@Resolver(() => Comparison)
export class ComparisonFieldsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [Batch], { description: 'Those among the sources.' })
  @AllowThroughParent()
  async batches(@Parent() { sources }: ComparisonNode, @Context('loaders') loaders: Loaders) {
    const ids = sources.filter(({ kind }) => kind === 'batch').map(({ id }) => id);
    return (await Promise.all(ids.map((id) => loaders.batch(id)))).map(presentBatch);
  }

  @ResolveField(() => [MetricSpec], {
    description:
      'What is said in the project of the first source, as metrics: `annotation.flag.DARK` is a number of frames, `annotation_share.flag.DARK` a share of them. Ask for one by its name.',
  })
  @AllowThroughParent()
  async annotationMetrics(@CurrentIdentity() identity: Identity, @Parent() { sources }: ComparisonNode) {
    const idsOf = (wanted: string) => sources.filter(({ kind }) => kind === wanted).map(({ id }) => id);
    const chosen = { batchIds: idsOf('batch'), designIds: idsOf('design'), jobIds: idsOf('job') };
    return (await this.persistence.comparison.annotationMetrics(identity, chosen)).map(presentMetricSpec);
  }

  @ResolveField(() => Observations, {
    description: 'Those of the best settings first; 5,000 unless said, at most 20,000.',
  })
  @AllowThroughParent()
  observations(
    @Parent() { observed }: ComparisonNode,
    @Args('first', { type: () => Int, nullable: true }) first?: number | null,
  ): Observations {
    return presentObservations(observed, first);
  }
}

@Resolver(() => ComparisonSource)
export class ComparisonSourcesResolver {
  @ResolveField(() => Batch, { nullable: true })
  @AllowThroughParent()
  async batch(@Parent() { kind, id }: ComparisonSource, @Context('loaders') loaders: Loaders) {
    return kind === 'batch' ? presentBatch(await loaders.batch(id)) : null;
  }

  @ResolveField(() => Design, { nullable: true })
  @AllowThroughParent()
  async design(@Parent() { kind, id }: ComparisonSource, @Context('loaders') loaders: Loaders) {
    const design = kind === 'design' ? await loaders.design(id) : undefined;
    return design === undefined ? null : presentDesign(design);
  }

  @ResolveField(() => Job, { nullable: true })
  @AllowThroughParent()
  async job(@Parent() { kind, id }: ComparisonSource, @Context('loaders') loaders: Loaders) {
    const job = kind === 'job' ? await loaders.job(id) : undefined;
    return job === undefined ? null : presentJob(job);
  }
}
