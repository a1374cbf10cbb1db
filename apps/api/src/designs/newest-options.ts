import { type BatchOptions, batchOptionsSchema, defaultBatchOptions } from '@batchyard/domain';
import type { DesignRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';

/**
 * Options of the newest batch of a design; the defaults where there is none, or where a batch of an earlier release
 * has options that are none any more.
 */
export async function newestOptions(
  { batchLists }: Persistence,
  { id, projectId }: DesignRecord,
): Promise<BatchOptions> {
  const { rows } = await batchLists.list(projectId, { first: 1 }, { designId: id });
  const parsed = batchOptionsSchema.safeParse(rows[0]?.options ?? {});
  return parsed.success ? parsed.data : defaultBatchOptions;
}
