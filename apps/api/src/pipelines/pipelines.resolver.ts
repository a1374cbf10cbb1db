import { NotFound } from '@batchyard/domain';
import { findPipeline, pipelines } from '@batchyard/pipelines';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { AllowSignedIn } from '../access/rules.js';
import { Pipeline, presentPipeline } from './pipelines.types.js';

@Resolver(() => Pipeline)
export class PipelinesResolver {
  @Query(() => [Pipeline])
  @AllowSignedIn()
  pipelines(): Pipeline[] {
    return pipelines.map(presentPipeline);
  }

  @Query(() => Pipeline)
  @AllowSignedIn()
  pipeline(@Args('name', { type: () => String }) name: string): Pipeline {
    const pipeline = findPipeline(name);
    if (pipeline === undefined) throw new NotFound('The pipeline');
    return presentPipeline(pipeline);
  }
}
