import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const planQuery = graphql(
  `
    query PlanBatch($input: StartBatchInput!) {
      planBatch(input: $input) {
        cellCount
        newJobs
        reusedJobs
        retriedJobs
        excludedJobs
        fingerprint
        mode { concurrency sentence }
        reasons { kind reason jobs }
        estimate {
          basis
          historyJobs
          jobSecondsP50
          jobSecondsP90
          sequentialSecondsP50
          sequentialSecondsP90
          parallelSecondsP50
          parallelSecondsP90
          speedUp
          slots
          inputBytes
          memoryBytes
          peakMemoryBytesP90
          outputBytesP50
          outputBytesP90
          finishesAtP50
          finishesAtP90
        }
        invalidCount
        invalidCells { position label problems { ...ProblemParts } }
        firstCells { position label kind reason outputName }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
export type BatchPlan = ResultOf<typeof planQuery>['planBatch'];

export const createDesign = graphql(
  `
    mutation CreateDesign($input: CreateDesignInput!) {
      createDesign(input: $input) {
        design { id }
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

/** What a batch like another one needs of it. */
export const batchToCloneQuery = graphql(`
  query BatchToClone($id: ID!) {
    batch(id: $id) {
      id
      name
      spec
      options
      metadata
    }
  }
`);

/** Reads a design file without saving anything; names of files become their ids. */
export const readDesignQuery = graphql(
  `
    query ReadDesign($slug: String!, $yaml: String!) {
      readDesign(projectSlug: $slug, yaml: $yaml) {
        spec
        problems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);

/** Parameters of one setting of a batch: those of any of its jobs. */
export const settingOfBatchQuery = graphql(`
  query SettingOfBatch($slug: String!, $filter: JobFilter!) {
    project(slug: $slug) {
      id
      jobs(first: 1, filter: $filter) { nodes { id params } }
    }
  }
`);

/** The newest batch of the project that has a setting. */
export const batchOfSettingQuery = graphql(`
  query BatchOfSetting($slug: String!, $filter: JobFilter!) {
    project(slug: $slug) {
      id
      jobs(first: 1, filter: $filter) { nodes { id batch { id } } }
    }
  }
`);

export const templateToUseQuery = graphql(`
  query TemplateToUse($id: ID!) {
    template(id: $id) {
      id
      name
      version
      pipelineName
      archivedAt
      versions { version params options files { input name fileId } }
    }
  }
`);
