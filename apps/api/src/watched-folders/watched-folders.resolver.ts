import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { Batch, presentBatch } from '../batches/batches.types.js';
import { Design, presentDesign } from '../designs/designs.types.js';
import { presentPage } from '../graphql/connection.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { orProblems } from '../graphql/problems.js';
import { Job, presentJob } from '../jobs/jobs.types.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import { presentTemplate, Template } from '../templates/templates.types.js';
import { presentUser, User } from '../users/users.types.js';
import { readWatchedFolder } from './read-watched-folder.js';
import {
  CreateWatchedFolderInput,
  presentWatchedFolder,
  UpdateWatchedFolderInput,
  WatchedFile,
  WatchedFileConnection,
  WatchedFileCountsNode,
  type WatchedFileNode,
  WatchedFilesArgs,
  WatchedFolder,
  WatchedFolderInput,
  type WatchedFolderNode,
  WatchedFolderPayload,
} from './watched-folders.types.js';

const folderIdOf = (args: { input: WatchedFolderInput }) => args.input.watchedFolderId;

@Resolver(() => WatchedFolder)
export class WatchedFoldersResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => WatchedFolder)
  @AllowSignedIn()
  async watchedFolder(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentWatchedFolder(await this.persistence.watchedFolders.find(identity, id));
  }

  @Mutation(() => WatchedFolderPayload)
  @AllowIn('project', 'run', (args: { input: CreateWatchedFolderInput }) => args.input.projectSlug)
  createWatchedFolder(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: CreateWatchedFolderInput,
  ) {
    const { shares, watchedFolders } = this.persistence;
    return orProblems(async () => {
      const folder = readWatchedFolder(input, await shares.ofProject(projectId));
      const id = await watchedFolders.create(actorOf(identity), projectId, folder);
      return { watchedFolder: await this.watchedFolder(identity, id) };
    });
  }

  @Mutation(() => WatchedFolderPayload, {
    description: 'Whoever changes it starts its batches from then on. Files that were seen stay.',
  })
  @AllowIn('watched_folder', 'run', folderIdOf)
  updateWatchedFolder(@CurrentIdentity() identity: Identity, @Args('input') input: UpdateWatchedFolderInput) {
    const { shares, watchedFolders } = this.persistence;
    return this.change(identity, input, async (folder) => {
      const changed = readWatchedFolder(input, await shares.ofProject(folder.projectId));
      await watchedFolders.update(actorOf(identity), folder, changed);
    });
  }

  @Mutation(() => WatchedFolderPayload, { description: 'What comes meanwhile is found when it goes on.' })
  @AllowIn('watched_folder', 'run', folderIdOf)
  pauseWatchedFolder(@CurrentIdentity() identity: Identity, @Args('input') input: WatchedFolderInput) {
    return this.change(identity, input, (folder) =>
      this.persistence.watchedFolders.setPaused(actorOf(identity), folder, true),
    );
  }

  @Mutation(() => WatchedFolderPayload)
  @AllowIn('watched_folder', 'run', folderIdOf)
  resumeWatchedFolder(@CurrentIdentity() identity: Identity, @Args('input') input: WatchedFolderInput) {
    return this.change(identity, input, (folder) =>
      this.persistence.watchedFolders.setPaused(actorOf(identity), folder, false),
    );
  }

  @Mutation(() => Boolean, {
    description: 'Forgets what was seen; files of the project and batches stay.',
  })
  @AllowIn('watched_folder', 'run', folderIdOf)
  async removeWatchedFolder(
    @CurrentIdentity() identity: Identity,
    @Args('input') input: WatchedFolderInput,
  ): Promise<boolean> {
    const { watchedFolders } = this.persistence;
    await watchedFolders.remove(
      actorOf(identity),
      await watchedFolders.find(identity, input.watchedFolderId),
    );
    return true;
  }

  @ResolveField(() => WatchedFileConnection, { description: 'Newest first.' })
  @AllowThroughParent()
  async files(@Parent() { id }: WatchedFolderNode, @Args() { state = null, ...page }: WatchedFilesArgs) {
    const files = await this.persistence.watchedFolders.files(id, { ...pageRequest(page), state });
    return presentPage(files, (row) => row);
  }

  @ResolveField(() => WatchedFileCountsNode)
  @AllowThroughParent()
  counts(@Parent() { id }: WatchedFolderNode, @Context('loaders') loaders: Loaders) {
    return loaders.watchedFileCounts(id);
  }

  @ResolveField(() => Design, { nullable: true })
  @AllowThroughParent()
  async design(@Parent() { record }: WatchedFolderNode, @Context('loaders') loaders: Loaders) {
    const design = record.designId === null ? undefined : await loaders.design(record.designId);
    return design === undefined ? null : presentDesign(design);
  }

  @ResolveField(() => Template, { nullable: true })
  @AllowThroughParent()
  async template(@Parent() { record }: WatchedFolderNode, @Context('loaders') loaders: Loaders) {
    const template = record.templateId === null ? undefined : await loaders.template(record.templateId);
    return template === undefined ? null : presentTemplate(template);
  }

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() { record }: WatchedFolderNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(record.projectId));
  }

  @ResolveField(() => User, { nullable: true, description: 'On whose behalf it starts batches.' })
  @AllowThroughParent()
  async owner(@Parent() { record }: WatchedFolderNode, @Context('loaders') loaders: Loaders) {
    const user = record.createdById === null ? undefined : await loaders.user(record.createdById);
    return user === undefined ? null : presentUser(user);
  }

  private change(
    identity: Identity,
    { watchedFolderId }: WatchedFolderInput,
    work: (folder: WatchedFolderNode['record']) => Promise<unknown>,
  ) {
    return orProblems(async () => {
      await work(await this.persistence.watchedFolders.find(identity, watchedFolderId));
      return { watchedFolder: await this.watchedFolder(identity, watchedFolderId) };
    });
  }
}

@Resolver(() => WatchedFile)
export class WatchedFilesResolver {
  @ResolveField(() => Batch, { nullable: true })
  @AllowThroughParent()
  async batch(@Parent() { batchId }: WatchedFileNode, @Context('loaders') loaders: Loaders) {
    return batchId === null ? null : presentBatch(await loaders.batch(batchId));
  }

  @ResolveField(() => Job, { nullable: true, description: 'The first one on this file.' })
  @AllowThroughParent()
  async job(@Parent() { jobId }: WatchedFileNode, @Context('loaders') loaders: Loaders) {
    const job = jobId === null ? undefined : await loaders.job(jobId);
    return job === undefined ? null : presentJob(job);
  }
}

@Resolver(() => Project)
export class ProjectWatchedFoldersResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [WatchedFolder], { description: 'By name, at most 200.' })
  @AllowThroughParent()
  async watchedFolders(@Parent() project: Project) {
    return (await this.persistence.watchedFolders.list(project.id)).map(presentWatchedFolder);
  }
}
