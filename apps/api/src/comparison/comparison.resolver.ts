import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { Batch, presentBatch } from '../batches/batches.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { presentMetricSpec } from '../pipelines/pipelines.types.js';
import { Comparison, ComparisonInput, type ComparisonNode, presentComparison } from './comparison.types.js';

@Resolver(() => Comparison)
export class ComparisonResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Comparison)
  @AllowSignedIn()
  async comparison(@CurrentIdentity() identity: Identity, @Args('input') input: ComparisonInput) {
    const { batchIds, metric, direction, baselineKey } = input;
    const { comparison, definition } = await this.persistence.comparison.compare(identity, {
      batchIds,
      metric: metric ?? null,
      direction: direction ?? null,
      baselineKey: baselineKey ?? null,
    });
    const metrics = definition.metrics.map(presentMetricSpec);
    return presentComparison(comparison, definition.paramsSchema, { batchIds, metrics });
  }

  @ResolveField(() => [Batch])
  @AllowThroughParent()
  async batches(@Parent() { batchIds }: ComparisonNode, @Context('loaders') loaders: Loaders) {
    const batches = await Promise.all([...new Set(batchIds)].map((id) => loaders.batch(id)));
    return batches.map(presentBatch);
  }
}
