/** The address of the form for a new batch, filled in with the parameters of a setting. */
import type { ComparisonData, Setting } from '../queries';

/**
 * Inputs, options and parameters are those of a compared batch that has the setting; where only designs are compared,
 * the form looks for the newest batch that has it.
 */
export function newBatchHref(
  slug: string,
  { sources }: Pick<ComparisonData, 'sources'>,
  { key, sources: indexes }: Setting,
): string {
  const [batchId] = indexes.flatMap((index) => {
    const { batch, job } = sources[index] ?? {};
    return batch?.id ?? job?.batch.id ?? [];
  });
  const search = new URLSearchParams({ ...(batchId && { fromBatch: batchId }), settingKey: key });
  return `/projects/${slug}/batches/new?${search}`;
}
