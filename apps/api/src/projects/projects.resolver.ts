import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { BatchConnection, presentBatch } from '../batches/batches.types.js';
import { DesignConnection, presentDesign } from '../designs/designs.types.js';
import { FileConnection, presentFile } from '../files/files.types.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { orProblems } from '../graphql/problems.js';
import { JobSort, orderOf } from '../jobs/job-sort.types.js';
import { JobConnection, presentJob } from '../jobs/jobs.types.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { presentUser } from '../users/users.types.js';
import {
  BatchFilter,
  CreateProjectInput,
  JobFilter,
  Project,
  ProjectActivity,
  ProjectMember,
  ProjectPayload,
  presentProject,
  SetProjectMemberInput,
  UpdateProjectInput,
} from './projects.types.js';

@Resolver(() => Project)
export class ProjectsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => [Project])
  @AllowSignedIn()
  async projects(@CurrentIdentity() identity: Identity): Promise<Project[]> {
    return (await this.persistence.projects.list(identity)).map(presentProject);
  }

  @Query(() => Project, { description: 'NOT_FOUND when it does not exist or the caller may not see it.' })
  @AllowSignedIn()
  async project(
    @CurrentIdentity() identity: Identity,
    @Args('slug', { type: () => String }) slug: string,
  ): Promise<Project> {
    return presentProject(await this.persistence.projects.bySlug(identity, slug));
  }

  @Mutation(() => ProjectPayload)
  @AllowSignedIn()
  createProject(@CurrentIdentity() identity: Identity, @Args('input') input: CreateProjectInput) {
    const { slug, name, description } = input;
    return orProblems(async () => {
      await this.persistence.projects.create(actorOf(identity), {
        slug,
        name,
        description: description ?? '',
      });
      return { project: await this.project(identity, slug) };
    });
  }

  @Mutation(() => ProjectPayload)
  @AllowIn('project', 'manage', (args: { input: UpdateProjectInput }) => args.input.projectSlug)
  updateProject(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: UpdateProjectInput,
  ) {
    return orProblems(async () => {
      const changes = {
        name: input.name ?? undefined,
        description: input.description ?? undefined,
        // Null lifts the limit.
        concurrency: input.concurrency,
      };
      await this.persistence.projects.update(actorOf(identity), projectId, changes);
      return { project: await this.project(identity, input.projectSlug) };
    });
  }

  @Mutation(() => ProjectPayload)
  @AllowIn('project', 'manage', (args: { input: SetProjectMemberInput }) => args.input.projectSlug)
  setProjectMember(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') { projectSlug, email, role }: SetProjectMemberInput,
  ) {
    return orProblems(async () => {
      await this.persistence.projects.setMember(actorOf(identity), projectId, email, role ?? null);
      const isOwnRemoval =
        role == null && !(await this.persistence.projects.access(identity, 'project', projectSlug));
      return isOwnRemoval ? {} : { project: await this.project(identity, projectSlug) };
    });
  }

  @ResolveField(() => [ProjectMember])
  @AllowThroughParent()
  async members(@Parent() project: Project, @Context('loaders') loaders: Loaders): Promise<ProjectMember[]> {
    const members = await loaders.members(project.id);
    const users = await Promise.all(members.map((member) => loaders.user(member.userId)));
    return members.flatMap(({ role }, index) => {
      const user = users[index];
      return user === undefined ? [] : { role, user: presentUser(user) };
    });
  }

  @ResolveField(() => ProjectActivity)
  @AllowThroughParent()
  async activity(@Parent() project: Project, @Context('loaders') loaders: Loaders): Promise<ProjectActivity> {
    const [activity] = await loaders.activity(project.id);
    return activity ?? { runningJobs: 0, waitingJobs: 0, activeBatches: 0, failedJobsLastDay: 0 };
  }

  @ResolveField(() => BatchConnection, { description: 'Newest first.' })
  @AllowThroughParent()
  async batches(
    @Parent() project: Project,
    @Args() page: PageArgs,
    @Args('filter', { type: () => BatchFilter, nullable: true }) filter?: BatchFilter | null,
  ) {
    const batches = await this.persistence.batchLists.list(project.id, pageRequest(page), filter ?? {});
    return presentPage(batches, presentBatch);
  }

  @ResolveField(() => DesignConnection, { description: 'Newest first.' })
  @AllowThroughParent()
  async designs(@Parent() project: Project, @Args() page: PageArgs) {
    return presentPage(await this.persistence.designs.list(project.id, pageRequest(page)), presentDesign);
  }

  @ResolveField(() => FileConnection, { description: 'Newest first.' })
  @AllowThroughParent()
  async files(
    @Parent() project: Project,
    @Args() page: PageArgs,
    @Args('search', { type: () => String, nullable: true, description: 'Part of the name.' })
    search?: string | null,
    @Args('extensions', {
      type: () => [String],
      nullable: true,
      description: 'Only names that end in one of these, with the dot and in lower case; empty: any.',
    })
    extensions?: string[] | null,
  ) {
    const files = await this.persistence.files.list(project.id, { ...pageRequest(page), search, extensions });
    return presentPage(files, presentFile);
  }

  @ResolveField(() => JobConnection, { description: 'Newest first unless sorted otherwise.' })
  @AllowThroughParent()
  async jobs(
    @Parent() project: Project,
    @Args() page: PageArgs,
    @Args('filter', { type: () => JobFilter, nullable: true }) filter?: JobFilter | null,
    @Args('sort', { type: () => JobSort, nullable: true }) sort?: JobSort | null,
  ) {
    const { jobLists } = this.persistence;
    const jobs = await jobLists.ofProject(project.id, pageRequest(page), filter ?? {}, orderOf(sort));
    return presentPage(jobs, (job) => presentJob(job));
  }
}
