import { readDesign as readDesignText } from '@batchyard/documents';
import { NotFound } from '@batchyard/domain';
import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { BatchConnection, presentBatch } from '../batches/batches.types.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Pipeline, presentPipeline } from '../pipelines/pipelines.types.js';
import { Project, presentProject } from '../projects/projects.types.js';
import { presentUser, User } from '../users/users.types.js';
import {
  Coverage,
  CoverageArgs,
  CreateDesignInput,
  Design,
  DesignInput,
  type DesignNode,
  DesignPayload,
  presentDesign,
  presentInputs,
  ReadDesign,
} from './designs.types.js';
import { readGivenDesign } from './parse-design.js';

@Resolver(() => Design)
export class DesignsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Design)
  @AllowSignedIn()
  async design(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentDesign(await this.persistence.designs.find(identity, id));
  }

  @Mutation(() => DesignPayload)
  @AllowIn('project', 'edit', (args: { input: CreateDesignInput }) => args.input.projectSlug)
  createDesign(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: CreateDesignInput,
  ) {
    const { designs } = this.persistence;
    return orProblems(async () => {
      const spec = await readGivenDesign(input, (named) => designs.withFileIds(projectId, named));
      const { designId } = await designs.create(actorOf(identity), projectId, spec);
      return { design: await this.design(identity, designId) };
    });
  }

  @Query(() => ReadDesign, {
    description:
      'Reads a design file without saving anything; names of files of the project become their ids.',
  })
  @AllowIn('project', 'read', (args: { projectSlug: string }) => args.projectSlug)
  async readDesign(
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('projectSlug') _projectSlug: string,
    @Args('yaml') yaml: string,
  ) {
    const { spec, problems } = readDesignText(yaml, 'design.yaml');
    return { spec: spec && (await this.persistence.designs.withFileIds(projectId, spec)), problems };
  }

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() design: DesignNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(design.projectId));
  }

  @ResolveField(() => Pipeline, { description: 'As it is installed now.' })
  @AllowThroughParent()
  async pipeline(@Parent() design: DesignNode) {
    const pipeline = await this.persistence.pipelines.known(design.pipelineName);
    if (pipeline === undefined) throw new NotFound(`The pipeline ${design.pipelineName}`);
    return presentPipeline(pipeline);
  }

  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  async createdBy(@Parent() design: DesignNode, @Context('loaders') loaders: Loaders) {
    const user = design.createdById === null ? undefined : await loaders.user(design.createdById);
    return user === undefined ? null : presentUser(user);
  }

  @ResolveField(() => BatchConnection, { description: 'Newest first.' })
  @AllowThroughParent()
  async batches(@Parent() design: DesignNode, @Args() page: PageArgs) {
    const filter = { designId: design.id };
    const batches = await this.persistence.batchLists.list(design.projectId, pageRequest(page), filter);
    return presentPage(batches, presentBatch);
  }

  @ResolveField(() => [DesignInput])
  @AllowThroughParent()
  async inputs(@Parent() design: DesignNode) {
    return (await this.persistence.designs.inputs(design)).map(presentInputs);
  }

  @ResolveField(() => Coverage)
  @AllowThroughParent()
  coverage(@Parent() design: DesignNode, @Args() args: CoverageArgs) {
    return this.persistence.designs.coverage(design, args);
  }

  @ResolveField(() => Design, { nullable: true, description: 'The design whose cells this one has as well.' })
  @AllowThroughParent()
  async extends(@Parent() design: DesignNode) {
    const former = (await this.persistence.designs.relatives(design)).extends;
    return former === null ? null : presentDesign(former);
  }

  @ResolveField(() => [Design], { description: 'Designs that have all cells of this one, newest first.' })
  @AllowThroughParent()
  async extendedBy(@Parent() design: DesignNode) {
    return (await this.persistence.designs.relatives(design)).extendedBy.map(presentDesign);
  }
}
