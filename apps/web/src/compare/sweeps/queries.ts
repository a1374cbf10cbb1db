import { graphql, type ResultOf } from '@/graphql/tada';

export const sweepContrastQuery = graphql(`
  query SweepContrast($a: ComparisonInput!, $b: ComparisonInput!) {
    sweepContrast(a: $a, b: $b) {
      metric { name title unit }
      direction
      shared { path title unit values }
      onlyInA { path title unit values }
      onlyInB { path title unit values }
      warnings { code message }
      rows {
        values
        jobsA
        jobsB
        failedA
        failedB
        a { name n mean sd min max interval { low high } }
        b { name n mean sd min max interval { low high } }
        contrast { verdict method n p wilcoxonP neededN difference interval { low high } }
      }
    }
  }
`);

/** Two sources held against each other, setting by setting of the parameters that vary in both. */
export type SweepContrast = ResultOf<typeof sweepContrastQuery>['sweepContrast'];
export type ContrastRow = SweepContrast['rows'][number];
