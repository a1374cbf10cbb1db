import { graphql, type ResultOf } from '@/graphql/tada';

export const pipelineFragment = graphql(`
  fragment WholePipeline on Pipeline {
    name
    version
    title
    summary
    paramsSchema
    defaultParams
    objective
    mainFigure
    stages
    canChunk
    defaultConcurrency
    inputs { name title description kind count optional extensions }
    metrics { name title unit direction description optional incomparableAcross }
    command {
      arguments files network environment secrets image slurm
      limits { memoryMb timeS processes outputMb }
    }
  }
`);
export type WholePipeline = ResultOf<typeof pipelineFragment>;

export const pipelinesQuery = graphql(
  `
    query Pipelines {
      pipelines { ...WholePipeline }
    }
  `,
  [pipelineFragment],
);

export const batchOptionsQuery = graphql(`
  query BatchOptions {
    batchOptionsSchema
  }
`);
