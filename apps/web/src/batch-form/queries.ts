import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const planQuery = graphql(
  `
    query PlanBatch($input: StartBatchInput!) {
      planBatch(input: $input) {
        cellCount
        newJobs
        reusedJobs
        firstCells { position label reason }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
export type BatchPlan = ResultOf<typeof planQuery>['planBatch'];

export const createDesign = graphql(
  `
    mutation CreateDesign($input: CreateDesignInput!) {
      createDesign(input: $input) {
        design { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

/** What a batch like another one needs of it. */
export const batchToCloneQuery = graphql(`
  query BatchToClone($id: ID!) {
    batch(id: $id) {
      id
      name
      spec
      options
    }
  }
`);
