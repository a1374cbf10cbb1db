import { NotFound } from '@batchyard/domain';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Changeset, presentChangeset } from '../changesets/changesets.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { Artifact, Job, presentArtifact, presentJob } from '../jobs/jobs.types.js';
import { presentSubject, Subject } from '../subjects/subjects.types.js';
import { presentUser, User } from '../users/users.types.js';
import {
  Annotation,
  type AnnotationNode,
  Annotator,
  type AnnotatorNode,
  presentAnnotator,
} from './annotations.types.js';

@Resolver(() => Annotation)
export class AnnotationsResolver {
  @ResolveField(() => Subject)
  @AllowThroughParent()
  async subject(@Parent() { record }: AnnotationNode, @Context('loaders') loaders: Loaders) {
    const subject = await loaders.subject(record.subjectId);
    if (subject === undefined) throw new NotFound('The subject');
    return presentSubject(subject);
  }

  @ResolveField(() => Annotator)
  @AllowThroughParent()
  async author(@Parent() { record }: AnnotationNode, @Context('loaders') loaders: Loaders) {
    return presentAnnotator(await loaders.annotator(record.annotatorId));
  }

  @ResolveField(() => Job, { nullable: true, description: 'The job whose result it was made on.' })
  @AllowThroughParent()
  async job(@Parent() { record }: AnnotationNode, @Context('loaders') loaders: Loaders) {
    const job = record.jobId === null ? undefined : await loaders.job(record.jobId);
    return job === undefined ? null : presentJob(job);
  }

  @ResolveField(() => Boolean, { description: 'The artifact was computed anew since, with other contents.' })
  @AllowThroughParent()
  async isOnOlderResult(@Parent() { record }: AnnotationNode, @Context('loaders') loaders: Loaders) {
    return (await loaders.newerArtifact(record)) !== null;
  }

  @ResolveField(() => Artifact, { nullable: true, description: 'What the artifact is now.' })
  @AllowThroughParent()
  async newerArtifact(@Parent() { record }: AnnotationNode, @Context('loaders') loaders: Loaders) {
    const artifact = await loaders.newerArtifact(record);
    return artifact === null ? null : presentArtifact(artifact);
  }

  @ResolveField(() => Changeset)
  @AllowThroughParent()
  async changeset(@Parent() { record }: AnnotationNode, @Context('loaders') loaders: Loaders) {
    return presentChangeset(await loaders.changeset(record.changesetId));
  }

  @ResolveField(() => Changeset, { nullable: true, description: 'Null while it is current.' })
  @AllowThroughParent()
  async endedBy(@Parent() { record }: AnnotationNode, @Context('loaders') loaders: Loaders) {
    return record.endedById === null ? null : presentChangeset(await loaders.changeset(record.endedById));
  }
}

@Resolver(() => Annotator)
export class AnnotatorsResolver {
  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  async user(@Parent() { record }: AnnotatorNode, @Context('loaders') loaders: Loaders) {
    const user = record.userId === null ? undefined : await loaders.user(record.userId);
    return user === undefined ? null : presentUser(user);
  }

  @ResolveField(() => String)
  @AllowThroughParent()
  async name(@Parent() { record }: AnnotatorNode, @Context('loaders') loaders: Loaders) {
    if (record.kind === 'pipeline') return `${record.pipelineName} ${record.pipelineVersion}`;
    const user = record.userId === null ? undefined : await loaders.user(record.userId);
    const name = user?.name ?? 'Somebody who is gone';
    return record.kind === 'import' ? `Import by ${name}` : name;
  }
}
