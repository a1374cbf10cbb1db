import { type BatchVerb, batchVerbAllowed, batchVerbMeanings, roleAllows } from '@batchyard/domain';
import { figureOfBatch } from '@batchyard/pipelines';
import { Inject } from '@nestjs/common';
import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Design, presentDesign } from '../designs/designs.types.js';
import { PageArgs, presentPage } from '../graphql/connection.js';
import { BatchVerbEnum } from '../graphql/enums.js';
import type { Loaders } from '../graphql/loaders.js';
import { pageRequest } from '../graphql/page-request.js';
import { JobSort, orderOf } from '../jobs/job-sort.types.js';
import { Artifact, Job, JobConnection, presentArtifact, presentJob } from '../jobs/jobs.types.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { MetricSpec, Pipeline, presentDefinition, presentMetricSpec } from '../pipelines/pipelines.types.js';
import { JobFilter, Project, presentProject } from '../projects/projects.types.js';
import { presentUser, User } from '../users/users.types.js';
import {
  Batch,
  type BatchNode,
  BatchTotals,
  JobCounts,
  Objective,
  presentCounts,
  StageSummary,
} from './batches.types.js';
import { expectedCounts } from './expected-counts.js';

const verbs = Object.keys(batchVerbMeanings) as BatchVerb[];
const defaultPreviews = 8;
const maxPreviews = 50;

/** Fields of a batch that are read only when they are asked for. */
@Resolver(() => Batch)
export class BatchFieldsResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => Project)
  @AllowThroughParent()
  async project(@Parent() { record }: BatchNode, @Context('loaders') loaders: Loaders) {
    return presentProject(await loaders.project(record.projectId));
  }

  @ResolveField(() => Design, { nullable: true })
  @AllowThroughParent()
  async design(@Parent() { record }: BatchNode, @Context('loaders') loaders: Loaders) {
    const design = record.designId === null ? undefined : await loaders.design(record.designId);
    return design === undefined ? null : presentDesign(design);
  }

  @ResolveField(() => Pipeline, { description: 'As it was when the batch was started.' })
  @AllowThroughParent()
  async pipeline(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    return presentDefinition(await this.definitionOf(batch, loaders));
  }

  @ResolveField(() => Objective)
  @AllowThroughParent()
  async objective(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders): Promise<Objective> {
    const { objectiveMetric, objectiveDirection } = batch.record;
    const { metrics } = await this.definitionOf(batch, loaders);
    const metric = metrics.find(({ name }) => name === objectiveMetric);
    const unknown = {
      name: objectiveMetric,
      title: objectiveMetric,
      unit: '1',
      direction: null,
      description: '',
    };
    return { metric: presentMetricSpec(metric ?? unknown), direction: objectiveDirection };
  }

  @ResolveField(() => MetricSpec, {
    description:
      'What lists show beside its jobs: the main figure of the pipeline, or the objective of its design.',
  })
  @AllowThroughParent()
  async mainFigure(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    const definition = await this.definitionOf(batch, loaders);
    return presentMetricSpec(figureOfBatch(definition, batch.record.objectiveMetric));
  }

  @ResolveField(() => User, { nullable: true })
  @AllowThroughParent()
  async createdBy(@Parent() { record }: BatchNode, @Context('loaders') loaders: Loaders) {
    const user = record.createdById === null ? undefined : await loaders.user(record.createdById);
    return user === undefined ? null : presentUser(user);
  }

  @ResolveField(() => [BatchVerbEnum], { description: 'What the caller may do to it now.' })
  @AllowThroughParent()
  async allowedVerbs(
    @Parent() { record }: BatchNode,
    @Context('loaders') loaders: Loaders,
  ): Promise<BatchVerb[]> {
    const { myRole } = await loaders.project(record.projectId);
    if (!roleAllows(myRole, 'run')) return [];
    const { failed, timed_out, out_of_memory, cancelled, skipped } = await loaders.counts(record.id);
    const retryable = failed + timed_out + out_of_memory + cancelled + skipped;
    return verbs.filter(
      (verb) => batchVerbAllowed(verb, record.state) && (verb !== 'retry_failed' || retryable > 0),
    );
  }

  @ResolveField(() => JobCounts)
  @AllowThroughParent()
  async counts(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    return presentCounts(await expectedCounts(batch, loaders));
  }

  @ResolveField(() => JobConnection, { description: 'By position unless sorted otherwise.' })
  @AllowThroughParent()
  async jobs(
    @Parent() { id }: BatchNode,
    @Args() page: PageArgs,
    @Args('filter', { type: () => JobFilter, nullable: true }) filter?: JobFilter | null,
    @Args('sort', { type: () => JobSort, nullable: true }) sort?: JobSort | null,
  ) {
    const jobs = await this.persistence.jobLists.ofBatch(id, pageRequest(page), filter ?? {}, orderOf(sort));
    return presentPage(jobs, (job) => presentJob(job));
  }

  @ResolveField(() => [Job], { description: 'At most 50, by position.' })
  @AllowThroughParent()
  async running(@Parent() { id }: BatchNode, @Context('loaders') loaders: Loaders) {
    return (await loaders.runningJobs(id)).map((job) => presentJob(job));
  }

  @ResolveField(() => Job, { nullable: true })
  @AllowThroughParent()
  async firstFailure(@Parent() { id }: BatchNode, @Context('loaders') loaders: Loaders) {
    const [job] = await loaders.firstFailure(id);
    return job === undefined ? null : presentJob(job);
  }

  @ResolveField(() => [StageSummary])
  @AllowThroughParent()
  async stageSummary(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders) {
    const { stages } = await this.definitionOf(batch, loaders);
    return this.persistence.batchLists.stageSummary(batch.id, stages);
  }

  @ResolveField(() => BatchTotals, {
    description: 'Looks at every job: not for pages that are loaded often.',
  })
  @AllowThroughParent()
  async totals(@Parent() batch: BatchNode, @Context('loaders') loaders: Loaders): Promise<BatchTotals> {
    const counting = (await this.definitionOf(batch, loaders)).metrics.filter(({ summed }) => summed);
    const { sums, ...totals } = await this.persistence.batchLists.totals(
      batch.id,
      counting.map(({ name }) => name),
    );
    const metrics = counting.map((metric) => ({
      metric: presentMetricSpec(metric),
      sum: sums[metric.name] ?? 0,
    }));
    return { ...totals, sums: metrics };
  }

  @ResolveField(() => [Artifact], { description: 'Newest preview artifacts, 8 unless said, at most 50.' })
  @AllowThroughParent()
  async previews(
    @Parent() { id }: BatchNode,
    @Args('first', { type: () => Int, nullable: true }) first?: number | null,
  ) {
    const count = Math.min(Math.max(first ?? defaultPreviews, 0), maxPreviews);
    return (await this.persistence.jobDetails.previews(id, count)).map(presentArtifact);
  }

  private definitionOf({ record }: BatchNode, loaders: Loaders) {
    return loaders.pipelineDefinition({ name: record.pipelineName, version: record.pipelineVersion });
  }
}
