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
          inputs { name title description kind count optional extensions }
        }
        extends { id name }
        extendedBy { id name cellCount }
        inputs { label }
        batches(first: 20) { nodes { ...ListedBatch } }
      }
    }
  `,
  [listedBatchFragment],
);
export type WholeDesign = ResultOf<typeof designQuery>['design'];

const coverageCellFragment = graphql(`
  fragment CoverageCellParts on CoverageCell {
    position
    setting
    inputLabel
    replicate
    state
    jobId
    metric
  }
`);

/** Apart from the design; large designs come as counts of groups, small ones with their cells. */
export const coverageQuery = graphql(
  `
    query DesignCoverage($id: ID!, $rows: String, $columns: String) {
      design(id: $id) {
        id
        coverage(rows: $rows, columns: $columns) {
          counts
          dimensions { name }
          rows { name levels { value to } }
          columns { name levels { value to } }
          groups { row column counts cells { ...CoverageCellParts } }
        }
      }
    }
  `,
  [coverageCellFragment],
);
export type CoverageData = ResultOf<typeof coverageQuery>['design']['coverage'];

/** The cells of one group of a large map. */
export const groupCellsQuery = graphql(
  `
    query DesignGroupCells($id: ID!, $rows: String, $columns: String, $row: Int!, $column: Int!) {
      design(id: $id) {
        id
        coverage(rows: $rows, columns: $columns) { cells(row: $row, column: $column) { ...CoverageCellParts } }
      }
    }
  `,
  [coverageCellFragment],
);

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

/** Saves a design with all cells of another one and more, and starts the new ones when asked to. */
export const extendDesignMutation = graphql(
  `
    mutation ExtendDesign($input: ExtendDesignInput!) {
      extendDesign(input: $input) {
        design { id }
        batch { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
