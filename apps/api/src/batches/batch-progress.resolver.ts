import { estimateEta, etaText, jobsPerHour, percentDone } from '@batchyard/domain';
import { Context, Float, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { Batch, type BatchNode } from './batches.types.js';
import { expectedCounts } from './expected-counts.js';

/** How far a batch is, how fast it goes and when it will be done; see domain/batches/eta.ts for the formulas. */
@Resolver(() => Batch)
export class BatchProgressResolver {
  @ResolveField(() => Int, { description: 'Jobs that have ended, in percent, rounded down; 100 means all.' })
  @AllowThroughParent()
  async percent(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    return percentDone(await expectedCounts(batch, loaders));
  }

  @ResolveField(() => Float, { nullable: true, description: 'Null until 3 jobs are done.' })
  @AllowThroughParent()
  async etaSeconds(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    return estimateEta(await etaFacts(batch, loaders))?.seconds ?? null;
  }

  @ResolveField(() => Float, { nullable: true, description: 'If the rest is as quick as the quicker jobs.' })
  @AllowThroughParent()
  async etaLowSeconds(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    return estimateEta(await etaFacts(batch, loaders))?.low ?? null;
  }

  @ResolveField(() => Float, { nullable: true, description: 'If the rest is as slow as the slower jobs.' })
  @AllowThroughParent()
  async etaHighSeconds(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    return estimateEta(await etaFacts(batch, loaders))?.high ?? null;
  }

  @ResolveField(() => String, { description: 'For people: about 14 min left (9–22).' })
  @AllowThroughParent()
  async etaText(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    return etaText(await etaFacts(batch, loaders));
  }

  @ResolveField(() => Float, {
    nullable: true,
    description:
      'Jobs that succeed per hour, over the latest 200 at most and until now; reused ones do not count. Null until 3 are done.',
  })
  @AllowThroughParent()
  async jobsPerHour(@Parent() { record }: BatchNode, @Context('loaders') loaders: Loaders) {
    return jobsPerHour({ state: record.state, finished: await loaders.finished(record.id) }, Date.now());
  }
}

async function etaFacts(batch: BatchNode, loaders: Loaders) {
  const { id, state } = batch.record;
  const [counts, finished] = await Promise.all([expectedCounts(batch, loaders), loaders.finished(id)]);
  return { state, counts, finished };
}
