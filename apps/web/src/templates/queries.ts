import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const templatesQuery = graphql(`
  query Templates($slug: String!, $archived: Boolean!) {
    project(slug: $slug) {
      id
      templates(archived: $archived) {
        id
        name
        pipelineName
        version
        note
        createdAt
        createdBy { name }
        files { input name }
      }
    }
  }
`);
export type ListedTemplate = ResultOf<typeof templatesQuery>['project']['templates'][number];

export const templateQuery = graphql(`
  query Template($id: ID!) {
    template(id: $id) {
      id
      name
      pipelineName
      version
      archivedAt
      versions {
        version
        params
        options
        note
        pipelineVersion
        createdAt
        createdBy { name }
        files { input name sha256 sizeBytes fileId }
      }
    }
  }
`);
export type WholeTemplate = ResultOf<typeof templateQuery>['template'];
export type WholeVersion = WholeTemplate['versions'][number];

export const templateDifferencesQuery = graphql(`
  query TemplateDifferences($id: ID!, $from: Int!, $to: Int!) {
    template(id: $id) {
      id
      differences(from: $from, to: $to) { part path title unit change before after sameValue }
    }
  }
`);
export type TemplateDifference = ResultOf<typeof templateDifferencesQuery>['template']['differences'][number];

/** What a batch or a job would give a template; exactly one of the two. */
export const templateDraftQuery = graphql(`
  query TemplateDraft($batchId: ID, $jobId: ID) {
    templateDraft(batchId: $batchId, jobId: $jobId) {
      pipelineName
      suggestedName
      params
      options
      varied
      files { input fileId name suggested }
    }
  }
`);

export const saveTemplate = graphql(
  `
    mutation SaveTemplate($input: SaveTemplateInput!) {
      saveTemplate(input: $input) { template { id name version } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const renameTemplate = graphql(
  `
    mutation RenameTemplate($input: RenameTemplateInput!) {
      renameTemplate(input: $input) { template { id name } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const archiveTemplate = graphql(
  `
    mutation ArchiveTemplate($input: TemplateInput!) {
      archiveTemplate(input: $input) { template { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const restoreTemplate = graphql(
  `
    mutation RestoreTemplate($input: TemplateInput!) {
      restoreTemplate(input: $input) { template { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
