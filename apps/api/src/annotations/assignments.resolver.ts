import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowThroughParent } from '../access/rules.js';
import { presentChangeset } from '../changesets/changesets.types.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project } from '../projects/projects.types.js';
import { Agreement, Annotator, presentAnnotation, presentAnnotator } from './annotations.types.js';
import {
  AgreementInput,
  AssignAnnotationsInput,
  AssignPayload,
  ResolveOlderResultInput,
  ResolveOlderResultPayload,
} from './assignments.types.js';
import { breakOf, nothingAssigned, readAssignments } from './read-assignments.js';

@Resolver(() => Project)
export class AssignmentsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Mutation(() => AssignPayload)
  @AllowIn('project', 'edit', (args: { input: AssignAnnotationsInput }) => args.input.projectSlug)
  async assignAnnotations(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: AssignAnnotationsInput,
  ) {
    const done = await orProblems(async () => {
      const { annotations } = this.persistence;
      const { changesetId, ...rest } = await annotations.assign(
        actorOf(identity),
        projectId,
        readAssignments(input),
      );
      return { ...rest, changeset: await this.changeset(identity, changesetId) };
    });
    if (!('outcomes' in done))
      return { outcomes: [], assigned: 0, skipped: 0, failed: 0, elapsedS: 0, ...done };
    const broken = breakOf(done);
    return { ...done, problems: broken === null ? nothingAssigned(input, done) : [broken] };
  }

  @Mutation(() => ResolveOlderResultPayload)
  @AllowIn(
    'annotation',
    'edit',
    (args: { input: ResolveOlderResultInput }) => args.input.annotationIds[0] ?? '',
  )
  async resolveOlderResult(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { annotationIds, decision }: ResolveOlderResultInput,
  ) {
    const done = await orProblems(async () => {
      const { annotations } = this.persistence;
      const resolved = await annotations.resolve(actorOf(identity), projectId, annotationIds, decision);
      return {
        changeset: await this.changeset(identity, resolved.changesetId),
        annotations: resolved.annotations.map(presentAnnotation),
      };
    });
    return { annotations: [], ...done };
  }

  @Query(() => Agreement, { description: 'Of two annotators, over what both judged.' })
  @AllowIn('project', 'read', (args: { input: AgreementInput }) => args.input.projectSlug)
  agreement(
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { kind, authorA, authorB, level }: AgreementInput,
  ): Promise<Agreement> {
    return this.persistence.annotations.agreement(projectId, kind, authorA, authorB, level ?? null);
  }

  @ResolveField(() => [Annotator], { description: 'Everybody who has ever annotated here.' })
  @AllowThroughParent()
  async annotators(@Parent() { id }: Project) {
    return (await this.persistence.annotations.annotators(id)).map(presentAnnotator);
  }

  private async changeset(identity: Identity, id: string | null) {
    return id === null ? null : presentChangeset(await this.persistence.changesets.find(identity, id));
  }
}
