import { roleAllows, statesBefore } from '@batchyard/domain';
import { Inject } from '@nestjs/common';
import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Batch, presentBatch } from '../batches/batches.types.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { Project, presentProject } from '../projects/projects.types.js';
import {
  Artifact,
  Attempt,
  Job,
  JobMetric,
  type JobNode,
  JobStage,
  LogConnection,
  MetricCourse,
  presentArtifact,
  presentAttempt,
  presentJob,
  presentLogLine,
  presentStage,
} from './jobs.types.js';

const cancellable = [...statesBefore('cancel'), 'running'];
const retryable: readonly string[] = statesBefore('retry');

/** Fields of a job that are read only when they are asked for, for all jobs of a page at once. */
@Resolver(() => Job)
export class JobFieldsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => Batch)
  @AllowThroughParent()
  async batch(@Parent() { record }: JobNode, @Context('loaders') loaders: Loaders) {
    return presentBatch(await loaders.batch(record.batchId));
  }

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() { record }: JobNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(record.projectId));
  }

  @ResolveField(() => Job, { nullable: true })
  @AllowThroughParent()
  async reusedFrom(@Parent() { record }: JobNode, @Context('loaders') loaders: Loaders) {
    const job = record.reusedFromId === null ? undefined : await loaders.job(record.reusedFromId);
    return job === undefined ? null : presentJob(job);
  }

  @ResolveField(() => [Job], {
    description: 'Its chunks in the order of their frames; none when it is whole.',
  })
  @AllowThroughParent()
  async chunks(@Parent() { id, record }: JobNode, @Context('loaders') loaders: Loaders) {
    return record.chunkCount === null ? [] : (await loaders.chunks(id)).map((chunk) => presentJob(chunk));
  }

  @ResolveField(() => Job, { nullable: true, description: 'The job whose chunk it is.' })
  @AllowThroughParent()
  async chunkOf(@Parent() { record }: JobNode, @Context('loaders') loaders: Loaders) {
    const whole = record.chunkOfId === null ? undefined : await loaders.job(record.chunkOfId);
    return whole === undefined ? null : presentJob(whole);
  }

  @ResolveField(() => [JobMetric])
  @AllowThroughParent()
  async metrics(
    @Parent() { id, record }: JobNode,
    @Context('loaders') loaders: Loaders,
  ): Promise<JobMetric[]> {
    const [values, batch] = await Promise.all([loaders.metrics(id), loaders.batch(record.batchId)]);
    const definition = await loaders.pipelineDefinition({
      name: batch.pipelineName,
      version: batch.pipelineVersion,
    });
    const byName = new Map(values.map((metric) => [metric.name, metric.value]));
    // In the order in which the pipeline declares them.
    return definition.metrics.flatMap(({ name, title, unit, direction }) => {
      const value = byName.get(name);
      return value === undefined ? [] : { name, title, unit, direction, value };
    });
  }

  @ResolveField(() => [MetricCourse], {
    description: 'Metrics reported on the way, as the pipeline declares them.',
  })
  @AllowThroughParent()
  async metricCourses(
    @Parent() { id, record }: JobNode,
    @Context('loaders') loaders: Loaders,
  ): Promise<MetricCourse[]> {
    const [rows, batch] = await Promise.all([loaders.metricSteps(id), loaders.batch(record.batchId)]);
    if (rows.length === 0) return [];
    const definition = await loaders.pipelineDefinition({
      name: batch.pipelineName,
      version: batch.pipelineVersion,
    });
    return definition.metrics.flatMap(({ name, title, unit }) => {
      const course = rows.filter((row) => row.name === name);
      const [steps, values] = [course.map(({ step }) => step), course.map(({ value }) => value)];
      return course.length === 0 ? [] : [{ name, title, unit, steps, values }];
    });
  }

  @ResolveField(() => [Artifact])
  @AllowThroughParent()
  async artifacts(@Parent() { id }: JobNode, @Context('loaders') loaders: Loaders) {
    return (await loaders.artifacts(id)).map(presentArtifact);
  }

  @ResolveField(() => [Attempt])
  @AllowThroughParent()
  async attempts(@Parent() { id }: JobNode, @Context('loaders') loaders: Loaders) {
    return (await loaders.attempts(id)).map(presentAttempt);
  }

  @ResolveField(() => [JobStage])
  @AllowThroughParent()
  async stages(@Parent() { id }: JobNode, @Context('loaders') loaders: Loaders) {
    return (await loaders.stages(id)).map(presentStage);
  }

  @ResolveField(() => LogConnection, {
    description: 'In the order written; all attempts unless one is named.',
  })
  @AllowThroughParent()
  async log(
    @Parent() { id }: JobNode,
    @Args() page: PageArgs,
    @Args('attempt', { type: () => Int, nullable: true }) attempt?: number | null,
  ) {
    const lines = await this.persistence.jobDetails.log(id, pageRequest(page), attempt ?? null);
    return presentPage(lines, presentLogLine);
  }

  @ResolveField(() => Boolean)
  @AllowThroughParent()
  canCancel(@Parent() job: JobNode, @Context('loaders') loaders: Loaders) {
    return this.mayRun(job, cancellable, loaders);
  }

  @ResolveField(() => Boolean)
  @AllowThroughParent()
  async canRetry(@Parent() job: JobNode, @Context('loaders') loaders: Loaders) {
    if (!(await this.mayRun(job, retryable, loaders))) return false;
    const { state } = await loaders.batch(job.record.batchId);
    return state !== 'stopping' && state !== 'cancelling';
  }

  private async mayRun({ record }: JobNode, states: readonly string[], loaders: Loaders): Promise<boolean> {
    if (!states.includes(record.state)) return false;
    return roleAllows((await loaders.project(record.projectId)).myRole, 'run');
  }
}
