import { checkCronRule, schedulePoliciesJsonSchema } from '@batchyard/domain';
import type { ProjectAccess } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import {
  Args,
  Context,
  GraphQLISODateTime,
  ID,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn, AllowSignedIn, AllowThroughParent } from '../access/rules.js';
import { Batch, presentBatch } from '../batches/batches.types.js';
import { Design, presentDesign } from '../designs/designs.types.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import { JsonScalar } from '../graphql/json.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { orProblems } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import { presentTemplate, Template } from '../templates/templates.types.js';
import { presentUser, User } from '../users/users.types.js';
import { readSchedule } from './read-schedule.js';
import {
  Backfill,
  BackfillInput,
  CreateScheduleInput,
  CronTimes,
  Occurrence,
  OccurrenceConnection,
  type OccurrenceNode,
  presentSchedule,
  Schedule,
  ScheduleInput,
  type ScheduleNode,
  SchedulePayload,
  StartBackfillInput,
  UpdateScheduleInput,
  upcoming,
} from './schedules.types.js';

const scheduleIdOf = (args: { input: ScheduleInput }) => args.input.scheduleId;

@Resolver(() => Schedule)
export class SchedulesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Query(() => Schedule)
  @AllowSignedIn()
  async schedule(@CurrentIdentity() identity: Identity, @Args('id', { type: () => ID }) id: string) {
    return presentSchedule(await this.persistence.schedules.find(identity, id));
  }

  @Query(() => JsonScalar, { description: 'JSON Schema of the policies of a schedule.' })
  @AllowSignedIn()
  schedulePoliciesSchema(): unknown {
    return schedulePoliciesJsonSchema;
  }

  @Query(() => CronTimes, { description: 'When a rule is due; nothing is written.' })
  @AllowSignedIn()
  cronTimes(@Args('cron') cron: string, @Args('zone') zone: string): CronTimes {
    const problems = checkCronRule({ expression: cron, zone });
    return { times: problems.length > 0 ? [] : upcoming(cron, zone), problems };
  }

  @Mutation(() => SchedulePayload)
  @AllowIn('project', 'run', (args: { input: CreateScheduleInput }) => args.input.projectSlug)
  createSchedule(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Args('input') input: CreateScheduleInput,
  ) {
    return orProblems(async () => {
      const id = await this.persistence.schedules.create(
        actorOf(identity),
        projectId,
        readSchedule(input, await this.persistence.shares.ofProject(projectId)),
      );
      return { schedule: await this.schedule(identity, id) };
    });
  }

  @Mutation(() => SchedulePayload, {
    description: 'Whoever changes a schedule starts its batches from then on.',
  })
  @AllowIn('schedule', 'run', scheduleIdOf)
  updateSchedule(@CurrentIdentity() identity: Identity, @Args('input') input: UpdateScheduleInput) {
    return this.change(identity, input, async (schedule) => {
      const shares = await this.persistence.shares.ofProject(schedule.projectId);
      await this.persistence.schedules.update(actorOf(identity), schedule, readSchedule(input, shares));
    });
  }

  @Mutation(() => SchedulePayload, { description: 'Times that come meanwhile are not run.' })
  @AllowIn('schedule', 'run', scheduleIdOf)
  pauseSchedule(@CurrentIdentity() identity: Identity, @Args('input') input: ScheduleInput) {
    return this.change(identity, input, (schedule) =>
      this.persistence.schedules.setPaused(actorOf(identity), schedule, true),
    );
  }

  @Mutation(() => SchedulePayload)
  @AllowIn('schedule', 'run', scheduleIdOf)
  resumeSchedule(@CurrentIdentity() identity: Identity, @Args('input') input: ScheduleInput) {
    return this.change(identity, input, (schedule) =>
      this.persistence.schedules.setPaused(actorOf(identity), schedule, false),
    );
  }

  @Mutation(() => SchedulePayload, {
    description: 'Runs it once now, paused or not; after the batch under way, if there is one.',
  })
  @AllowIn('schedule', 'run', scheduleIdOf)
  runSchedule(@CurrentIdentity() identity: Identity, @Args('input') input: ScheduleInput) {
    return this.change(identity, input, (schedule) =>
      this.persistence.schedules.runNow(actorOf(identity), schedule),
    );
  }

  @Mutation(() => Boolean, {
    description: 'Removes the schedule and its ledger; batches that it started stay.',
  })
  @AllowIn('schedule', 'run', scheduleIdOf)
  async removeSchedule(
    @CurrentIdentity() identity: Identity,
    @Args('input') input: ScheduleInput,
  ): Promise<boolean> {
    const { schedules } = this.persistence;
    await schedules.remove(actorOf(identity), await schedules.find(identity, input.scheduleId));
    return true;
  }

  @Mutation(() => SchedulePayload)
  @AllowIn('schedule', 'run', scheduleIdOf)
  startBackfill(@CurrentIdentity() identity: Identity, @Args('input') input: StartBackfillInput) {
    return this.change(identity, input, (schedule) =>
      this.persistence.schedules.startBackfill(actorOf(identity), schedule, input),
    );
  }

  @Mutation(() => SchedulePayload, { description: 'The batch under way goes on.' })
  @AllowIn('schedule', 'run', scheduleIdOf)
  stopBackfill(@CurrentIdentity() identity: Identity, @Args('input') input: BackfillInput) {
    return this.change(identity, input, ({ id }) =>
      this.persistence.schedules.setBackfillState(id, input.backfillId, 'stopped'),
    );
  }

  @Mutation(() => SchedulePayload, { description: 'Goes on where it stopped.' })
  @AllowIn('schedule', 'run', scheduleIdOf)
  resumeBackfill(@CurrentIdentity() identity: Identity, @Args('input') input: BackfillInput) {
    return this.change(identity, input, ({ id }) =>
      this.persistence.schedules.setBackfillState(id, input.backfillId, 'running'),
    );
  }

  @ResolveField(() => OccurrenceConnection, { description: 'Newest due times first.' })
  @AllowThroughParent()
  async occurrences(@Parent() { id }: ScheduleNode, @Args() page: PageArgs) {
    return presentPage(await this.persistence.schedules.occurrences(id, pageRequest(page)), (row) => row);
  }

  @ResolveField(() => Occurrence, { nullable: true, description: 'The newest due time that was decided.' })
  @AllowThroughParent()
  latestOccurrence(@Parent() { id }: ScheduleNode, @Context('loaders') loaders: Loaders) {
    return loaders.latestOccurrence(id);
  }

  @ResolveField(() => [Occurrence], { description: 'Due times of a span, ascending, at most 2,000.' })
  @AllowThroughParent()
  calendar(
    @Parent() { id }: ScheduleNode,
    @Args('from', { type: () => GraphQLISODateTime }) from: Date,
    @Args('until', { type: () => GraphQLISODateTime }) until: Date,
  ): Promise<readonly OccurrenceNode[]> {
    return this.persistence.schedules.calendar(id, from, until);
  }

  @ResolveField(() => [Backfill], { description: 'Newest first, at most 50.' })
  @AllowThroughParent()
  backfills(@Parent() { id }: ScheduleNode): Promise<readonly Backfill[]> {
    return this.persistence.schedules.backfills(id);
  }

  @ResolveField(() => Design, { nullable: true })
  @AllowThroughParent()
  async design(@Parent() { record }: ScheduleNode, @Context('loaders') loaders: Loaders) {
    const design = record.designId === null ? undefined : await loaders.design(record.designId);
    return design === undefined ? null : presentDesign(design);
  }

  @ResolveField(() => Template, { nullable: true })
  @AllowThroughParent()
  async template(@Parent() { record }: ScheduleNode, @Context('loaders') loaders: Loaders) {
    const template = record.templateId === null ? undefined : await loaders.template(record.templateId);
    return template === undefined ? null : presentTemplate(template);
  }

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() { record }: ScheduleNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(record.projectId));
  }

  @ResolveField(() => User, { nullable: true, description: 'On whose behalf it starts batches.' })
  @AllowThroughParent()
  async owner(@Parent() { record }: ScheduleNode, @Context('loaders') loaders: Loaders) {
    const user = record.createdById === null ? undefined : await loaders.user(record.createdById);
    return user === undefined ? null : presentUser(user);
  }

  private change(
    identity: Identity,
    { scheduleId }: ScheduleInput,
    work: (schedule: ScheduleNode['record']) => Promise<unknown>,
  ) {
    return orProblems(async () => {
      await work(await this.persistence.schedules.find(identity, scheduleId));
      return { schedule: await this.schedule(identity, scheduleId) };
    });
  }
}

@Resolver(() => Occurrence)
export class OccurrencesResolver {
  @ResolveField(() => Batch, { nullable: true })
  @AllowThroughParent()
  async batch(@Parent() { batchId }: OccurrenceNode, @Context('loaders') loaders: Loaders) {
    return batchId === null ? null : presentBatch(await loaders.batch(batchId));
  }
}

@Resolver(() => Project)
export class ProjectSchedulesResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => [Schedule], { description: 'By name, at most 200.' })
  @AllowThroughParent()
  async schedules(@Parent() project: Project) {
    return (await this.persistence.schedules.list(project.id)).map(presentSchedule);
  }
}
