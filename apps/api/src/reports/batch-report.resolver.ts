import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Batch } from '../batches/batches.types.js';

/** Where the report and the outputs of a batch are. */
@Resolver(() => Batch)
export class BatchReportResolver {
  @ResolveField(() => String, {
    description: 'Path of the report as a page on this server; report.csv and report.json stand beside it.',
  })
  @AllowThroughParent()
  reportUrl(@Parent() { id }: Batch): string {
    return `/batches/${id}/report.html`;
  }

  @ResolveField(() => String, { description: 'Path of an archive of all output files on this server.' })
  @AllowThroughParent()
  outputsUrl(@Parent() { id }: Batch): string {
    return `/batches/${id}/outputs.zip`;
  }
}
