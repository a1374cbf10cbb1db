import type { CoverageRecord } from '@batchyard/persistence';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Coverage, CoverageCell, CoverageGroupArgs } from './designs.types.js';

@Resolver(() => Coverage)
export class CoverageResolver {
  @ResolveField(() => [CoverageCell], {
    description:
      'Every cell in the order of the design, or those of one group; a large design has thousands.',
  })
  @AllowThroughParent()
  cells(@Parent() coverage: CoverageRecord, @Args() { row, column }: CoverageGroupArgs) {
    const group = row == null && column == null ? undefined : { row: row ?? 0, column: column ?? 0 };
    return coverage.measuredCells(group);
  }
}
