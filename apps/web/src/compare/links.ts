/** Addresses of other pages that a comparison leads to. */
import { failedJobStates } from '@batchyard/domain';
import type { ComparisonData, Setting, Source } from './queries';
import { sourceHref } from './sources/sources';

/** Id of the batch where it is the only source; else null. */
export function onlyBatch({ sources }: Pick<ComparisonData, 'sources'>): string | null {
  const [first] = sources;
  return sources.length === 1 && first?.kind === 'batch' ? first.id : null;
}

/** The jobs of one setting: on the page of its batch, or in the whole project when there are other sources. */
export function settingJobsHref(slug: string, batchId: string | null, { key }: Setting): string {
  if (batchId !== null) return `${sourceHref(slug, { kind: 'batch', id: batchId })}?setting=${key}`;
  return `/projects/${slug}/jobs?setting=${key}`;
}

/** Where the failures of a source can be looked at: a batch's list of them, else its page. */
export function failuresHref(slug: string, source: Source): string {
  const page = sourceHref(slug, source);
  return source.kind === 'batch' ? `${page}?states=${failedJobStates.join(',')}` : page;
}
