import { listedBatchFragment } from '@/batches/queries';
import { graphql, type ResultOf } from '@/graphql/tada';

export const designsQuery = graphql(`
  query Designs($slug: String!, $first: Int, $after: String) {
    project(slug: $slug) {
      id
      designs(first: $first, after: $after) {
        nodes { id name cellCount spec createdAt createdBy { name } pipeline { title } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
export type ListedDesign = ResultOf<typeof designsQuery>['project']['designs']['nodes'][number];

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
        pipeline { name version title paramsSchema metrics { name title unit direction } objective }
        inputs { label }
        coverage {
          counts
          cells { position setting inputLabel replicate state jobId metric }
        }
        batches(first: 20) { nodes { ...ListedBatch } }
      }
    }
  `,
  [listedBatchFragment],
);
export type WholeDesign = ResultOf<typeof designQuery>['design'];
export type CoverageCell = WholeDesign['coverage']['cells'][number];
