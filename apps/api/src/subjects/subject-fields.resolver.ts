import { landmarkPositions, landmarksOf, selectFrames } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Annotation, presentAnnotation } from '../annotations/annotations.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import {
  Frame,
  FrameSelection,
  Landmark,
  presentFrame,
  presentSubject,
  Subject,
  type SubjectNode,
} from './subjects.types.js';

@Resolver(() => Subject)
export class SubjectFieldsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() { projectId }: SubjectNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(projectId));
  }

  @ResolveField(() => Subject, { nullable: true })
  @AllowThroughParent()
  async parent(@Parent() { parentId }: SubjectNode, @Context('loaders') loaders: Loaders) {
    const parent = parentId === null ? undefined : await loaders.subject(parentId);
    return parent === undefined ? null : presentSubject(parent);
  }

  @ResolveField(() => [Landmark], { description: 'In the order of their frames.' })
  @AllowThroughParent()
  async landmarks(@Parent() { id, projectId }: SubjectNode, @Context('loaders') loaders: Loaders) {
    const [{ definition }, byHand, current] = await Promise.all([
      loaders.vocabulary(projectId),
      loaders.landmarks(id),
      loaders.annotations(id),
    ]);
    const landmarks = Object.fromEntries(byHand.map(({ name, frameNumber }) => [name, frameNumber]));
    return landmarksOf({ landmarks }, definition, current);
  }

  @ResolveField(() => [Annotation], {
    description: 'Oldest first. Ended ones too when asked for, which are read to 10,000 of the newest.',
  })
  @AllowThroughParent()
  async annotations(
    @Parent() { id }: SubjectNode,
    @Context('loaders') loaders: Loaders,
    @Args('includeEnded', { type: () => Boolean, nullable: true }) includeEnded?: boolean | null,
  ) {
    const records = includeEnded
      ? await this.persistence.annotations.history(id)
      : await loaders.annotations(id);
    return records.map(presentAnnotation);
  }

  @ResolveField(() => [Frame], { description: 'By number.' })
  @AllowThroughParent()
  async frames(
    @Parent() { id }: SubjectNode,
    @Args('first', { type: () => Int, nullable: true, description: '1 to 500, 50 when absent.' })
    first?: number | null,
    @Args('afterNumber', { type: () => Int, nullable: true }) afterNumber?: number | null,
  ) {
    const size = pageRequest({ first: first ?? null }).first;
    return (await this.persistence.subjects.frames(id, size, afterNumber ?? null)).map(presentFrame);
  }

  @ResolveField(() => [Int], { description: 'Of all frames, rising: the number at each position.' })
  @AllowThroughParent()
  async frameNumbers(@Parent() { id }: SubjectNode) {
    return (await this.persistence.subjects.frameOrder(id)).numbers;
  }

  @ResolveField(() => FrameSelection, { description: 'What a range selects, before anything is applied.' })
  @AllowThroughParent()
  async selectFrames(
    @Parent() subject: SubjectNode,
    @Context('loaders') loaders: Loaders,
    @Args('spec', { type: () => String }) spec: string,
  ): Promise<FrameSelection> {
    const { numbers, names } = await this.persistence.subjects.frameOrder(subject.id);
    const { definition } = await loaders.vocabulary(subject.projectId);
    const landmarks = landmarkPositions(await this.landmarks(subject, loaders), definition, numbers);
    const { indices, warnings, error } = selectFrames(spec, {
      count: numbers.length,
      ids: names,
      landmarks,
      subject: subject.name,
    });
    const selected = indices.map((index) => numbers[index] as number);
    return { count: selected.length, of: numbers.length, numbers: selected, warnings, error };
  }
}
