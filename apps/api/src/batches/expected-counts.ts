import type { JobCounts } from '@batchyard/domain';
import type { Loaders } from '../graphql/loaders.js';
import type { BatchNode } from './batches.types.js';

/** Jobs per state. Those whose settings are still to be chosen count as waiting: they are part of the way. */
export async function expectedCounts(
  { record: { id, proposalsLeft } }: BatchNode,
  loaders: Loaders,
): Promise<JobCounts> {
  const counts = await loaders.counts(id);
  return { ...counts, waiting: counts.waiting + proposalsLeft };
}
