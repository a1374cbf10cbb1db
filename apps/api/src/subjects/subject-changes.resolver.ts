import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { presentChangeset } from '../changesets/changesets.types.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { readMetadata, readNewSubjects } from './read-new-subjects.js';
import {
  CreateSubjectsInput,
  CreateSubjectsPayload,
  SetLandmarkInput,
  SubjectPayload,
  UpdateSubjectInput,
} from './subject-changes.types.js';
import { presentSubject } from './subjects.types.js';

/** Subjects of one answer at most. */
const shownSubjects = 500;

@Resolver()
export class SubjectChangesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Mutation(() => CreateSubjectsPayload)
  @AllowIn('project', 'edit', (args: { input: CreateSubjectsInput }) => args.input.projectSlug)
  async createSubjects(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: CreateSubjectsInput,
  ) {
    const { subjects, changesets } = this.persistence;
    const done = await orProblems(async () => {
      const request = readNewSubjects(input);
      const made = await subjects.create(actorOf(identity), projectId, request, input.plan === true);
      const shown = await subjects.byIds(identity, made.subjectIds.slice(0, shownSubjects));
      const changeset = made.changesetId === null ? null : await changesets.find(identity, made.changesetId);
      return {
        subjects: shown.map(presentSubject),
        planned: made.planned.slice(0, shownSubjects),
        changeset: changeset && presentChangeset(changeset),
        warnings: made.problems,
      };
    });
    if (!('warnings' in done)) return { subjects: [], planned: [], problems: done.problems };
    return { ...done, problems: done.warnings };
  }

  @Mutation(() => SubjectPayload)
  @AllowIn('subject', 'edit', (args: { input: SetLandmarkInput }) => args.input.subjectId)
  setLandmark(
    @CurrentIdentity() identity: Identity,
    @Args('input') { subjectId, name, frameNumber }: SetLandmarkInput,
  ) {
    return orProblems(async () => {
      const { subjects } = this.persistence;
      const changesetId = await subjects.setLandmark(actorOf(identity), subjectId, name, frameNumber ?? null);
      return this.changed(identity, subjectId, changesetId);
    });
  }

  @Mutation(() => SubjectPayload)
  @AllowIn('subject', 'edit', (args: { input: UpdateSubjectInput }) => args.input.subjectId)
  updateSubject(
    @CurrentIdentity() identity: Identity,
    @Args('input') { subjectId, metadata }: UpdateSubjectInput,
  ) {
    return orProblems(async () => {
      const changesetId = await this.persistence.subjects.setMetadata(
        actorOf(identity),
        subjectId,
        readMetadata(metadata),
      );
      return this.changed(identity, subjectId, changesetId);
    });
  }

  private async changed(identity: Identity, subjectId: string, changesetId: string | null) {
    const { subjects, changesets } = this.persistence;
    const changeset = changesetId === null ? null : await changesets.find(identity, changesetId);
    return {
      subject: presentSubject(await subjects.find(identity, subjectId)),
      changeset: changeset && presentChangeset(changeset),
    };
  }
}
