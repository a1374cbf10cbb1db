import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const listedJobFragment = graphql(`
  fragment ListedJob on Job {
    id
    position
    label
    state
    setting
    inputLabel
    replicate
    stage
    progress
    attempt
    explanation
    createdAt
    startedAt
    finishedAt
    durationSeconds
    error { message }
    failureKind
    warnings
    chunkCount
    chunkOf { id }
    firstFrame
    lastFrame
    batch { id name }
    metrics { name title unit value }
  }
`);
export type ListedJob = ResultOf<typeof listedJobFragment>;

/** Jobs of a project, newest first. */
export const jobsQuery = graphql(
  `
    query Jobs($slug: String!, $first: Int, $after: String, $filter: JobFilter) {
      project(slug: $slug) {
        id
        jobs(first: $first, after: $after, filter: $filter) {
          nodes { ...ListedJob }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [listedJobFragment],
);

/** Jobs of one batch, by position unless sorted otherwise. */
export const batchJobsQuery = graphql(
  `
    query BatchJobs($id: ID!, $first: Int, $after: String, $filter: JobFilter, $sort: JobSort) {
      batch(id: $id) {
        id
        jobs(first: $first, after: $after, filter: $filter, sort: $sort) {
          nodes { ...ListedJob }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [listedJobFragment],
);

const errorFragment = graphql(
  `
    fragment JobErrorParts on JobError {
      stage
      message
      problems { ...ProblemParts }
    }
  `,
  [problemFragment],
);

export const jobFragment = graphql(
  `
    fragment WholeJob on Job {
      id
      position
      label
      state
      explanation
      setting
      params
      inputs
      inputLabel
      replicate
      seed
      attempt
      attemptLimit
      stage
      progress
      warnings
      createdAt
      startedAt
      finishedAt
      durationSeconds
      workerId
      canCancel
      canRetry
      priority
      metadata
      outputName
      failureKind
      exitCode
      lastLogLines { attempt line at level stage text }
      waiting { reason position aboutSeconds }
      chunkCount
      chunkOf { id label }
      firstFrame
      lastFrame
      error { ...JobErrorParts }
      reusedFrom { id label batch { id name } }
      batch { id name mainFigure { name } pipeline { name version title defaultParams paramsSchema stages metrics { name description } } }
      metrics { name title unit value direction }
      metricCourses { name title unit steps values }
      artifacts { id path title role mediaType sizeBytes sha256 url }
      attempts { number workerId startedAt endedAt outcome peakMemoryBytes failureKind exitCode error { ...JobErrorParts } }
      stages { attempt name state startedAt durationMs }
    }
  `,
  [errorFragment],
);
export type WholeJob = ResultOf<typeof jobFragment>;

export const jobQuery = graphql(
  `
    query Job($id: ID!) {
      job(id: $id) { ...WholeJob }
    }
  `,
  [jobFragment],
);

export const jobChanged = graphql(`
  subscription JobChanged($id: ID!) {
    jobChanged(id: $id) {
      id
      state
      stage
      progress
      attempt
      explanation
      waiting { reason position aboutSeconds }
    }
  }
`);

/** The chunks of a job, by frame; at most 1,000. */
export const jobChunksQuery = graphql(`
  query JobChunks($id: ID!) {
    job(id: $id) {
      id
      chunks { id state firstFrame lastFrame durationSeconds }
    }
  }
`);

export const setJobPriority = graphql(
  `
    mutation SetJobPriority($input: SetJobPriorityInput!) {
      setJobPriority(input: $input) { job { id priority } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const jobLogQuery = graphql(`
  query JobLog($id: ID!, $first: Int, $after: String, $attempt: Int) {
    job(id: $id) {
      id
      log(first: $first, after: $after, attempt: $attempt) {
        nodes { attempt line at level stage text }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
/** New lines as they come, after a cursor; ends with the job. */
export const jobLogFollowed = graphql(`
  subscription JobLogFollowed($jobId: ID!, $after: String) {
    jobLog(jobId: $jobId, after: $after) {
      lines { attempt line at level stage text }
      cursor
      isLast
    }
  }
`);
export type LogLine = ResultOf<typeof jobLogQuery>['job']['log']['nodes'][number];

export const cancelJob = graphql(
  `
    mutation CancelJob($input: JobInput!) {
      cancelJob(input: $input) { job { id state } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const retryJob = graphql(
  `
    mutation RetryJob($input: JobInput!) {
      retryJob(input: $input) { job { id state } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
