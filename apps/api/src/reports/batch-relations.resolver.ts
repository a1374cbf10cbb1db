import { declaredRelations, maxRelationPoints, relationReport } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Batch, type BatchNode } from '../batches/batches.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { MetricRelation, presentRelation } from './relations.types.js';

/** Metrics of a batch that depend on others by their nature, as its pipeline declares. */
@Resolver(() => Batch)
export class BatchRelationsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [MetricRelation], {
    description: `One for each that the pipeline declares and of which a job reports both sides; the first ${maxRelationPoints} jobs.`,
  })
  @AllowThroughParent()
  async relations(@Parent() { record }: BatchNode, @Context('loaders') loaders: Loaders) {
    const definition = await loaders.pipelineDefinition({
      name: record.pipelineName,
      version: record.pipelineVersion,
    });
    const declared = declaredRelations(definition.metrics);
    const reports = await Promise.all(
      declared.map(async (relation) => {
        const { x, y } = relation;
        // One more than is shown tells whether there are more.
        const limit = maxRelationPoints + 1;
        const points = await this.persistence.reports.pairs(record.id, [x.name, y.name], limit);
        const shown = points.slice(0, maxRelationPoints);
        return relationReport(relation, shown, points.length - shown.length);
      }),
    );
    return reports.flatMap((report) => (report === null ? [] : [presentRelation(report)]));
  }
}
