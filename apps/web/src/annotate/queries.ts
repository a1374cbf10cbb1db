import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const annotationFragment = graphql(`
  fragment AnnotationParts on Annotation {
    id
    kind
    value
    frames { first last }
    confidence
    severity
    note
    detail
    createdAt
    author { id kind name user { id } }
    isOnOlderResult
    changeset { id }
  }
`);
export type SavedAnnotation = ResultOf<typeof annotationFragment>;

export const annotatedSubjectFragment = graphql(
  `
    fragment AnnotatedSubject on Subject {
      id
      name
      level
      metadata
      frameNumbers
      landmarks { name frameNumber isDerived }
      annotations { ...AnnotationParts }
    }
  `,
  [annotationFragment],
);
export type AnnotatedSubject = ResultOf<typeof annotatedSubjectFragment>;

/** A subject with all that is said of it now. */
export const annotatedSubjectQuery = graphql(
  `
    query AnnotatedSubject($slug: String!, $name: String!) {
      project(slug: $slug) {
        id
        vocabulary { revision definition }
        subject(name: $name) { ...AnnotatedSubject }
      }
    }
  `,
  [annotatedSubjectFragment],
);

/** After each change, by whomever. Only says that there is one; what it is comes with the query. */
export const subjectChanged = graphql(`
  subscription SubjectChanged($id: ID!) {
    subjectChanged(id: $id) { id annotatedFrames }
  }
`);

/** Names and images of frames, from behind a number on. */
export const framesQuery = graphql(`
  query Frames($id: ID!, $first: Int!, $afterNumber: Int) {
    subject(id: $id) {
      id
      frames(first: $first, afterNumber: $afterNumber) { number position name imagePath }
    }
  }
`);
export type Frame = ResultOf<typeof framesQuery>['subject']['frames'][number];

export const rangeQuery = graphql(`
  query SelectFrames($id: ID!, $spec: String!) {
    subject(id: $id) {
      id
      selectFrames(spec: $spec) { count of numbers warnings error { code message position } }
    }
  }
`);

/** Everything ever said of a subject, with what began and ended it. */
export const historyQuery = graphql(
  `
    query AnnotationHistory($id: ID!) {
      subject(id: $id) {
        id
        annotations(includeEnded: true) {
          ...AnnotationParts
          endedBy { id verb summary createdAt actor { name } }
        }
      }
    }
  `,
  [annotationFragment],
);
export type PastAnnotation = ResultOf<typeof historyQuery>['subject']['annotations'][number];

/** What annotations on an older result were made on, and what is there now. */
export const olderResultsQuery = graphql(`
  query OlderResults($id: ID!) {
    subject(id: $id) {
      id
      annotations {
        id
        isOnOlderResult
        artifactPath
        artifactSha256
        job { id label artifacts { id path url mediaType title sha256 } }
        newerArtifact { id path url mediaType title sha256 }
      }
    }
  }
`);
export type OlderResult = ResultOf<typeof olderResultsQuery>['subject']['annotations'][number];

/** Subjects around this one, for going from one to the next. */
export const neighboursQuery = graphql(`
  query SubjectNames($slug: String!, $after: String, $level: String) {
    project(slug: $slug) {
      id
      subjects(first: 500, after: $after, filter: { level: $level }) {
        nodes { id name }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export const annotatorsQuery = graphql(`
  query Annotators($slug: String!) {
    project(slug: $slug) { id annotators { id kind name } }
  }
`);

export const agreementQuery = graphql(`
  query Agreement($input: AgreementInput!) {
    agreement(input: $input) {
      kappa
      n
      agreed
      interval { low high }
      table { values counts }
    }
  }
`);
export type AgreementData = ResultOf<typeof agreementQuery>['agreement'];

export const assignAnnotations = graphql(
  `
    mutation AssignAnnotations($input: AssignAnnotationsInput!) {
      assignAnnotations(input: $input) {
        changeset { id }
        outcomes { index status frames skippedFrames message code }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const setLandmark = graphql(
  `
    mutation SetLandmark($input: SetLandmarkInput!) {
      setLandmark(input: $input) { changeset { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const resolveOlderResult = graphql(
  `
    mutation ResolveOlderResult($input: ResolveOlderResultInput!) {
      resolveOlderResult(input: $input) { changeset { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const undoChangeset = graphql(
  `
    mutation UndoChangeset($input: UndoChangesetInput!) {
      undoChangeset(input: $input) {
        changeset { id }
        editedSince { entity name reason }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
