/** The address of the form for a new batch, filled in with the parameters of a setting. */
import type { ComparisonData, Setting } from '../queries';

/**
 * Inputs, options and parameters are those of a compared batch that has the setting; null where no source names a
 * batch, as with designs.
 */
export function newBatchHref(
  slug: string,
  { sources }: Pick<ComparisonData, 'sources'>,
  { key, sources: indexes }: Setting,
): string | null {
  const batchIds = indexes.flatMap((index) => {
    const { batch, job } = sources[index] ?? {};
    return batch?.id ?? job?.batch.id ?? [];
  });
  const [batchId] = batchIds;
  if (batchId === undefined) return null;
  return `/projects/${slug}/batches/new?${new URLSearchParams({ fromBatch: batchId, settingKey: key })}`;
}
