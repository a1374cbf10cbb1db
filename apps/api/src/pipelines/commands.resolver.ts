import { commandPipeline, readCommandDefinition } from '@batchyard/pipelines';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowAdministrator, AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { DonePayload } from '../graphql/problem.types.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { presentUser, User } from '../users/users.types.js';
import {
  CheckedPipeline,
  DefinePipelineInput,
  DefinePipelinePayload,
  PipelineVersion,
  type PipelineVersionNode,
  presentSecret,
  presentVersion,
  RemoveSecretInput,
  RetirePipelineInput,
  RetirePipelinePayload,
  Secret,
  SecretPayload,
  SetSecretInput,
} from './commands.types.js';
import { presentPipeline } from './pipelines.types.js';

/** Command pipelines run programs on the workers, so only administrators define them. */
@Resolver(() => PipelineVersion)
export class CommandsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => [PipelineVersion], {
    description: 'Of command pipelines, by name, newest first; at most 1000.',
  })
  @AllowAdministrator()
  async pipelineVersions(): Promise<PipelineVersionNode[]> {
    return (await this.persistence.commands.list()).map(presentVersion);
  }

  @Query(() => CheckedPipeline, {
    description: 'What is wrong with a definition, and what would come of it.',
  })
  @AllowAdministrator()
  async checkPipelineDefinition(@Args('yaml') yaml: string): Promise<CheckedPipeline> {
    const { definition } = readCommandDefinition(yaml, 'pipeline.yaml');
    const pipeline = definition && presentPipeline(commandPipeline(definition));
    return { pipeline, problems: await this.persistence.commands.check(yaml) };
  }

  @Mutation(() => DefinePipelinePayload)
  @AllowAdministrator()
  definePipeline(@CurrentIdentity() identity: Identity, @Args('input') { yaml }: DefinePipelineInput) {
    return orProblems(async () => {
      const created = await this.persistence.commands.define(actorOf(identity), yaml);
      return { pipeline: presentVersion(created) };
    });
  }

  @Mutation(() => RetirePipelinePayload)
  @AllowAdministrator()
  async retirePipeline(@CurrentIdentity() identity: Identity, @Args('input') input: RetirePipelineInput) {
    const { name, version = null } = input;
    const retired = await this.persistence.commands.retire(actorOf(identity), name, version);
    return { retired: retired.map(presentVersion), problems: [] };
  }

  @Query(() => [Secret])
  @AllowAdministrator()
  async secrets(): Promise<Secret[]> {
    return (await this.persistence.secrets.list()).map(presentSecret);
  }

  @Mutation(() => SecretPayload)
  @AllowAdministrator()
  setSecret(@CurrentIdentity() identity: Identity, @Args('input') { name, value }: SetSecretInput) {
    return orProblems(async () => ({
      secret: presentSecret(await this.persistence.secrets.set(actorOf(identity), name, value)),
    }));
  }

  @Mutation(() => DonePayload)
  @AllowAdministrator()
  async removeSecret(@CurrentIdentity() identity: Identity, @Args('input') { name }: RemoveSecretInput) {
    await this.persistence.secrets.remove(actorOf(identity), name);
    return { done: true, problems: [] };
  }

  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  async createdBy(@Parent() { createdById }: PipelineVersionNode, @Context('loaders') loaders: Loaders) {
    const user = createdById === null ? undefined : await loaders.user(createdById);
    return user === undefined ? null : presentUser(user);
  }
}
