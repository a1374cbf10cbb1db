import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { presentMetricSpec } from '../pipelines/pipelines.types.js';
import { Comparison, presentComparison } from './comparison.types.js';
import { ComparisonInput } from './comparison-input.types.js';

@Resolver(() => Comparison)
export class ComparisonResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Comparison)
  @AllowSignedIn()
  async comparison(@CurrentIdentity() identity: Identity, @Args('input') input: ComparisonInput) {
    const { batchIds, metric, direction, baselineKey } = input;
    const { comparison, definition } = await this.persistence.comparison.compare(identity, {
      batchIds: batchIds ?? [],
      metric: metric ?? null,
      direction: direction ?? null,
      baselineKey: baselineKey ?? null,
    });
    const metrics = definition.metrics.map(presentMetricSpec);
    const sources = [...new Set(batchIds ?? [])].map((id) => ({
      label: 'A',
      kind: 'batch' as const,
      id,
      name: '',
      jobs: 0,
    }));
    return presentComparison(comparison, definition.paramsSchema, { metrics, sources, inputs: [] });
  }
}
