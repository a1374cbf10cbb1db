import { graphql, type ResultOf } from '@/graphql/tada';

export const byInputQuery = graphql(`
  query ComparisonByInput($input: ComparisonInput!, $first: Int!) {
    comparisonByInput(input: $input, first: $first) {
      metric { name title unit }
      total
      totalSettings
      settings { key values mean }
      rows {
        key
        label
        disagreement
        cells { settingKey n mean jobId state failed }
      }
    }
  }
`);

/** Means of the metric for each input under each setting; inputs about which settings disagree most come first. */
export type InputMatrix = ResultOf<typeof byInputQuery>['comparisonByInput'];
export type InputRow = InputMatrix['rows'][number];
export type InputCell = InputRow['cells'][number];
