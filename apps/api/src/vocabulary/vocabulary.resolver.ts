import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowThroughParent } from '../access/rules.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project } from '../projects/projects.types.js';
import { UpdateVocabularyInput, Vocabulary, VocabularyPayload } from './vocabulary.types.js';

@Resolver(() => Project)
export class VocabularyResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => Vocabulary)
  @AllowThroughParent()
  vocabulary(@Parent() { id }: Project): Promise<Vocabulary> {
    return this.persistence.vocabularies.read(id);
  }

  @Mutation(() => VocabularyPayload, {
    description:
      'Refused when somebody else changed it first, or when it lacks terms or levels that are in use.',
  })
  @AllowIn('project', 'manage', (args: { input: UpdateVocabularyInput }) => args.input.projectSlug)
  updateVocabulary(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { revision, definition }: UpdateVocabularyInput,
  ) {
    return orProblems(async () => ({
      vocabulary: await this.persistence.vocabularies.update(
        actorOf(identity),
        projectId,
        revision,
        definition,
      ),
    }));
  }
}
