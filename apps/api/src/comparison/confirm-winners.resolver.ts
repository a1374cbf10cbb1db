import { defaultConfirmReplicates, roleAllows } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Forbidden } from '../access/errors.js';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn } from '../access/rules.js';
import { Batch, BatchPayload, presentBatch } from '../batches/batches.types.js';
import { Checks } from '../checks/checks.js';
import { invalid, orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { ConfirmWinnersInput } from './comparison-input.types.js';

const checkMs = 60_000;
const maxReplicates = 1000;

@Resolver(() => Batch)
export class ConfirmWinnersResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly checks: Checks,
  ) {}

  // The sources may be several, and a rule looks at one: the role in their project is checked here.
  @Mutation(() => BatchPayload, {
    description:
      'Runs settings again on all inputs that they ran on, with fresh seeds, as a batch of its own: the best of many is partly luck. Its options are those of the newest batch among the sources.',
  })
  @AllowSignedIn()
  async confirmWinners(@CurrentIdentity() identity: Identity, @Args('input') input: ConfirmWinnersInput) {
    const sources = { batchIds: input.batchIds ?? [], designIds: input.designIds ?? [] };
    const found = await orProblems(async () => ({
      role: await this.persistence.comparison.roleIn(identity, sources),
    }));
    if (!('role' in found)) return found;
    if (!roleAllows(found.role, 'edit')) {
      throw new Forbidden(`Your role in this project, ${found.role}, does not allow this (edit).`);
    }
    return orProblems(async () => ({ batch: await this.start(identity, input, sources) }));
  }

  private async start(
    identity: Identity,
    { settingKeys, replicates }: ConfirmWinnersInput,
    sources: { readonly batchIds: readonly string[]; readonly designIds: readonly string[] },
  ): Promise<Batch> {
    const request = { ...sources, settingKeys, replicates: readReplicates(replicates) };
    const start = await this.persistence.comparison.winners(identity, request);
    const checks = this.checks.within(checkMs);
    const { batchId } = await this.persistence.batchStarts.start(actorOf(identity), start, checks);
    return presentBatch(await this.persistence.batchLists.find(identity, batchId));
  }
}

function readReplicates(replicates: number | null | undefined): number {
  const given = replicates ?? defaultConfirmReplicates;
  if (given >= 1 && given <= maxReplicates) return given;
  throw invalid('replicates', `Replicates are 1 to ${maxReplicates}, not ${given}.`);
}
