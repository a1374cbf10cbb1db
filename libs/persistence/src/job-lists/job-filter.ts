/** Which jobs of a list are wanted, and how that is said in SQL so that each list stays on an index. */
import type { FailureKind, JobState } from '@batchyard/domain';
import type { MetricDirection } from '@batchyard/pipelines';
import { type AnnotationFilter, annotationConditions } from './annotation-conditions.js';

export interface JobListFilter extends AnnotationFilter {
  readonly states?: readonly JobState[] | null;
  readonly batchId?: string | null;
  /** Only jobs with exactly these parameters. */
  readonly settingKey?: string | null;
  /** Only jobs that failed with this normalised message. */
  readonly failureKey?: string | null;
  readonly failureKinds?: readonly FailureKind[] | null;
  /** Words that are all part of the label, in any case and order. */
  readonly search?: string | null;
  /** Only jobs with a value of this metric. */
  readonly metric?: string | null;
}

export type JobListOrder =
  /** Newest first in a project, by position in a batch. */
  | { readonly by: 'default' }
  /** Only jobs with a value of the metric; the others are left out (`JobListFilter.metric` counts those shown). */
  | { readonly by: 'metric'; readonly metric: string; readonly direction: MetricDirection };

export const defaultOrder: JobListOrder = { by: 'default' };

/** Values of a statement in the order they are named. */
export interface Parameters {
  readonly values: readonly unknown[];
  /** @returns the placeholder, `$1` for the first */
  add(value: unknown): string;
}

export function parameters(...first: readonly unknown[]): Parameters {
  const values = [...first];
  return { values, add: (value) => `$${values.push(value)}` };
}

/**
 * The list of values whose index ranges are read one by one and merged: failure kinds, else states. Both as a whole
 * would make the database read past every job that does not fit.
 */
export interface Branches {
  readonly column: 'failure_kind' | 'state';
  readonly values: readonly string[];
}

export function branchesOf({ states, failureKinds }: JobListFilter): Branches | null {
  if (failureKinds != null) return { column: 'failure_kind', values: [...new Set(failureKinds)] };
  return states == null ? null : { column: 'state', values: [...new Set(states)] };
}

/** ` and …` for all of the filter on a job `j` but its batch, its branches and its search. */
export function conditionsOf(filter: JobListFilter, { add }: Parameters): string {
  const { states, settingKey, failureKey, failureKinds, metric } = filter;
  return [
    settingKey == null
      ? ''
      : ` and exists (select from job_cell c where c.setting_key = ${add(settingKey)} and c.job_id = j.id
            and c.project_id = j.project_id and c.batch_id = j.batch_id and c.position = j.position)`,
    failureKey == null ? '' : ` and j.failure_key = ${add(failureKey)}`,
    failureKinds == null || states == null ? '' : ` and j.state = any(${add(states)})`,
    metric == null
      ? ''
      : ` and exists (select from job_metric m where m.job_id = j.id and m.name = ${add(metric)})`,
    annotationConditions(filter, add),
  ].join('');
}

/** ` and …` for branches where they are no ranges of their own. */
export function branchConditions(branches: Branches | null, { add }: Parameters): string {
  return branches === null ? '' : ` and j.${branches.column} = any(${add(branches.values)})`;
}
