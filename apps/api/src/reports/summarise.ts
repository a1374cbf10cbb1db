import { type BatchReport, reportBuilder } from '@batchyard/domain';
import type { Caller } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';

/** The batch as a whole, from one pass over its jobs. @throws NotFound */
export async function summarise(
  persistence: Persistence,
  caller: Caller,
  batchId: string,
): Promise<BatchReport> {
  const builder = reportBuilder(await persistence.reports.facts(caller, batchId));
  for await (const job of persistence.reports.jobs(batchId)) builder.add(job);
  return builder.finish();
}
