import { resultJobStates, UserError } from '@batchyard/domain';
import type { JobRecord } from '@batchyard/persistence';
import { Inject } from '@nestjs/common';
import { Args, Context, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowThroughParent } from '../access/rules.js';
import { Batch, type BatchNode } from '../batches/batches.types.js';
import type { Loaders } from '../graphql/loaders.js';
import { JobSort, orderOf } from '../jobs/job-sort.types.js';
import { presentJob } from '../jobs/jobs.types.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { mostSamples, overlayOf, type ReadSample, readSample, type UnreadSample } from './overlay.js';
import { SpectraOverlay } from './spectra.types.js';

const axes = {
  infrared: { xTitle: 'Wavenumber (cm⁻¹)', isReversed: true },
  raman: { xTitle: 'Raman shift (cm⁻¹)', isReversed: false },
} as const;

/** The spectra of a batch over one axis, some of its samples at a time. */
@Resolver(() => Batch)
export class BatchSpectraResolver {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @ResolveField(() => SpectraOverlay, {
    nullable: true,
    description: `Samples with a result, at most ${mostSamples} at a time; null unless the batch compares spectra.`,
  })
  @AllowThroughParent()
  async spectra(
    @Parent() { id, record }: BatchNode,
    @Context('loaders') loaders: Loaders,
    @Args('first', {
      type: () => Int,
      nullable: true,
      description: `1 to ${mostSamples}, which is also the default.`,
    })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'endCursor of the samples before.' })
    after?: string | null,
    @Args('search', {
      type: () => String,
      nullable: true,
      description: 'Words that are all part of the label, in any case and order.',
    })
    search?: string | null,
    @Args('sort', { type: () => JobSort, nullable: true, description: 'By position when absent.' })
    sort?: JobSort | null,
  ): Promise<SpectraOverlay | null> {
    if (record.pipelineName !== 'spectral-comparison') return null;
    const filter = { states: resultJobStates, search: search ?? null };
    const page = { first: sizeOf(first), after };
    const [jobs, { count, isCapped }] = await Promise.all([
      this.persistence.jobLists.ofBatch(id, page, filter, orderOf(sort)),
      this.persistence.jobLists.count(record.projectId, { ...filter, batchId: id }),
    ]);
    const { samples, baselines, leftOut } = overlayOf(await this.read(jobs.rows, loaders));
    const [sample] = samples;
    return {
      ...axes[sample?.curves.technique ?? 'infrared'],
      yTitle: sample?.yTitle ?? 'Value',
      baselines: baselines.map(({ name, curve }) => ({ name, ...curve })),
      samples: samples.map(({ job, curves, baseline }) => ({
        job: presentJob(job),
        curve: { name: job.label, ...curves.sample },
        points: curves.points,
        baseline,
      })),
      leftOut: leftOut.map(({ job, reason }) => ({ job: presentJob(job), reason })),
      total: count,
      isTotalCapped: isCapped,
      pageInfo: { hasNextPage: jobs.hasMore, endCursor: jobs.endCursor ?? jobs.cursors.at(-1) ?? null },
    };
  }

  /** One after another, so that one table at a time is in memory. */
  private async read(jobs: readonly JobRecord[], loaders: Loaders): Promise<(ReadSample | UnreadSample)[]> {
    const artifacts = await Promise.all(jobs.map(({ id }) => loaders.artifacts(id)));
    const read: (ReadSample | UnreadSample)[] = [];
    for (const [i, job] of jobs.entries()) {
      read.push(await readSample(job, artifacts[i] ?? [], this.persistence.blobs));
    }
    return read;
  }
}

function sizeOf(first: number | null | undefined): number {
  const size = first ?? mostSamples;
  if (size >= 1 && size <= mostSamples) return size;
  throw new UserError('PAGE_SIZE', `A chart has 1 to ${mostSamples} samples, not ${size}.`, {
    parameter: 'first',
  });
}
