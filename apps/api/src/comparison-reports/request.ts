import { readLeftOut, UserError } from '@batchyard/domain';
import type { ComparisonRequest } from '@batchyard/persistence';

/** The query of a report's address: the same as that of the page. */
export type ReportQuery = Readonly<Record<string, unknown>>;

/** @throws UserError BAD_DIRECTION */
export function readRequest(query: ReportQuery): ComparisonRequest {
  const text = (name: string) => {
    const value = query[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const ids = (name: string) => {
    const all = (text(name) ?? '').split(',').map((id) => id.trim());
    return [...new Set(all)].filter((id) => id !== '');
  };
  const direction = text('direction');
  if (direction !== null && direction !== 'minimize' && direction !== 'maximize') {
    throw new UserError('BAD_DIRECTION', `direction is ${direction}: expected minimize or maximize.`, {
      parameter: 'direction',
    });
  }
  return {
    batchIds: ids('batches'),
    designIds: ids('designs'),
    jobIds: ids('jobs'),
    metric: text('metric'),
    direction,
    baselineKey: text('baseline'),
    leaveOut: readLeftOut(text('without')),
  };
}

/** Columns of the table of a paper: `inputs`, or the path of a parameter that varies. */
export function readColumns(query: ReportQuery): 'inputs' | { readonly parameter: string } {
  const { columns } = query;
  return typeof columns !== 'string' || columns === '' || columns === 'inputs'
    ? 'inputs'
    : { parameter: columns };
}
