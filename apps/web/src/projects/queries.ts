import { listedBatchFragment } from '@/batches/queries';
import { listedDesignFragment } from '@/designs/queries';
import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const projectsQuery = graphql(`
  query Projects {
    projects {
      id
      slug
      name
      description
      myRole
      activity { runningJobs waitingJobs activeBatches failedJobsLastDay }
    }
  }
`);
export type ListedProject = ResultOf<typeof projectsQuery>['projects'][number];

export const projectQuery = graphql(`
  query Project($slug: String!) {
    project(slug: $slug) {
      id
      slug
      name
      description
      createdAt
      concurrency
      myRole
      allowedActions
      activity { runningJobs waitingJobs activeBatches failedJobsLastDay }
      members { role user { id name email } }
    }
  }
`);
export type ProjectData = ResultOf<typeof projectQuery>['project'];

export const overviewQuery = graphql(
  `
    query Overview($slug: String!) {
      project(slug: $slug) {
        id
        name
        description
        activity { runningJobs waitingJobs activeBatches failedJobsLastDay }
        members { user { id name } }
        files(first: 1) { nodes { id } }
        batches(first: 8) { nodes { ...ListedBatch } }
        designs(first: 5) { nodes { ...ListedDesign } }
      }
    }
  `,
  [listedBatchFragment, listedDesignFragment],
);
export type OverviewData = ResultOf<typeof overviewQuery>['project'];

export const createProject = graphql(
  `
    mutation CreateProject($input: CreateProjectInput!) {
      createProject(input: $input) {
        project { id slug }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const updateProject = graphql(
  `
    mutation UpdateProject($input: UpdateProjectInput!) {
      updateProject(input: $input) {
        project { id name description concurrency }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const setProjectMember = graphql(
  `
    mutation SetProjectMember($input: SetProjectMemberInput!) {
      setProjectMember(input: $input) {
        project { id members { role user { id } } }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
