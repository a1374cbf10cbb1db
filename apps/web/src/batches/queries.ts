import type { BatchVerb } from '@batchyard/domain';
import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf, type TadaDocumentNode } from '@/graphql/tada';

export const countsFragment = graphql(`
  fragment Counts on JobCounts {
    waiting
    queued
    running
    lost
    succeeded
    failed
    timed_out
    out_of_memory
    cancelled
    skipped
    reused
    total
  }
`);

export const listedBatchFragment = graphql(
  `
    fragment ListedBatch on Batch {
      id
      name
      state
      etaText
      createdAt
      finishedAt
      createdBy { name }
      pipeline { name title }
      counts { ...Counts }
    }
  `,
  [countsFragment],
);
export type ListedBatch = ResultOf<typeof listedBatchFragment>;

export const batchesQuery = graphql(
  `
    query Batches($slug: String!, $first: Int, $after: String, $filter: BatchFilter) {
      project(slug: $slug) {
        id
        batches(first: $first, after: $after, filter: $filter) {
          nodes { ...ListedBatch }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [listedBatchFragment],
);

/** All that the batch page shows and that changes while it runs; jobs are paged by their own query. */
export const liveBatchFragment = graphql(
  `
    fragment LiveBatch on Batch {
      id
      name
      state
      stateReason
      modeReason
      etaLowSeconds
      etaHighSeconds
      jobsPerHour
      reportUrl
      outputsUrl
      allowedVerbs
      options
      spec
      etaText
      createdAt
      finishedAt
      createdBy { name }
      design { id name }
      pipeline { name version title }
      objective { direction metric { name } }
      mainFigure { name title unit direction }
      counts { ...Counts }
      running { id label stage progress startedAt workerId attempt explanation }
      firstFailure {
        id
        label
        state
        error { stage message problems { ...ProblemParts } }
      }
      stageSummary { name done running medianSeconds }
      previews(first: 8) { id title url mediaType job { id label } }
    }
  `,
  [countsFragment, problemFragment],
);
export type LiveBatch = ResultOf<typeof liveBatchFragment>;

export const batchQuery = graphql(
  `
    query Batch($id: ID!) {
      batch(id: $id) { ...LiveBatch }
    }
  `,
  [liveBatchFragment],
);

/** Apart from the live batch, because grouping is too much for four times a second. */
export const failureGroupsQuery = graphql(`
  query FailureGroups($id: ID!) {
    batch(id: $id) {
      id
      failureGroups { key kind message stage jobs example { id label } }
    }
  }
`);
export type FailureGroup = ResultOf<typeof failureGroupsQuery>['batch']['failureGroups'][number];

export const batchChanged = graphql(
  `
    subscription BatchChanged($id: ID!) {
      batchChanged(id: $id) { ...LiveBatch }
    }
  `,
  [liveBatchFragment],
);

const payloadFragment = graphql(
  `
    fragment BatchPayloadParts on BatchPayload {
      batch { id state allowedVerbs }
      problems { ...ProblemParts }
    }
  `,
  [problemFragment],
);

/** One mutation for each verb; all take `{ batchId }`. */
export const verbMutations: Readonly<
  Record<BatchVerb, TadaDocumentNode<object, { input: { batchId: string } }>>
> = {
  pause: graphql(
    `mutation PauseBatch($input: BatchInput!) { pauseBatch(input: $input) { ...BatchPayloadParts } }`,
    [payloadFragment],
  ),
  resume: graphql(
    `mutation ResumeBatch($input: BatchInput!) { resumeBatch(input: $input) { ...BatchPayloadParts } }`,
    [payloadFragment],
  ),
  stop: graphql(
    `mutation StopBatch($input: BatchInput!) { stopBatch(input: $input) { ...BatchPayloadParts } }`,
    [payloadFragment],
  ),
  cancel: graphql(
    `mutation CancelBatch($input: BatchInput!) { cancelBatch(input: $input) { ...BatchPayloadParts } }`,
    [payloadFragment],
  ),
  retry_failed: graphql(
    `mutation RetryFailedJobs($input: BatchInput!) { retryFailedJobs(input: $input) { ...BatchPayloadParts } }`,
    [payloadFragment],
  ),
};

export const startBatch = graphql(
  `
    mutation StartBatch($input: StartBatchInput!) {
      startBatch(input: $input) {
        batch { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
