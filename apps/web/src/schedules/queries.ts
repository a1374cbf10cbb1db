import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

const occurrenceFragment = graphql(`
  fragment OccurrenceParts on Occurrence {
    id
    dueAt
    story
    state
    reason
    retries
    startedAt
    finishedAt
    leftOut
    leftOutNotes { place message }
    batch { id name state }
  }
`);
export type ListedOccurrence = ResultOf<typeof occurrenceFragment>;

export const schedulesQuery = graphql(
  `
    query Schedules($slug: String!) {
      project(slug: $slug) {
        id
        schedules {
          id
          name
          cron
          zone
          isPaused
          pauseReason
          nextDueTimes
          sheet
          design { id name }
          template { id name }
          latestOccurrence { ...OccurrenceParts }
        }
      }
    }
  `,
  [occurrenceFragment],
);
export type ListedSchedule = ResultOf<typeof schedulesQuery>['project']['schedules'][number];

export const scheduleQuery = graphql(`
  query Schedule($id: ID!) {
    schedule(id: $id) {
      id
      name
      cron
      zone
      policies
      inputs
      sheet
      templateVersion
      newOnly
      options
      isPaused
      pauseReason
      nextDueTimes
      createdAt
      owner { name }
      design { id name }
      template { id name }
      backfills { id firstDueAt lastDueAt which stopOnFailure state times done createdAt }
    }
  }
`);
export type WholeSchedule = ResultOf<typeof scheduleQuery>['schedule'];

export const occurrencesQuery = graphql(
  `
    query Occurrences($id: ID!, $first: Int, $after: String) {
      schedule(id: $id) {
        id
        occurrences(first: $first, after: $after) {
          nodes { ...OccurrenceParts }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  `,
  [occurrenceFragment],
);

export const calendarQuery = graphql(`
  query ScheduleCalendar($id: ID!, $from: DateTime!, $until: DateTime!) {
    schedule(id: $id) {
      id
      calendar(from: $from, until: $until) { id dueAt story state batch { id } }
    }
  }
`);
export type CalendarOccurrence = ResultOf<typeof calendarQuery>['schedule']['calendar'][number];

export const formQuery = graphql(`
  query ScheduleForm($slug: String!) {
    schedulePoliciesSchema
    project(slug: $slug) {
      id
      shares
      designs(first: 200) { nodes { id name pipeline { title } } }
      templates { id name pipelineName }
    }
    pipelines { name title inputs { name title extensions optional } }
  }
`);

export type ScheduleFormData = ResultOf<typeof formQuery>;

export const cronTimesQuery = graphql(
  `
    query CronTimes($cron: String!, $zone: String!) {
      cronTimes(cron: $cron, zone: $zone) {
        times
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const createSchedule = graphql(
  `
    mutation CreateSchedule($input: CreateScheduleInput!) {
      createSchedule(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const updateSchedule = graphql(
  `
    mutation UpdateSchedule($input: UpdateScheduleInput!) {
      updateSchedule(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const pauseSchedule = graphql(
  `
    mutation PauseSchedule($input: ScheduleInput!) {
      pauseSchedule(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const resumeSchedule = graphql(
  `
    mutation ResumeSchedule($input: ScheduleInput!) {
      resumeSchedule(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const runSchedule = graphql(
  `
    mutation RunSchedule($input: ScheduleInput!) {
      runSchedule(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const removeSchedule = graphql(`
  mutation RemoveSchedule($input: ScheduleInput!) {
    removeSchedule(input: $input)
  }
`);

export const startBackfill = graphql(
  `
    mutation StartBackfill($input: StartBackfillInput!) {
      startBackfill(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const stopBackfill = graphql(
  `
    mutation StopBackfill($input: BackfillInput!) {
      stopBackfill(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

export const resumeBackfill = graphql(
  `
    mutation ResumeBackfill($input: BackfillInput!) {
      resumeBackfill(input: $input) {
        schedule { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
