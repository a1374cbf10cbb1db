import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import { presentUser, User } from '../users/users.types.js';
import { readTemplate } from './read-template.js';
import {
  presentTemplate,
  SaveTemplateInput,
  Template,
  type TemplateNode,
  TemplatePayload,
  TemplateVersion,
  type TemplateVersionNode,
} from './templates.types.js';

@Resolver(() => Template)
export class TemplatesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Template)
  @AllowSignedIn()
  async template(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentTemplate(await this.persistence.templates.find(identity, id));
  }

  @Mutation(() => TemplatePayload)
  @AllowIn('project', 'edit', (args: { input: SaveTemplateInput }) => args.input.projectSlug)
  saveTemplate(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: SaveTemplateInput,
  ) {
    return orProblems(async () => {
      const pipeline = await this.persistence.pipelines.offered(input.pipeline);
      const template = readTemplate(input, pipeline);
      const id = await this.persistence.templates.save(actorOf(identity), projectId, template);
      return { template: await this.template(identity, id) };
    });
  }

  @ResolveField(() => [TemplateVersion], { description: 'Newest first, at most 100.' })
  @AllowThroughParent()
  versions(@Parent() template: TemplateNode): Promise<TemplateVersionNode[]> {
    return this.persistence.templates.versions(template.id);
  }

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() template: TemplateNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(template.projectId));
  }

  @ResolveField(() => User, { nullable: true, description: 'Who saved the version.' })
  @AllowThroughParent()
  createdBy(@Parent() { createdById }: TemplateNode, @Context('loaders') loaders: Loaders) {
    return findUser(createdById, loaders);
  }
}

@Resolver(() => TemplateVersion)
export class TemplateVersionsResolver {
  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  createdBy(@Parent() { createdById }: TemplateVersionNode, @Context('loaders') loaders: Loaders) {
    return findUser(createdById, loaders);
  }
}

@Resolver(() => Project)
export class ProjectTemplatesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [Template], { description: 'By name, at most 500.' })
  @AllowThroughParent()
  async templates(@Parent() project: Project) {
    return (await this.persistence.templates.list(project.id)).map(presentTemplate);
  }
}

async function findUser(id: string | null, loaders: Loaders): Promise<User | null> {
  const user = id === null ? undefined : await loaders.user(id);
  return user === undefined ? null : presentUser(user);
}
