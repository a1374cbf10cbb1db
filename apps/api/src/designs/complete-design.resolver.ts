import { Conflict } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { BatchPayload, presentBatch } from '../batches/batches.types.js';
import { Checks } from '../checks/checks.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { CompleteDesignInput, Design } from './designs.types.js';
import { newestOptions } from './newest-options.js';

const checkMs = 60_000;

@Resolver(() => Design)
export class CompleteDesignResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly checks: Checks,
  ) {}

  @Mutation(() => BatchPayload, {
    description:
      'Starts a batch of exactly those cells that have no good result and are not under way, with the options of the newest batch of the design.',
  })
  @AllowIn('design', 'run', (args: { input: CompleteDesignInput }) => args.input.designId)
  completeDesign(
    @CurrentIdentity() identity: Identity,
    @Args('input') { designId, refreshStale }: CompleteDesignInput,
  ) {
    return orProblems(async () => {
      const design = await this.persistence.designs.find(identity, designId);
      const only = await this.persistence.designs.cellsToComplete(design, refreshStale ? 'refresh' : 'keep');
      if (only.size === 0) {
        throw new Conflict(`Every cell of the design ${design.name} has a result or is under way.`);
      }
      const { projectId, spec } = design;
      const options = await newestOptions(this.persistence, design);
      const request = { projectId, designId, spec, options, name: null, only };
      const checks = this.checks.within(checkMs);
      const { batchId } = await this.persistence.batchStarts.start(actorOf(identity), request, checks);
      return { batch: presentBatch(await this.persistence.batchLists.find(identity, batchId)) };
    });
  }
}
