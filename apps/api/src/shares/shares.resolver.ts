import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowAdministrator, AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import { Share, ShareInput, type ShareNode, SharePayload } from './shares.types.js';

/** Whoever runs the installation names shares, administrators say which projects may read them. */
@Resolver(() => Share)
export class SharesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => [Share], { description: 'By name.' })
  @AllowAdministrator()
  shares(): Promise<ShareNode[]> {
    return this.persistence.shares.list();
  }

  @Mutation(() => SharePayload, {
    description: 'Whoever may run batches in the project can have all files of the share read from then on.',
  })
  @AllowAdministrator()
  grantShare(@CurrentIdentity() identity: Identity, @Args('input') input: ShareInput) {
    return this.change(identity, input, 'grant');
  }

  @Mutation(() => SharePayload, { description: 'What was read stays in the project.' })
  @AllowAdministrator()
  revokeShare(@CurrentIdentity() identity: Identity, @Args('input') input: ShareInput) {
    return this.change(identity, input, 'revoke');
  }

  @ResolveField(() => [Project], { description: 'Those that may read it.' })
  @AllowThroughParent()
  async projects(@Parent() { projectIds }: ShareNode, @Context('loaders') loaders: Loaders) {
    const projects = await Promise.all(projectIds.map((id) => loaders.project(id)));
    return projects.map(presentProject);
  }

  private change(identity: Identity, { share, projectSlug }: ShareInput, verb: 'grant' | 'revoke') {
    return orProblems(async () => {
      const { projects, shares } = this.persistence;
      const { id } = await projects.bySlug(identity, projectSlug);
      await shares[verb](actorOf(identity), share, id);
      return { share: (await shares.list()).find(({ name }) => name === share) ?? null };
    });
  }
}

@Resolver(() => Project)
export class ProjectSharesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [String], {
    description: 'Names of the folders outside that its watched folders and schedules may read.',
  })
  @AllowThroughParent()
  shares(@Parent() { id }: Project): Promise<readonly string[]> {
    return this.persistence.shares.ofProject(id);
  }
}
