import { Conflict } from '@batchyard/domain';
import type { DesignRecord } from '@batchyard/persistence';
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

const nothingLacks = ({ name }: DesignRecord) =>
  new Conflict(`Every cell of the design ${name} has a result or is under way.`);

@Resolver(() => Design)
export class CompleteDesignResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly checks: Checks,
  ) {}

  @Mutation(() => BatchPayload, {
    description:
      'Starts a batch of exactly those cells that have no good result and are not under way, with the options of the newest batch of the design. An adaptive design goes on with its search.',
  })
  @AllowIn('design', 'run', (args: { input: CompleteDesignInput }) => args.input.designId)
  completeDesign(
    @CurrentIdentity() identity: Identity,
    @Args('input') { designId, refreshStale }: CompleteDesignInput,
  ) {
    return orProblems(async () => {
      const design = await this.persistence.designs.find(identity, designId);
      const wanted =
        design.spec.kind === 'adaptive'
          ? await this.restOfSearch(design)
          : await this.lackingCells(design, refreshStale ? 'refresh' : 'keep');
      const { projectId, spec } = design;
      const request = { projectId, designId, spec, name: null, ...wanted };
      const checks = this.checks.within(checkMs);
      const { batchId } = await this.persistence.batchStarts.start(actorOf(identity), request, checks);
      return { batch: presentBatch(await this.persistence.batchLists.find(identity, batchId)) };
    });
  }

  private async lackingCells(design: DesignRecord, stale: 'keep' | 'refresh') {
    const only = await this.persistence.designs.cellsToComplete(design, stale);
    if (only.size === 0) throw nothingLacks(design);
    return { only, options: await newestOptions(this.persistence, design) };
  }

  /** A search learns from all that was tried, so the batch holds that too; results are taken over, not computed. */
  private async restOfSearch(design: DesignRecord) {
    const { tried, cellKeys, lacking } = await this.persistence.designs.searchSoFar(design);
    if (lacking === 0) throw nothingLacks(design);
    const options = { ...(await newestOptions(this.persistence, design)), reuse: true };
    return { tried, only: cellKeys, options };
  }
}
