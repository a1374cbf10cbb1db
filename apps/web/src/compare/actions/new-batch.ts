/** The address of the form for a new batch, filled in with the parameters of a setting. */
import type { ComparisonData, Setting } from '../queries';
import { shortKey } from '../selection/keys';
import { idsOf } from '../sources/sources';

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

/** The same with several settings as a list; all must be of the comparison. */
export function newBatchOfSettingsHref(
  slug: string,
  comparison: Pick<ComparisonData, 'sources'>,
  settings: readonly Pick<Setting, 'key'>[],
): string {
  const names = { batches: 'batch', designs: 'design', jobs: 'job' } as const;
  const compared = Object.entries(names).flatMap(([name, kind]) => {
    const ids = idsOf(comparison, kind);
    return ids.length === 0 ? [] : [`${name}=${ids.join(',')}`];
  });
  const keys = settings.map(({ key }) => shortKey(key)).join(',');
  return `/projects/${slug}/batches/new?${[...compared, `settings=${keys}`].join('&')}`;
}
