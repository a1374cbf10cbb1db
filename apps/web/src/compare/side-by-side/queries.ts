import { graphql, type ResultOf } from '@/graphql/tada';

export const jobFilesQuery = graphql(`
  query JobFiles($id: ID!) {
    job(id: $id) {
      id
      label
      state
      artifacts { id path title role mediaType sizeBytes url }
    }
  }
`);
export type JobFile = ResultOf<typeof jobFilesQuery>['job']['artifacts'][number];

export const jobLinesQuery = graphql(`
  query JobLines($id: ID!, $first: Int!) {
    job(id: $id) {
      id
      label
      attempt
      log(first: $first) {
        nodes { attempt line level text }
        pageInfo { hasNextPage }
      }
    }
  }
`);
