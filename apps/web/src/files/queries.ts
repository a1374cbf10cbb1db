import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const listedFileFragment = graphql(`
  fragment ListedFile on File {
    id
    name
    sizeBytes
    sha256
    createdAt
    createdBy { name }
    url
  }
`);
export type ListedFile = ResultOf<typeof listedFileFragment>;

export const filesQuery = graphql(
  `
    query Files($slug: String!, $first: Int, $after: String, $search: String, $extensions: [String!]) {
      project(slug: $slug) {
        id
        files(first: $first, after: $after, search: $search, extensions: $extensions) {
          nodes { ...ListedFile }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [listedFileFragment],
);

export const renameFile = graphql(
  `
    mutation RenameFile($input: RenameFileInput!) {
      renameFile(input: $input) {
        file { id name }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
