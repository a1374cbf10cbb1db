import { listedBatchFragment } from '@/batches/queries';
import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const listedDesignFragment = graphql(`
  fragment ListedDesign on Design {
    id
    name
    cellCount
    spec
    createdAt
    createdBy { name }
    pipeline { title }
  }
`);
export type ListedDesign = ResultOf<typeof listedDesignFragment>;

export const designsQuery = graphql(
  `
    query Designs($slug: String!, $first: Int, $after: String) {
      project(slug: $slug) {
        id
        designs(first: $first, after: $after) {
          nodes { ...ListedDesign }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [listedDesignFragment],
);

export const designQuery = graphql(
  `
    query Design($id: ID!) {
      design(id: $id) {
        id
        name
        spec
        cellCount
        createdAt
        createdBy { name }
        pipeline {
          name
          version
          title
          paramsSchema
          defaultParams
          objective
          metrics { name title unit direction }
        }
        inputs { label }
        batches(first: 20) { nodes { ...ListedBatch } }
      }
    }
  `,
  [listedBatchFragment],
);
export type WholeDesign = ResultOf<typeof designQuery>['design'];

/** Apart from the design, because a large one has thousands of cells. */
export const coverageQuery = graphql(`
  query DesignCoverage($id: ID!) {
    design(id: $id) {
      id
      coverage {
        cells { position setting inputLabel replicate state jobId metric }
      }
    }
  }
`);
export type CoverageData = ResultOf<typeof coverageQuery>['design']['coverage'];

export const designPlanQuery = graphql(
  `
    query DesignPlan($input: StartBatchInput!) {
      planBatch(input: $input) {
        newJobs
        reusedJobs
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

/** Starts a batch with exactly the cells without a good result, with `refreshStale` those of an older version too. */
export const completeDesign = graphql(
  `
    mutation CompleteDesign($input: CompleteDesignInput!) {
      completeDesign(input: $input) { batch { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
