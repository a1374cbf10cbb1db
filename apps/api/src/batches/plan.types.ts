import type { Estimate, JsonObject, PlannedJobKind } from '@batchyard/domain';
import { planReasons, reasonText } from '@batchyard/domain';
import type { BatchPreview } from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { PlannedJobKindEnum } from '../graphql/enums.js';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

/** Cells of a plan that are shown. */
const shownCells = 50;
/** Invalid cells and problems that are listed. */
const listed = 200;

@ObjectType()
export class PlannedMode {
  @Field(() => Int, { nullable: true, description: 'Jobs at once; null: as many as workers allow.' })
  concurrency: number | null;
  @Field(() => String, { description: 'What was chosen, and why.' }) sentence: string;
}

@ObjectType()
export class PlanReason {
  @Field(() => PlannedJobKindEnum) kind: PlannedJobKind;
  @Field(() => String) reason: string;
  @Field(() => Int) jobs: number;
}

@ObjectType()
export class PlannedCell {
  @Field(() => Int) position: number;
  @Field(() => String) label: string;
  @Field(() => JsonScalar) setting: JsonObject;
  @Field(() => PlannedJobKindEnum) kind: PlannedJobKind;
  @Field(() => String, { description: 'Why: "new input", "equal job 12 succeeded".' }) reason: string;
  @Field(() => String, { description: 'Folder in downloads; empty: a later job has its name.' })
  outputName: string;
}

@ObjectType()
export class InvalidCell {
  @Field(() => Int) position: number;
  @Field(() => String) label: string;
  @Field(() => [Problem]) problems: readonly Problem[];
}

@ObjectType({ description: 'Figures are null where nothing is known.' })
export class BatchEstimate {
  @Field(() => String, { description: 'Where the figures come from, as a sentence.' }) basis: string;
  @Field(() => Int) historyJobs: number;
  @Field(() => Float, { nullable: true }) jobSecondsP50: number | null;
  @Field(() => Float, { nullable: true }) jobSecondsP90: number | null;
  @Field(() => Float, { nullable: true }) sequentialSecondsP50: number | null;
  @Field(() => Float, { nullable: true }) sequentialSecondsP90: number | null;
  @Field(() => Float, { nullable: true }) parallelSecondsP50: number | null;
  @Field(() => Float, { nullable: true }) parallelSecondsP90: number | null;
  @Field(() => Float, { nullable: true, description: 'Sequential against parallel time.' })
  speedUp: number | null;
  @Field(() => Int, { description: 'Jobs at once, of the workers that run now.' }) slots: number;
  @Field(() => Float, { nullable: true, description: 'Of the files of all jobs together.' })
  inputBytes: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Most that one job may need by the sizes of its files, as the pipeline says.',
  })
  memoryBytes: number | null;
  @Field(() => Float, { nullable: true, description: 'Of one job, as measured before.' })
  peakMemoryBytesP90: number | null;
  @Field(() => Float, { nullable: true, description: 'Of all jobs together.' })
  outputBytesP50: number | null;
  @Field(() => Float, { nullable: true }) outputBytesP90: number | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it starts now and nothing else runs.',
  })
  finishesAtP50: Date | null;
  @Field(() => GraphQLISODateTime, { nullable: true }) finishesAtP90: Date | null;
}

@ObjectType({ description: 'What starting a batch would do.' })
export class BatchPlan {
  @Field(() => Int, { description: 'All cells of the design, valid or not.' }) cellCount: number;
  @Field(() => Int) newJobs: number;
  @Field(() => Int) reusedJobs: number;
  @Field(() => Int, { description: 'Jobs whose equal failed before.' }) retriedJobs: number;
  @Field(() => Int, { description: 'Invalid cells that are left out (validOnly).' }) excludedJobs: number;
  @Field(() => [PlanReason], { description: 'Most frequent first.' }) reasons: readonly PlanReason[];
  @Field(() => String, {
    nullable: true,
    description: 'To start exactly this plan; null when nothing can be planned.',
  })
  fingerprint: string | null;
  @Field(() => PlannedMode) mode: PlannedMode;
  @Field(() => BatchEstimate) estimate: BatchEstimate;
  @Field(() => [InvalidCell], { description: 'At most 200.' }) invalidCells: readonly InvalidCell[];
  @Field(() => Int) invalidCount: number;
  @Field(() => [PlannedCell], { description: 'At most 50.' }) firstCells: readonly PlannedCell[];
  @Field(() => [Problem], { description: 'Warnings included; with an error nothing can be started.' })
  problems: readonly Problem[];
}

/** @param now when the batch would start */
export function presentPlan(preview: BatchPreview, now: Date): BatchPlan {
  const { cellCount, counts, reasons, fingerprint, mode, invalid, problems } = preview;
  return {
    cellCount,
    newJobs: counts.new,
    reusedJobs: counts.reused,
    retriedJobs: counts.retried,
    excludedJobs: counts.excluded,
    reasons: reasons.map(({ kind, reason, jobs }) => ({ kind, reason: planReasons[reason], jobs })),
    fingerprint,
    mode,
    estimate: presentEstimate(preview.estimate, now),
    invalidCells: invalid.slice(0, listed),
    invalidCount: invalid.length,
    firstCells: firstCells(preview),
    problems: problems.slice(0, listed),
  };
}

/** Cells that are left out stand among the others, in the order of the design. */
function firstCells({ jobs, kinds, invalid, counts }: BatchPreview): PlannedCell[] {
  const planned = jobs
    .slice(0, shownCells)
    .map(({ position, label, setting, outputName }, index): PlannedCell => {
      const kind = kinds[index] ?? { kind: 'new', reason: 'first' };
      return {
        position,
        label,
        setting,
        outputName: outputName ?? '',
        kind: kind.kind,
        reason: reasonText(kind),
      };
    });
  const excluded = invalid.slice(0, counts.excluded === 0 ? 0 : shownCells).map(
    ({ position, label, problems }): PlannedCell => ({
      position,
      label,
      setting: {},
      outputName: '',
      kind: 'excluded',
      reason: problems[0]?.message ?? planReasons.invalid,
    }),
  );
  return [...planned, ...excluded].sort((a, b) => a.position - b.position).slice(0, shownCells);
}

function presentEstimate(estimate: Estimate, now: Date): BatchEstimate {
  const { jobSeconds, sequentialSeconds, parallelSeconds, outputBytes, ...rest } = estimate;
  const after = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(Math.min(now.getTime() + seconds * 1000, latestTimeMs));
  return {
    ...rest,
    jobSecondsP50: jobSeconds?.p50 ?? null,
    jobSecondsP90: jobSeconds?.p90 ?? null,
    sequentialSecondsP50: sequentialSeconds?.p50 ?? null,
    sequentialSecondsP90: sequentialSeconds?.p90 ?? null,
    parallelSecondsP50: parallelSeconds?.p50 ?? null,
    parallelSecondsP90: parallelSeconds?.p90 ?? null,
    outputBytesP50: outputBytes?.p50 ?? null,
    outputBytesP90: outputBytes?.p90 ?? null,
    finishesAtP50: after(parallelSeconds?.p50),
    finishesAtP90: after(parallelSeconds?.p90),
  };
}

/** The year 9999, the last that RFC 3339 can write. */
const latestTimeMs = Date.UTC(9999, 0, 1);
