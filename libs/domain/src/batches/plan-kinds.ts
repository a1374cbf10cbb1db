/** What becomes of each planned cell, and why: new, reused, retried or excluded. */
import type { InvalidCell, PlannedJob } from './plan.js';

export const plannedJobKinds = ['new', 'reused', 'retried', 'excluded'] as const;
export type PlannedJobKind = (typeof plannedJobKinds)[number];

/** Why a cell has its kind, as people read it. */
export const planReasons = {
  first: 'first batch of this pipeline',
  new_input: 'new input',
  parameter_changed: 'parameter changed',
  chosen_later: 'setting chosen as results come in',
  new_combination: 'new combination of known parameters and inputs, or a new replicate',
  version_changed: 'pipeline version changed',
  under_way: 'an equal job is not finished yet',
  not_computed: 'an equal job was cancelled or skipped',
  forced: 'reuse is off',
  previous_failed: 'an equal job failed',
  equal_succeeded: 'an equal job succeeded',
  invalid: 'invalid',
  where: 'excluded by where',
} as const;
export type PlanReasonCode = keyof typeof planReasons;

/** What the project already knows about the cells of a design. Cells that it does not know are absent. */
export interface CellHistory {
  /** Cell key → the job that matters: the newest that succeeded, else the newest. */
  readonly jobs: ReadonlyMap<string, EqualJob>;
  /** Cell key → an earlier version of the pipeline in which the same cell succeeded. */
  readonly olderVersions: ReadonlyMap<string, string>;
  /** Setting keys that were computed in the project, on whatever input. */
  readonly settings: ReadonlySet<string>;
  /** Digests of files that recent batches of this pipeline used. */
  readonly inputDigests: ReadonlySet<string>;
  /** Whether the project has a batch of this pipeline at all. */
  readonly hasBatches: boolean;
}

export interface EqualJob {
  readonly jobId: string;
  readonly outcome: 'succeeded' | 'failed' | 'not_computed' | 'under_way';
}

export interface PlannedKind {
  readonly kind: PlannedJobKind;
  readonly reason: PlanReasonCode;
  /** The equal job that the reason speaks of. */
  readonly equalJobId?: string;
  /** The version in which the cell has a result, where that changed. */
  readonly olderVersion?: string;
}

/** @param reuse whether the batch may take over results */
export function kindOf(
  job: Pick<PlannedJob, 'cellKey' | 'settingKey' | 'inputs'>,
  history: CellHistory,
  reuse: boolean,
): PlannedKind {
  const equal = history.jobs.get(job.cellKey);
  if (equal !== undefined) return kindOfEqual(equal, reuse);
  const olderVersion = history.olderVersions.get(job.cellKey);
  if (olderVersion !== undefined) return { kind: 'new', reason: 'version_changed', olderVersion };
  return { kind: 'new', reason: whyNew(job, history) };
}

function kindOfEqual({ jobId: equalJobId, outcome }: EqualJob, reuse: boolean): PlannedKind {
  switch (outcome) {
    case 'succeeded':
      return reuse
        ? { kind: 'reused', reason: 'equal_succeeded', equalJobId }
        : { kind: 'new', reason: 'forced', equalJobId };
    case 'failed':
      return { kind: 'retried', reason: 'previous_failed', equalJobId };
    case 'not_computed':
    case 'under_way':
      return { kind: 'new', reason: outcome, equalJobId };
  }
}

function whyNew(job: Pick<PlannedJob, 'settingKey' | 'inputs'>, history: CellHistory): PlanReasonCode {
  if (!history.hasBatches) return 'first';
  const files = Object.values(job.inputs).flat();
  if (files.some((file) => !history.inputDigests.has(file.sha256))) return 'new_input';
  return history.settings.has(job.settingKey) ? 'new_combination' : 'parameter_changed';
}

/** `equal job 12 succeeded`, `new input`, `pipeline version changed from 1.0.0`. */
export function reasonText({ reason, equalJobId, olderVersion }: PlannedKind): string {
  if (reason === 'version_changed') return `${planReasons[reason]} from ${olderVersion}`;
  if (equalJobId === undefined) return planReasons[reason];
  switch (reason) {
    case 'equal_succeeded':
      return `equal job ${equalJobId} succeeded`;
    case 'forced':
      return `reuse is off; equal job ${equalJobId} succeeded`;
    case 'previous_failed':
      return `equal job ${equalJobId} failed`;
    case 'under_way':
      return `equal job ${equalJobId} is not finished yet`;
    default:
      return `equal job ${equalJobId} was cancelled or skipped`;
  }
}

export type KindCounts = Readonly<Record<PlannedJobKind, number>>;

export interface CountedReason {
  readonly kind: PlannedJobKind;
  readonly reason: PlanReasonCode;
  readonly jobs: number;
}

/** Jobs by kind, and by kind and reason, most frequent first. */
export function countKinds(
  kinds: readonly PlannedKind[],
  invalid: readonly InvalidCell[],
  excludedByWhere = 0,
): { readonly counts: KindCounts; readonly reasons: readonly CountedReason[] } {
  const counts = { new: 0, reused: 0, retried: 0, excluded: invalid.length + excludedByWhere };
  const reasons = new Map<string, CountedReason>();
  const add = (kind: PlannedJobKind, reason: PlanReasonCode, jobs: number) => {
    if (jobs === 0) return;
    const key = `${kind} ${reason}`;
    reasons.set(key, { kind, reason, jobs: (reasons.get(key)?.jobs ?? 0) + jobs });
  };
  for (const { kind, reason } of kinds) {
    counts[kind]++;
    add(kind, reason, 1);
  }
  add('excluded', 'invalid', invalid.length);
  add('excluded', 'where', excludedByWhere);
  return { counts, reasons: [...reasons.values()].sort((a, b) => b.jobs - a.jobs) };
}
