import { graphql, type ResultOf } from '@/graphql/tada';

export const overlayFragment = graphql(`
  fragment ShownOverlay on SpectraOverlay {
    xTitle
    yTitle
    isReversed
    baselines { name x y }
    samples {
      job { id label metrics { name title unit value } }
      curve { name x y }
      points
      baseline
    }
    leftOut { job { id label } reason }
    total
    isTotalCapped
    pageInfo { hasNextPage endCursor }
  }
`);
export type ShownOverlay = ResultOf<typeof overlayFragment>;

export const batchSpectraQuery = graphql(
  `
    query BatchSpectra($id: ID!, $after: String, $search: String, $sort: JobSort) {
      batch(id: $id) { id spectra(after: $after, search: $search, sort: $sort) { ...ShownOverlay } }
    }
  `,
  [overlayFragment],
);

/** The first samples that failed, by name; how many there are is in the counts of the batch. */
export const failedSamplesQuery = graphql(`
  query FailedSamples($id: ID!, $states: [JobState!]) {
    batch(id: $id) { id jobs(first: 10, filter: { states: $states }) { nodes { id label error { message } } } }
  }
`);
export type FailedSample = ResultOf<typeof failedSamplesQuery>['batch']['jobs']['nodes'][number];
