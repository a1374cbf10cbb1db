import { UserError } from '@batchyard/domain';
import type { PageRequest } from '@batchyard/persistence';
import { defaultPageSize, maxPageSize, type PageArgs } from './connection.js';

/** @throws UserError PAGE_SIZE when `first` is not 1 to 500 */
export function pageRequest({ first, after }: PageArgs, defaultSize = defaultPageSize): PageRequest {
  const size = first ?? defaultSize;
  if (size < 1 || size > maxPageSize) {
    throw new UserError('PAGE_SIZE', `A page has 1 to ${maxPageSize} entries, not ${size}.`, {
      parameter: 'first',
    });
  }
  return { first: size, after };
}
