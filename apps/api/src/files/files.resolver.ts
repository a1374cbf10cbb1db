import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn, AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { presentUser, User } from '../users/users.types.js';
import { FilePayload, presentFile, RenameFileInput, StoredFile, type StoredFileNode } from './files.types.js';

@Resolver(() => StoredFile)
export class FilesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Mutation(() => FilePayload)
  @AllowIn('file', 'edit', (args: { input: RenameFileInput }) => args.input.fileId)
  renameFile(@CurrentIdentity() identity: Identity, @Args('input') input: RenameFileInput) {
    return orProblems(async () => ({
      file: presentFile(
        await this.persistence.files.rename(actorOf(identity), identity, input.fileId, input.name),
      ),
    }));
  }

  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  async createdBy(@Parent() file: StoredFileNode, @Context('loaders') loaders: Loaders) {
    const user = file.createdById === null ? undefined : await loaders.user(file.createdById);
    return user === undefined ? null : presentUser(user);
  }
}
