/** Addresses of other pages that a comparison leads to. */
import type { Setting } from './queries';

export function batchHref(slug: string, batchId: string): string {
  return `/projects/${slug}/batches/${batchId}`;
}

/** The jobs of one setting in the compared batches. */
export function settingJobsHref(slug: string, batchIds: readonly string[], setting: Setting): string {
  return `/projects/${slug}/jobs?batch=${batchIds.join(',')}&setting=${setting.key}`;
}

/** The jobs of a batch that ended without a result. */
export function failuresHref(slug: string, batchId: string): string {
  return `/projects/${slug}/jobs?batch=${batchId}&state=failed,timed_out,out_of_memory`;
}
