import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Batch, presentBatch } from '../batches/batches.types.js';
import { Design, presentDesign } from '../designs/designs.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { Job, presentJob } from '../jobs/jobs.types.js';
import { Comparison, type ComparisonNode } from './comparison.types.js';
import { ComparisonSource, Observations, presentObservations } from './comparison-source.types.js';

/** Fields of a comparison that are made only when they are asked for. */
@Resolver(() => Comparison)
export class ComparisonFieldsResolver {
  @ResolveField(() => [Batch], { description: 'Those among the sources.' })
  @AllowThroughParent()
  async batches(@Parent() { sources }: ComparisonNode, @Context('loaders') loaders: Loaders) {
    const ids = sources.filter(({ kind }) => kind === 'batch').map(({ id }) => id);
    return (await Promise.all(ids.map((id) => loaders.batch(id)))).map(presentBatch);
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
