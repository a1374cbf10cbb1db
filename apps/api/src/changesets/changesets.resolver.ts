import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project } from '../projects/projects.types.js';
import { presentUser, User } from '../users/users.types.js';
import {
  ChangedThingConnection,
  Changeset,
  ChangesetConnection,
  type ChangesetNode,
  presentChangeset,
  UndoChangesetInput,
  UndoPayload,
} from './changesets.types.js';

@Resolver(() => Changeset)
export class ChangesetsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Changeset, { description: 'NOT_FOUND when it does not exist or the caller may not see it.' })
  @AllowSignedIn()
  async changeset(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentChangeset(await this.persistence.changesets.find(identity, id));
  }

  @Mutation(() => UndoPayload, {
    description: 'All of the change or nothing: refused when part of it was changed again since.',
  })
  @AllowIn('changeset', 'edit', (args: { input: UndoChangesetInput }) => args.input.id)
  async undoChangeset(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { role }: ProjectAccess,
    @Args('input') { id }: UndoChangesetInput,
  ) {
    const done = await orProblems(async () => {
      const { changesetId, editedSince } = await this.persistence.changesets.undo(
        actorOf(identity),
        role,
        id,
      );
      const changeset = changesetId === null ? null : await this.changeset(identity, changesetId);
      return { changeset, editedSince };
    });
    return { editedSince: [], ...done };
  }

  @ResolveField(() => ChangedThingConnection, { description: 'What it wrote, with before and after.' })
  @AllowThroughParent()
  async things(@Parent() { id }: ChangesetNode, @Args() page: PageArgs) {
    return presentPage(await this.persistence.changesets.things(id, pageRequest(page)), (thing) => thing);
  }

  @ResolveField(() => User, { nullable: true, description: 'Null: the system itself.' })
  @AllowThroughParent()
  async actor(@Parent() { actorId }: ChangesetNode, @Context('loaders') loaders: Loaders) {
    const user = actorId === null ? undefined : await loaders.user(actorId);
    return user === undefined ? null : presentUser(user);
  }

  @ResolveField(() => Changeset, { nullable: true, description: 'The undo of this.' })
  @AllowThroughParent()
  async undoneBy(@Parent() { undoneById }: ChangesetNode, @Context('loaders') loaders: Loaders) {
    return undoneById === null ? null : presentChangeset(await loaders.changeset(undoneById));
  }
}

@Resolver(() => Project)
export class ProjectChangesetsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => ChangesetConnection, { description: 'Newest first.' })
  @AllowThroughParent()
  async changesets(@Parent() { id }: Project, @Args() page: PageArgs) {
    return presentPage(await this.persistence.changesets.list(id, pageRequest(page)), presentChangeset);
  }
}
