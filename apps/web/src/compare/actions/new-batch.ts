/** The address of the form for a new batch, filled in with the parameters of settings. */
import { isJsonObject } from '@batchyard/domain';
import type { ComparisonData, Setting } from '../queries';
import { batchToClone, pipelineOf } from '../sources/sources';

/**
 * Inputs and options are those of the first batch compared, where there is one. One setting gives its parameters
 * (`params`), several give a table of the parameters that vary (`rows`) beside those of the first one.
 */
export function newBatchHref(slug: string, comparison: ComparisonData, settings: readonly Setting[]): string {
  const cloneId = batchToClone(comparison);
  const parameters = new URLSearchParams(
    cloneId === null ? { pipeline: pipelineOf(comparison)?.name ?? '' } : { clone: cloneId },
  );
  const [first, second] = settings;
  if (first && isJsonObject(first.params)) parameters.set('params', JSON.stringify(first.params));
  if (second) parameters.set('rows', JSON.stringify(settings.map(({ values }) => values)));
  return `/projects/${slug}/batches/new?${parameters}`;
}
