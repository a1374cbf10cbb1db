import { maxBulkIds } from '@batchyard/domain';
import type { NewBulkAction } from '@batchyard/persistence';
import { invalid } from '../graphql/problems.js';
import { readHeadStart } from '../jobs/head-start.js';
import type { StartBulkActionInput } from './bulk-actions.types.js';

/** @throws UserError that names the argument */
export function readBulkRequest(input: StartBulkActionInput): Omit<NewBulkAction, 'projectId'> {
  const { verb, jobIds, filter, priority } = input;
  if ((verb === 'set_priority') !== (priority != null))
    throw invalid('priority', 'Give a priority with set_priority, and only with it.');
  const rest = priority == null ? { verb } : { verb, priority: readHeadStart(priority) };
  if ((jobIds == null) === (filter == null))
    throw invalid('jobIds', 'Give exactly one of jobIds and filter.');
  if (jobIds == null) return { ...rest, jobs: { filter: filter ?? {} } };
  if (jobIds.length < 1 || jobIds.length > maxBulkIds) {
    const expected = `expected 1 to ${maxBulkIds}. For more jobs, use a filter.`;
    throw invalid('jobIds', `There are ${jobIds.length} jobs: ${expected}`);
  }
  return { ...rest, jobs: { ids: jobIds } };
}
