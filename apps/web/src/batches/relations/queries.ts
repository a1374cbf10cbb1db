import { graphql, type ResultOf } from '@/graphql/tada';

export const relationFragment = graphql(`
  fragment ShownRelation on MetricRelation {
    title
    x { name title unit }
    y { name title unit }
    points { jobId label x y residualPercent }
    hasMorePoints
    law { a b x0 n standardErrorPercent }
    reason
  }
`);
export type ShownRelation = ResultOf<typeof relationFragment>;

export const relationsQuery = graphql(
  `
    query BatchRelations($id: ID!) {
      batch(id: $id) { id relations { ...ShownRelation } }
    }
  `,
  [relationFragment],
);
