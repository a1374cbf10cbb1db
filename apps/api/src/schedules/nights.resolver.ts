import { Inject } from '@nestjs/common';
import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { presentNight, ScheduleNight } from './nights.types.js';
import { Schedule, type ScheduleNode } from './schedules.types.js';

/** Nights that are given where nobody says how many. */
const usualNights = 30;

@Resolver(() => Schedule)
export class NightsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [ScheduleNight], { description: 'Newest first; 30 when absent, at most 100.' })
  @AllowThroughParent()
  async nights(
    @Parent() { id }: ScheduleNode,
    @Args('first', { type: () => Int, nullable: true }) first: number | null,
  ): Promise<ScheduleNight[]> {
    return (await this.persistence.nights.list(id, Math.max(first ?? usualNights, 1))).map(presentNight);
  }
}
