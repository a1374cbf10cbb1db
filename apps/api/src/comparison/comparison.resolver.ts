import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Comparison, presentComparison } from './comparison.types.js';
import { ComparisonInput, readComparisonInput } from './comparison-input.types.js';

@Resolver(() => Comparison)
export class ComparisonResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Comparison)
  @AllowSignedIn()
  async comparison(@CurrentIdentity() identity: Identity, @Args('input') input: ComparisonInput) {
    return presentComparison(await this.persistence.comparison.compare(identity, readComparisonInput(input)));
  }
}
