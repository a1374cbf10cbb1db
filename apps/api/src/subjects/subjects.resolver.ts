import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { Watcher } from '../access/watcher.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import { pageRequest } from '../graphql/page-request.js';
import { type Event, eventValue } from '../graphql/watch.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project } from '../projects/projects.types.js';
import {
  presentSubject,
  Subject,
  SubjectConnection,
  SubjectFilter,
  type SubjectNode,
} from './subjects.types.js';

@Resolver(() => Subject)
export class SubjectsResolver {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly watcher: Watcher,
  ) {}

  @Query(() => Subject, { description: 'NOT_FOUND when it does not exist or the caller may not see it.' })
  @AllowSignedIn()
  async subject(
    @CurrentIdentity() identity: Identity,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<SubjectNode> {
    return presentSubject(await this.persistence.subjects.find(identity, id));
  }

  @Subscription(() => Subject, {
    description:
      'The subject now, and after each change of it or of what is said of it, at most 4 times a second.',
    resolve: (event: Event<SubjectNode>) => eventValue(event),
  })
  @AllowSignedIn()
  async subjectChanged(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    const { projectId } = await this.persistence.subjects.find(identity, id);
    return this.watcher.watch(identity, { subjectId: id, projectId }, (caller) => this.subject(caller, id));
  }
}

@Resolver(() => Project)
export class ProjectSubjectsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => SubjectConnection, { description: 'By name.' })
  @AllowThroughParent()
  async subjects(
    @Parent() { id }: Project,
    @Args() page: PageArgs,
    @Args('filter', { type: () => SubjectFilter, nullable: true }) filter?: SubjectFilter | null,
  ) {
    return presentPage(
      await this.persistence.subjects.list(id, pageRequest(page), filter ?? {}),
      presentSubject,
    );
  }

  @ResolveField(() => Subject, { nullable: true })
  @AllowThroughParent()
  async subject(@Parent() { id }: Project, @Args('name', { type: () => String }) name: string) {
    const found = await this.persistence.subjects.byName(id, name);
    return found === null ? null : presentSubject(found);
  }
}
