import { graphql, type ResultOf } from '@/graphql/tada';

export const comparisonQuery = graphql(`
  query Comparison($input: ComparisonInput!) {
    comparison(input: $input) {
      sources {
        label
        kind
        id
        name
        jobs
        batch { id name state pipeline { name title } project { slug } }
        design { id name pipeline { name title } project { slug } }
        job { id label state batch { id pipeline { name title } } project { slug } }
      }
      inputs { key label }
      metric { name title unit direction description incomparableAcross }
      direction
      metrics { name title unit direction description incomparableAcross }
      annotationMetrics { name title unit direction description incomparableAcross }
      varying { path title unit values }
      constant
      settings {
        key
        values
        params
        sources
        isPareto
        rank
        difference
        jobs
        withResult
        failed
        stoppedEarly
        cancelledOrSkipped
        unfinished
        meanDurationS
        metrics { name n mean sd min max interval { low high } }
        versusBaseline { verdict method n p wilcoxonP neededN difference interval { low high } }
        versusBest { verdict method n p neededN }
      }
      bestKey
      best { settingKey sentence mean n interval { low high } notSeparableKeys }
      importance { method isEstimate n residual parameters { path title share low high } }
      importanceReason
      paretoKeys
      baselineKey
      effects { path range points { value mean min max n } }
      warnings { code message }
      shownJobs
      totalJobs
      observations(first: 5000) { shown total jobIds settings inputs sources replicates values }
    }
  }
`);

/** As the API answers: settings best first, those without a value last. */
export type ComparisonAnswer = ResultOf<typeof comparisonQuery>['comparison'];

/** The comparison as panels read it: single values know their setting by its key. */
export interface ComparisonData extends Omit<ComparisonAnswer, 'observations'> {
  readonly observations: Observations;
}

/** Single values of the compared metric. */
export interface Observations {
  readonly values: readonly Observation[];
  /** All that exist; more than there are in `values` where the API has left some out. */
  readonly total: number;
}

export interface Observation {
  readonly settingKey: string;
  readonly jobId: string;
  readonly inputLabel: string;
  /** From 1. */
  readonly replicate: number;
  readonly value: number;
}

export type Setting = ComparisonData['settings'][number];
export type Metric = ComparisonData['metric'];
export type Contrast = NonNullable<Setting['versusBest']>;
export type Varying = ComparisonData['varying'][number];
export type Source = ComparisonData['sources'][number];

/** The newest batches and designs of a project, to choose from. */
export const comparableQuery = graphql(`
  query Comparable($slug: String!) {
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
      designs(first: 100) {
        nodes {
          id
          name
          cellCount
          createdAt
          pipeline { name title }
        }
      }
    }
  }
`);
export type Comparable = ResultOf<typeof comparableQuery>['project'];
export type ComparableBatch = Comparable['batches']['nodes'][number];
export type ComparableDesign = Comparable['designs']['nodes'][number];
