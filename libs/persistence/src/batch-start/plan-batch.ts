/**
 * The plan of a batch: what would happen to each cell and why, how long it would take, and what to know before.
 * Two steps: `prepareBatch` finds and checks the cells, which takes time and depends on nothing that jobs change;
 * `weighBatch` looks at the project's history, and is repeated in the transaction that starts the batch.
 */
import {
  adaptiveProblems,
  type BatchOptions,
  budgetOf,
  type ChosenMode,
  type CountedReason,
  cellProblems,
  chooseMode,
  countKinds,
  type DesignSpec,
  defaultBatchOptions,
  type Estimate,
  type ExpandedDesign,
  estimate,
  excludedText,
  expectedOf,
  fingerprintOf,
  type InvalidCell,
  isError,
  type JsonObject,
  jobsChosenLater,
  jobsPerSetting,
  type KindCounts,
  keepInputsTogether,
  kindOf,
  mostMemory,
  nameOutputs,
  type Objective,
  type PlannedJob,
  type PlannedKind,
  planWarnings,
  refuseOverMemory,
  roomFor,
  typicalJobSeconds,
} from '@batchyard/domain';
import { nearestName, neededRunners, type Pipeline, type Problem } from '@batchyard/pipelines';
import type { BlobStore } from '../blobs/blob-store.js';
import type { BatchChunking } from '../chunks/add-chunks.js';
import { countChunks, planChunking } from '../chunks/plan-chunking.js';
import type { Session } from '../database/session.js';
import { readCellHistory } from './cell-history.js';
import { checkCells, type JobChecks } from './check-cells.js';
import { type Capacity, readCapacity, readSamples } from './estimate-history.js';
import { resolveDesign } from './plan-design.js';

export interface BatchRequest {
  /** A project in which the actor may run batches: the caller has checked that. */
  readonly projectId: string;
  /** The stored design that `spec` was taken from. */
  readonly designId: string | null;
  /** Inputs are file ids. */
  readonly spec: DesignSpec;
  readonly options: BatchOptions;
  /** null: the design's name. */
  readonly name: string | null;
  /** The user's own facts, stored with the batch. */
  readonly metadata?: JsonObject;
  /** The user's own estimate. */
  readonly secondsPerJob?: number | null;
  /** Keys of the cells that are wanted; absent: all of the design. */
  readonly only?: ReadonlySet<string>;
  /** Settings that an adaptive design has tried before: the batch begins with them and goes on choosing. */
  readonly tried?: readonly JsonObject[];
  /** Leave out invalid cells instead of refusing. */
  readonly validOnly?: boolean;
  /** Start only if the plan is still the one with this fingerprint. */
  readonly planFingerprint?: string | null;
}

/** Cells that are found, checked and named. */
export interface PreparedBatch {
  readonly pipeline: Pipeline;
  /** As asked for, with the labels of workers that can run the pipeline. */
  readonly options: BatchOptions;
  readonly objective: Objective;
  /** Valid cells, in the order of the design. */
  readonly jobs: readonly PlannedJob[];
  readonly invalid: readonly InvalidCell[];
  /** Cells that the design's `where` leaves out. */
  readonly excludedByWhere: number;
  readonly chunking: BatchChunking | null;
  /** Jobs of an adaptive design whose settings are chosen as results come in. */
  readonly chosenLater: number;
  /** Combinations of inputs and parameters that there was no time to check. */
  readonly unchecked: number;
  /** Errors keep the batch from starting. */
  readonly problems: readonly Problem[];
}

/** What starting would do. */
export interface BatchPreview {
  readonly cellCount: number;
  readonly jobs: readonly PlannedJob[];
  /** One for each job. */
  readonly kinds: readonly PlannedKind[];
  readonly counts: KindCounts;
  readonly reasons: readonly CountedReason[];
  readonly invalid: readonly InvalidCell[];
  /** null where the design as a whole cannot be planned. */
  readonly fingerprint: string | null;
  readonly mode: ChosenMode;
  readonly estimate: Estimate;
  /** When there is an error among them, nothing can be started. */
  readonly problems: readonly Problem[];
}

export interface WeighedBatch {
  readonly kinds: readonly PlannedKind[];
  readonly counts: KindCounts;
  readonly reasons: readonly CountedReason[];
  readonly fingerprint: string;
}

/** @returns problems alone where the design as a whole is wrong */
export async function prepareBatch(
  session: Session,
  blobs: BlobStore,
  request: BatchRequest,
  checks: JobChecks,
): Promise<PreparedBatch | { readonly pipeline: null; readonly problems: readonly Problem[] }> {
  const { spec, options } = request;
  const { design, problems } = await resolveDesign(session, blobs, request.projectId, spec, request.tried);
  if (design === null) return { pipeline: null, problems };
  const { pipeline, objective } = design;
  const { cells, warnings, unchecked } = await checkCells(
    pipeline,
    refuseOverMemory(wantedCells(design.cells, request.only), options.memoryLimitMb),
    blobs,
    checks,
  );
  const chosenLater = jobsToChoose(request);
  const cellCount = cells.jobs.length + cells.invalid.length + chosenLater;
  const named = nameJobs(request, pipeline, cells.jobs, cellCount);
  const chunked = await planChunking(pipeline, options.chunks, cells.jobs, blobs, checks);
  return {
    pipeline,
    options: withNeededLabels(options, pipeline),
    objective,
    jobs: spec.kind !== 'list' ? keepInputsTogether(named.jobs) : named.jobs,
    invalid: cells.invalid,
    excludedByWhere: cells.excludedByWhere,
    chunking: chunked.chunking,
    chosenLater,
    unchecked: unchecked + chunked.unread,
    problems: [
      ...refusals(request, cells.jobs.length, cells.invalid),
      ...design.warnings,
      ...warnings,
      ...named.problems,
      ...chunked.problems,
      ...(spec.kind === 'adaptive' ? adaptiveProblems(options) : []),
    ],
  };
}

function withNeededLabels(options: BatchOptions, { command }: Pipeline): BatchOptions {
  const needed = command === undefined ? [] : neededRunners(command);
  return needed.length === 0 ? options : { ...options, labels: [...new Set([...options.labels, ...needed])] };
}

/** A part of a design is the cells that were named, unless it goes on with a search. */
function jobsToChoose({ spec, only, tried }: BatchRequest): number {
  if (tried !== undefined) return Math.max(0, budgetOf(spec) - tried.length) * jobsPerSetting(spec);
  return only === undefined ? jobsChosenLater(spec) : 0;
}

function wantedCells(cells: ExpandedDesign, only: ReadonlySet<string> | undefined): ExpandedDesign {
  if (only === undefined) return cells;
  return { ...cells, excludedByWhere: 0, jobs: cells.jobs.filter((job) => only.has(job.cellKey)) };
}

function nameJobs(
  { options, name, spec }: BatchRequest,
  pipeline: Pipeline,
  jobs: readonly PlannedJob[],
  cellCount: number,
): { readonly jobs: readonly PlannedJob[]; readonly problems: readonly Problem[] } {
  const { names, problems } = nameOutputs(jobs, {
    options,
    batchName: name ?? spec.name,
    inputNames: pipeline.inputs.map((input) => input.name),
    cellCount,
    nearest: nearestName,
  });
  return { jobs: jobs.map((job, index) => ({ ...job, outputName: names[index] ?? null })), problems };
}

/** Invalid cells refuse the batch, unless the valid ones alone are wanted and there are some. */
function refusals(
  { spec, validOnly = false }: BatchRequest,
  valid: number,
  invalid: readonly InvalidCell[],
): Problem[] {
  if (invalid.length === 0 || (validOnly && valid > 0)) return [];
  return cellProblems(spec, invalid);
}

/** Kinds, reasons and fingerprint as things stand in this session. */
export async function weighBatch(
  session: Session,
  { projectId, options, validOnly = false }: BatchRequest,
  { pipeline, jobs, invalid, excludedByWhere }: PreparedBatch,
): Promise<WeighedBatch> {
  const history = await readCellHistory(session, projectId, pipeline, jobs);
  const kinds = jobs.map((job) => kindOf(job, history, options.reuse));
  const { counts, reasons } = countKinds(kinds, validOnly ? invalid : [], excludedByWhere);
  const facts = { pipelineVersion: pipeline.version, jobs, kinds, counts, options };
  return { kinds, counts, reasons, fingerprint: fingerprintOf(facts) };
}

export async function previewBatch(
  session: Session,
  blobs: BlobStore,
  request: BatchRequest,
  checks: JobChecks,
): Promise<BatchPreview> {
  const prepared = await prepareBatch(session, blobs, request, checks);
  if (prepared.pipeline === null) return emptyPreview(prepared.problems);
  const { options } = prepared;
  const weighed = await weighBatch(session, request, prepared);
  const capacity = await readCapacity(session, options.labels);
  const computed = prepared.jobs.filter((_, index) => weighed.kinds[index]?.kind !== 'reused');
  const figures = await estimateBatch(session, { ...request, options }, prepared, computed, capacity);
  const warnings = planWarnings({
    options,
    estimate: figures.estimate,
    jobsToCompute: computed.length + prepared.chosenLater,
    workers: capacity.workers,
    freeDiskBytes: capacity.freeDiskBytes,
    excluded: request.validOnly ? prepared.invalid : [],
    unchecked: prepared.unchecked,
  });
  return {
    cellCount: prepared.jobs.length + prepared.invalid.length + prepared.chosenLater,
    jobs: prepared.jobs,
    invalid: prepared.invalid,
    ...withChosenLater(weighed, prepared.chosenLater),
    ...figures,
    problems: [...prepared.problems, ...warnings],
  };
}

/** Counts what is chosen later as new; which of it can be reused is not known yet. */
function withChosenLater(weighed: WeighedBatch, jobs: number): WeighedBatch {
  if (jobs === 0) return weighed;
  const { counts, reasons } = weighed;
  return {
    ...weighed,
    counts: { ...counts, new: counts.new + jobs },
    reasons: [...reasons, { kind: 'new', reason: 'chosen_later', jobs }],
  };
}

async function estimateBatch(
  session: Session,
  { projectId, options, secondsPerJob = null }: BatchRequest,
  { pipeline, chunking, jobs, chosenLater }: PreparedBatch,
  computed: readonly PlannedJob[],
  { slots, freeSlots, workers, machines }: Capacity,
): Promise<{ readonly mode: ChosenMode; readonly estimate: Estimate }> {
  const samples = await readSamples(session, projectId, pipeline);
  // Settings that are chosen later run on the same inputs.
  const later = Array.from({ length: chosenLater }, (_, index) => jobs[index % jobs.length]);
  const jobSizes = [...computed, ...later].map((job) => job?.inputBytes ?? null);
  const known = { samples, jobSizes, secondsPerJob };
  const mode = chooseMode(options, {
    jobCount: jobSizes.length + (chunking === null ? 0 : countChunks(chunking, computed)),
    slots,
    freeSlots,
    workers,
    typicalJobSeconds: typicalJobSeconds(known),
    inputBytes: jobSizes.reduce<number | null>(
      (sum, size) => (sum === null || size === null ? null : sum + size),
      0,
    ),
    memory: roomFor(mostMemory(jobs), machines),
    defaultConcurrency: pipeline.defaultConcurrency ?? null,
  });
  const atOnce = Math.min(slots, mode.concurrency ?? slots);
  const pipelineTitle = `${pipeline.name} ${pipeline.version.split('.')[0]}.x`;
  const expected = expectedOf(pipeline, computed);
  return { mode, estimate: estimate({ ...known, pipelineTitle, slots: atOnce, expected }) };
}

/** The plan of nothing, where nothing can be planned. */
export function emptyPreview(problems: readonly Problem[]): BatchPreview {
  const none = {
    jobCount: 0,
    slots: 0,
    freeSlots: 0,
    workers: 0,
    typicalJobSeconds: null,
    inputBytes: null,
    memory: null,
    defaultConcurrency: null,
  };
  return {
    cellCount: 0,
    jobs: [],
    kinds: [],
    counts: { new: 0, reused: 0, retried: 0, excluded: 0 },
    reasons: [],
    invalid: [],
    fingerprint: null,
    mode: chooseMode(defaultBatchOptions, none),
    estimate: estimate({ pipelineTitle: '', samples: [], jobSizes: [], slots: 0, secondsPerJob: null }),
    problems,
  };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(isError);
}

/** For the journal: what is started and what is left out. */
export function startSummary(name: string, { jobs, invalid }: PreparedBatch): string {
  const started = `Started the batch ${name} with ${jobs.length === 1 ? '1 job' : `${jobs.length} jobs`}.`;
  return invalid.length === 0 ? started : `${started} ${excludedText(invalid)}.`;
}
