import { type TemplateDifference as Difference, UserError } from '@batchyard/domain';
import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import type { Loaders } from '../graphql/loaders.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import { presentUser, User } from '../users/users.types.js';
import { compareVersions } from './compare-versions.js';
import { draftOfBatch, draftOfJob } from './draft-template.js';
import { readTemplate } from './read-template.js';
import { projectFilesOf, sharedFilesOf, withProjectFiles } from './shared-files.js';
import {
  presentTemplate,
  RenameTemplateInput,
  SaveTemplateInput,
  Template,
  TemplateDifference,
  TemplateDraft,
  TemplateFile,
  TemplateInput,
  type TemplateNode,
  TemplatePayload,
  TemplateVersion,
  type TemplateVersionNode,
} from './templates.types.js';

const templateIdOf = (args: { input: { templateId: string } }) => args.input.templateId;

@Resolver(() => Template)
export class TemplatesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Template)
  @AllowSignedIn()
  async template(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentTemplate(await this.persistence.templates.find(identity, id));
  }

  @Query(() => TemplateDraft, {
    description: 'What of a batch, or of one job, a template would hold. Give exactly one of the two.',
  })
  @AllowSignedIn()
  templateDraft(
    @CurrentIdentity() identity: Identity,
    @Args('batchId', { type: () => ID, nullable: true }) batchId: string | null,
    @Args('jobId', { type: () => ID, nullable: true }) jobId: string | null,
  ): Promise<TemplateDraft> {
    if (batchId != null && jobId == null) return draftOfBatch(this.persistence, identity, batchId);
    if (jobId != null && batchId == null) return draftOfJob(this.persistence, identity, jobId);
    throw new UserError('BAD_REQUEST', 'Give either batchId or jobId.', { parameter: 'batchId' });
  }

  @Mutation(() => TemplatePayload)
  @AllowIn('project', 'edit', (args: { input: SaveTemplateInput }) => args.input.projectSlug)
  saveTemplate(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: SaveTemplateInput,
  ) {
    const { templates, pipelines } = this.persistence;
    return orProblems(async () => {
      const pipeline = await pipelines.offered(input.pipeline);
      const files = await sharedFilesOf(this.persistence, identity, projectId, input.files ?? []);
      const template = readTemplate({ ...input, files }, pipeline);
      const id = await templates.save(actorOf(identity), projectId, template);
      return { template: await this.template(identity, id) };
    });
  }

  @Mutation(() => TemplatePayload)
  @AllowIn('template', 'edit', templateIdOf)
  renameTemplate(@CurrentIdentity() identity: Identity, @Args('input') input: RenameTemplateInput) {
    return this.change(identity, input, () =>
      this.persistence.templates.rename(actorOf(identity), input.templateId, input.name),
    );
  }

  @Mutation(() => TemplatePayload, {
    description: 'It is not offered any more and can be restored; schedules that start it go on.',
  })
  @AllowIn('template', 'edit', templateIdOf)
  archiveTemplate(@CurrentIdentity() identity: Identity, @Args('input') input: TemplateInput) {
    return this.change(identity, input, () =>
      this.persistence.templates.setArchived(actorOf(identity), input.templateId, true),
    );
  }

  @Mutation(() => TemplatePayload)
  @AllowIn('template', 'edit', templateIdOf)
  restoreTemplate(@CurrentIdentity() identity: Identity, @Args('input') input: TemplateInput) {
    return this.change(identity, input, () =>
      this.persistence.templates.setArchived(actorOf(identity), input.templateId, false),
    );
  }

  @ResolveField(() => [TemplateVersion], { description: 'Newest first, at most 100.' })
  @AllowThroughParent()
  async versions(@Parent() template: TemplateNode): Promise<TemplateVersionNode[]> {
    return withProjectFiles(this.persistence, await this.persistence.templates.versions(template.id));
  }

  @ResolveField(() => [TemplateDifference], {
    description: 'What jobs of one version get that those of the other do not; empty: they are the same.',
  })
  @AllowThroughParent()
  async differences(
    @Parent() { id, pipelineName }: TemplateNode,
    @Args('from', { type: () => Int }) from: number,
    @Args('to', { type: () => Int }) to: number,
  ): Promise<readonly Difference[]> {
    const { pipelines, templates } = this.persistence;
    const [before, after] = await Promise.all([templates.version(id, from), templates.version(id, to)]);
    return compareVersions(before, after, await pipelines.known(pipelineName));
  }

  @ResolveField(() => [TemplateFile], { description: 'Files that all jobs share, in the order of inputs.' })
  @AllowThroughParent()
  files(@Parent() template: TemplateNode): Promise<readonly TemplateFile[]> {
    return projectFilesOf(this.persistence, template);
  }

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() template: TemplateNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(template.projectId));
  }

  @ResolveField(() => User, { nullable: true, description: 'Who saved the version.' })
  @AllowThroughParent()
  createdBy(@Parent() { createdById }: TemplateNode, @Context('loaders') loaders: Loaders) {
    return findUser(createdById, loaders);
  }

  private change(identity: Identity, { templateId }: TemplateInput, work: () => Promise<void>) {
    return orProblems(async () => {
      await work();
      return { template: await this.template(identity, templateId) };
    });
  }
}

@Resolver(() => TemplateVersion)
export class TemplateVersionsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [TemplateFile], { description: 'Files that all jobs share, in the order of inputs.' })
  @AllowThroughParent()
  files(@Parent() version: TemplateVersionNode): Promise<readonly TemplateFile[]> {
    return projectFilesOf(this.persistence, version);
  }

  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  createdBy(@Parent() { createdById }: TemplateVersionNode, @Context('loaders') loaders: Loaders) {
    return findUser(createdById, loaders);
  }
}

@Resolver(() => Project)
export class ProjectTemplatesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [Template], {
    description: 'By name, at most 500; archived ones only where asked for.',
  })
  @AllowThroughParent()
  async templates(
    @Parent() project: Project,
    @Args('archived', { type: () => Boolean, defaultValue: false }) archived: boolean,
  ) {
    const records = await this.persistence.templates.list(project.id, { archived });
    return withProjectFiles(this.persistence, records);
  }

  @ResolveField(() => Template, { nullable: true, description: 'By its name, archived or not.' })
  @AllowThroughParent()
  async template(@Parent() project: Project, @Args('name') name: string) {
    const template = await this.persistence.templates.byName(project.id, name);
    return template === undefined ? null : presentTemplate(template);
  }
}

async function findUser(id: string | null, loaders: Loaders): Promise<User | null> {
  const user = id === null ? undefined : await loaders.user(id);
  return user === undefined ? null : presentUser(user);
}
