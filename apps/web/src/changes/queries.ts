import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const changesQuery = graphql(`
  query Changes($slug: String!, $first: Int, $after: String) {
    project(slug: $slug) {
      id
      changesets(first: $first, after: $after) {
        nodes {
          id
          verb
          summary
          counts
          createdAt
          undoable
          actor { name }
          undoneBy { id createdAt actor { name } }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
export const changeQuery = graphql(`
  query Change($id: ID!) {
    changeset(id: $id) {
      id
      verb
      summary
      counts
      createdAt
      undoable
      actor { name }
      undoneBy { id createdAt actor { name } }
    }
  }
`);

export const thingsQuery = graphql(`
  query ChangedThings($id: ID!, $first: Int, $after: String) {
    changeset(id: $id) {
      id
      things(first: $first, after: $after) {
        nodes { entity name before after }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export type ListedChange = ResultOf<typeof changesQuery>['project']['changesets']['nodes'][number];

export const undoChange = graphql(
  `
    mutation UndoChange($input: UndoChangesetInput!) {
      undoChangeset(input: $input) {
        changeset { id }
        editedSince { entity name reason changesetId }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
export type UndoResult = ResultOf<typeof undoChange>['undoChangeset'];
