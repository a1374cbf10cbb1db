import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf, type VariablesOf } from '@/graphql/tada';

export const bulkActionFragment = graphql(`
  fragment BulkActionParts on BulkAction {
    id
    verb
    state
    total
    done
    succeeded
    skipped
    failed
    summary
    createdAt
    finishedAt
    createdBy { name }
  }
`);
export type BulkAction = ResultOf<typeof bulkActionFragment>;

export const bulkActionQuery = graphql(
  `
    query BulkAction($id: ID!) {
      bulkAction(id: $id) { ...BulkActionParts }
    }
  `,
  [bulkActionFragment],
);

/** What it did, job by job. */
export const bulkEntriesQuery = graphql(`
  query BulkActionEntries($id: ID!, $first: Int, $after: String, $outcome: String) {
    bulkAction(id: $id) {
      id
      entries(first: $first, after: $after, outcome: $outcome) {
        nodes { outcome note job { id label state } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** The newest of a project. */
export const bulkActionsQuery = graphql(
  `
    query BulkActions($slug: String!) {
      project(slug: $slug) {
        id
        bulkActions(first: 5) { nodes { ...BulkActionParts } }
      }
    }
  `,
  [bulkActionFragment],
);

/** How many jobs match; the server stops counting somewhere. */
export const jobCountQuery = graphql(`
  query JobCount($slug: String!, $filter: JobFilter) {
    project(slug: $slug) {
      id
      jobCount(filter: $filter) { count isCapped }
    }
  }
`);

export const startBulkAction = graphql(
  `
    mutation StartBulkAction($input: StartBulkActionInput!) {
      startBulkAction(input: $input) { bulkAction { ...BulkActionParts } problems { ...ProblemParts } }
    }
  `,
  [bulkActionFragment, problemFragment],
);

export const stopBulkAction = graphql(
  `
    mutation StopBulkAction($input: BulkActionInput!) {
      stopBulkAction(input: $input) { bulkAction { ...BulkActionParts } problems { ...ProblemParts } }
    }
  `,
  [bulkActionFragment, problemFragment],
);

export type JobFilter = NonNullable<VariablesOf<typeof jobCountQuery>['filter']>;
