import { Args, Query, Resolver } from '@nestjs/graphql';
import { AllowSignedIn } from '../access/rules.js';
import { PageArgs } from '../graphql/connection.js';
import { ComparisonInput } from './comparison-input.types.js';
import { InputMatrix } from './input-matrix.types.js';

@Resolver(() => InputMatrix)
export class InputMatrixResolver {
  @Query(() => InputMatrix, { description: 'Inputs on which the choice of setting matters most come first.' })
  @AllowSignedIn()
  comparisonByInput(@Args('input') _input: ComparisonInput, @Args() _page: PageArgs): InputMatrix | null {
    return null;
  }
}
