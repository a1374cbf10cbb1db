import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

const folderFragment = graphql(`
  fragment WatchedFolderParts on WatchedFolder {
    id
    name
    share
    folder
    patterns
    recursive
    status
    problem
    lookedAt
    awaySince
    counts { arriving waiting started same_content refused }
    design { id name }
    template { id name }
  }
`);
export type ListedFolder = ResultOf<typeof folderFragment>;

export const foldersQuery = graphql(
  `
    query WatchedFolders($slug: String!) {
      project(slug: $slug) {
        id
        watchedFolders { ...WatchedFolderParts }
      }
    }
  `,
  [folderFragment],
);

export const folderQuery = graphql(
  `
    query WatchedFolder($id: ID!) {
      watchedFolder(id: $id) {
        ...WatchedFolderParts
        doneSuffix
        pollS
        stableS
        quietS
        longestWaitS
        input
        inputs
        options
        templateVersion
        owner { name }
      }
    }
  `,
  [folderFragment],
);
export type WholeFolder = ResultOf<typeof folderQuery>['watchedFolder'];

export const filesQuery = graphql(`
  query WatchedFiles($id: ID!, $first: Int, $after: String, $state: WatchedFileState) {
    watchedFolder(id: $id) {
      id
      files(first: $first, after: $after, state: $state) {
        nodes {
          id
          path
          sizeBytes
          state
          note
          foundAt
          batch { id name }
          job { id state }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
export type SeenFile = ResultOf<typeof filesQuery>['watchedFolder']['files']['nodes'][number];

export const formQuery = graphql(`
  query WatchedFolderForm($slug: String!) {
    project(slug: $slug) {
      id
      shares
      designs(first: 200) { nodes { id name pipeline { name } } }
      templates { id name pipelineName }
    }
    pipelines { name inputs { name title extensions optional } }
  }
`);
export type FolderFormData = ResultOf<typeof formQuery>;

export const createFolder = graphql(
  `
    mutation CreateWatchedFolder($input: CreateWatchedFolderInput!) {
      createWatchedFolder(input: $input) {
        watchedFolder { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const updateFolder = graphql(
  `
    mutation UpdateWatchedFolder($input: UpdateWatchedFolderInput!) {
      updateWatchedFolder(input: $input) {
        watchedFolder { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const pauseFolder = graphql(
  `
    mutation PauseWatchedFolder($input: WatchedFolderInput!) {
      pauseWatchedFolder(input: $input) {
        watchedFolder { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const resumeFolder = graphql(
  `
    mutation ResumeWatchedFolder($input: WatchedFolderInput!) {
      resumeWatchedFolder(input: $input) {
        watchedFolder { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const removeFolder = graphql(`
  mutation RemoveWatchedFolder($input: WatchedFolderInput!) {
    removeWatchedFolder(input: $input)
  }
`);
