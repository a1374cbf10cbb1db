/** Addresses of other pages that a comparison leads to. */
import { failedJobStates } from '@batchyard/domain';
import type { Setting } from './queries';

export function batchHref(slug: string, batchId: string): string {
  return `/projects/${slug}/batches/${batchId}`;
}

/** The jobs of one setting: on the page of its batch, or in the whole project when several batches are compared. */
export function settingJobsHref(slug: string, batchIds: readonly string[], setting: Setting): string {
  const [only] = batchIds;
  if (batchIds.length === 1 && only !== undefined) return `${batchHref(slug, only)}?setting=${setting.key}`;
  return `/projects/${slug}/jobs?setting=${setting.key}`;
}

/** The jobs of a batch that ended without a result, on its page. */
export function failuresHref(slug: string, batchId: string): string {
  return `${batchHref(slug, batchId)}?states=${failedJobStates.join(',')}`;
}
