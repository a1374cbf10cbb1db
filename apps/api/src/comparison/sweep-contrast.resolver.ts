import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { ComparisonInput, readComparisonInput } from './comparison-input.types.js';
import { presentSweepContrast, SweepContrast } from './sweep-contrast.types.js';

@Resolver(() => SweepContrast)
export class SweepContrastResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => SweepContrast, {
    description:
      'B against A, at equal values of the parameters that vary in both, by the metric that A asks for.',
  })
  @AllowSignedIn()
  async sweepContrast(
    @CurrentIdentity() identity: Identity,
    @Args('a') a: ComparisonInput,
    @Args('b') b: ComparisonInput,
  ): Promise<SweepContrast> {
    const [requestA, requestB] = [readComparisonInput(a), readComparisonInput(b)];
    return presentSweepContrast(await this.persistence.comparison.contrast(identity, requestA, requestB));
  }
}
