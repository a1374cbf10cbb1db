import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn } from '../access/rules.js';
import { PageArgs } from '../graphql/connection.js';
import { pageRequest } from '../graphql/page-request.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { ComparisonInput, readComparisonInput } from './comparison-input.types.js';
import { InputMatrix, presentInputMatrix } from './input-matrix.types.js';

@Resolver(() => InputMatrix)
export class InputMatrixResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => InputMatrix, { description: 'Inputs on which the choice of setting matters most come first.' })
  @AllowSignedIn()
  async comparisonByInput(
    @CurrentIdentity() identity: Identity,
    @Args('input') input: ComparisonInput,
    @Args() page: PageArgs,
  ): Promise<InputMatrix> {
    const request = readComparisonInput(input);
    return presentInputMatrix(
      await this.persistence.comparison.byInput(identity, request, pageRequest(page)),
    );
  }
}
