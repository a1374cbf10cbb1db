import { NotFound } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { AllowSignedIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Pipeline, presentPipeline } from './pipelines.types.js';

@Resolver(() => Pipeline)
export class PipelinesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => [Pipeline])
  @AllowSignedIn()
  async pipelines(): Promise<Pipeline[]> {
    return (await this.persistence.pipelines.list()).map(presentPipeline);
  }

  @Query(() => Pipeline)
  @AllowSignedIn()
  async pipeline(@Args('name', { type: () => String }) name: string): Promise<Pipeline> {
    const pipeline = await this.persistence.pipelines.offered(name);
    if (pipeline === undefined) throw new NotFound('The pipeline');
    return presentPipeline(pipeline);
  }
}
