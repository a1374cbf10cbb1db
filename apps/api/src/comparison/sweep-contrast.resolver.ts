import { Args, Query, Resolver } from '@nestjs/graphql';
import { AllowSignedIn } from '../access/rules.js';
import { ComparisonInput } from './comparison-input.types.js';
import { SweepContrast } from './sweep-contrast.types.js';

@Resolver(() => SweepContrast)
export class SweepContrastResolver {
  @Query(() => SweepContrast, {
    description: 'B against A, at equal values of the parameters that vary in both.',
  })
  @AllowSignedIn()
  sweepContrast(@Args('a') _a: ComparisonInput, @Args('b') _b: ComparisonInput): SweepContrast | null {
    return null;
  }
}
