import { graphql, type ResultOf } from '@/graphql/tada';

export const comparisonQuery = graphql(`
  query Comparison($input: ComparisonInput!) {
    comparison(input: $input) {
      batches {
        id
        name
        state
        objective { metric { name } }
        pipeline { name version title }
        project { id slug name }
      }
      metric { name title unit direction description incomparableAcross }
      direction
      metrics { name title unit direction description incomparableAcross }
      varying { path title unit values }
      constant
      settings {
        key
        values
        rank
        difference
        jobs
        withResult
        failed
        cancelledOrSkipped
        unfinished
        meanDurationS
        metrics { name n mean sd min max interval { low high } }
        versusBaseline { verdict method n p neededN }
        versusBest { verdict method n p neededN }
      }
      bestKey
      baselineKey
      effects { path range points { value mean min max n } }
      warnings { code message }
      shownJobs
      totalJobs
    }
  }
`);

/** The comparison as the API answers it: settings best first, those without a value last. */
export type ComparisonData = ResultOf<typeof comparisonQuery>['comparison'];
export type Setting = ComparisonData['settings'][number];
export type Metric = ComparisonData['metric'];
export type Contrast = NonNullable<Setting['versusBest']>;
export type Varying = ComparisonData['varying'][number];

export const comparableBatchesQuery = graphql(`
  query ComparableBatches($slug: String!) {
    project(slug: $slug) {
      id
      name
      batches(first: 100) {
        nodes {
          id
          name
          state
          createdAt
          pipeline { name title }
          counts { total succeeded reused }
        }
      }
    }
  }
`);
export type ComparableBatch = ResultOf<typeof comparableBatchesQuery>['project']['batches']['nodes'][number];
