import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const subjectsQuery = graphql(`
  query Subjects($slug: String!, $first: Int, $after: String, $filter: SubjectFilter) {
    project(slug: $slug) {
      id
      subjects(first: $first, after: $after, filter: $filter) {
        nodes {
          id
          name
          level
          frameCount
          childCount
          annotatedFrames
          parent { id name }
          landmarks { name frameNumber }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
export type ListedSubject = ResultOf<typeof subjectsQuery>['project']['subjects']['nodes'][number];

export const vocabularyQuery = graphql(`
  query Vocabulary($slug: String!) {
    project(slug: $slug) { id vocabulary { revision definition } }
  }
`);

export const updateVocabulary = graphql(
  `
    mutation UpdateVocabulary($input: UpdateVocabularyInput!) {
      updateVocabulary(input: $input) {
        vocabulary { revision definition }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const keepAnnotationTable = graphql(
  `
    mutation KeepAnnotationTable($input: KeepAnnotationTableInput!) {
      keepAnnotationTable(input: $input) {
        file { id name }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const createSubjects = graphql(
  `
    mutation CreateSubjects($input: CreateSubjectsInput!) {
      createSubjects(input: $input) {
        planned { name level parent newFrames exists }
        changeset { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
export type SubjectPlan = ResultOf<typeof createSubjects>['createSubjects'];
