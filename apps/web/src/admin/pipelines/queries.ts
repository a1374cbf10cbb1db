import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';
import { pipelineFragment } from '@/pipelines/queries';

export const pipelineVersionsQuery = graphql(`
  query PipelineVersions {
    pipelineVersions { id name version yaml createdAt retiredAt createdBy { name } }
  }
`);
export type PipelineVersion = ResultOf<typeof pipelineVersionsQuery>['pipelineVersions'][number];

export const workerLabelsQuery = graphql(`
  query WorkerLabels {
    workers { id isAlive labels }
  }
`);
export type LabelledWorker = Pick<
  ResultOf<typeof workerLabelsQuery>['workers'][number],
  'isAlive' | 'labels'
>;

export const checkDefinitionQuery = graphql(
  `
    query CheckPipelineDefinition($yaml: String!) {
      checkPipelineDefinition(yaml: $yaml) { pipeline { ...WholePipeline } problems { ...ProblemParts } }
    }
  `,
  [pipelineFragment, problemFragment],
);

export const definePipeline = graphql(
  `
    mutation DefinePipeline($input: DefinePipelineInput!) {
      definePipeline(input: $input) { pipeline { id name version } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const retirePipeline = graphql(
  `
    mutation RetirePipeline($input: RetirePipelineInput!) {
      retirePipeline(input: $input) { retired { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const secretsQuery = graphql(`
  query Secrets {
    secrets { name updatedAt }
  }
`);

export const setSecret = graphql(
  `
    mutation SetSecret($input: SetSecretInput!) {
      setSecret(input: $input) { secret { name } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const removeSecret = graphql(
  `
    mutation RemoveSecret($input: RemoveSecretInput!) {
      removeSecret(input: $input) { done problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);
