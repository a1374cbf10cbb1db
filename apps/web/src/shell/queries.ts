import { graphql, type ResultOf } from '@/graphql/tada';

export const shellQuery = graphql(`
  query Shell {
    me { user { id name email isAdministrator } }
    projects { id slug name allowedActions }
  }
`);
export type ShellData = ResultOf<typeof shellQuery>;

export const paletteQuery = graphql(`
  query Palette($slug: String!) {
    project(slug: $slug) {
      id
      batches(first: 50) { nodes { id name state } }
      designs(first: 50) { nodes { id name } }
      subjects(first: 50) { nodes { id name level } }
    }
  }
`);
