/** The query of a comparison's export: that of its page. */
import { UserError } from '@batchyard/domain';
import type { ComparisonRequest } from '@batchyard/persistence';
import { readRequest } from '../comparison-reports/request.js';
import { type ExportQuery, listOf, requireKnown, textOf, wordsOf } from './export-query.js';

/** What of a comparison its table shows, beside what is compared. */
export interface ShownSettings {
  /** Beginnings of the keys of the settings shown; empty: all. */
  readonly only: readonly string[];
  /** Column of the page's table, and whether its largest values come first. */
  readonly sort: { readonly column: string; readonly isDescending: boolean };
  /** Columns of the page's table that are not shown. */
  readonly hidden: readonly string[];
}

export interface ComparisonQuery extends ShownSettings {
  readonly request: ComparisonRequest;
  /** The filter, for people. */
  readonly words: string;
}

const compared = ['batches', 'designs', 'jobs', 'metric', 'direction', 'baseline', 'without', 'objectives'];
const shown = ['only', 'sort', 'hide'];
/** Where panels stand and what is marked in them; the table is the same. */
const looks = ['tab', 'x', 'y', 'selected', 'brush', 'axes', 'scatter', 'box', 'item', 'sweeps', 'identical'];

/** @throws UserError BAD_FILTER, NO_SOURCES */
export function readComparisonQuery(query: ExportQuery): ComparisonQuery {
  requireKnown(query, [...compared, ...shown, ...looks]);
  const request = readRequest(query);
  const sources = [request.batchIds, request.designIds, request.jobIds].flatMap((ids) => ids ?? []);
  if (sources.length === 0) {
    throw new UserError(
      'NO_SOURCES',
      'Name what to compare: batches=, designs= or jobs=, numbers with commas.',
      {
        parameter: 'batches',
      },
    );
  }
  const unusable = sources.find((id) => !/^\d+$/.test(id));
  if (unusable !== undefined) {
    throw new UserError('BAD_FILTER', `${unusable} is no number of a batch, design or job.`, {
      parameter: 'batches',
    });
  }
  const sort = textOf(query, 'sort') ?? 'rank';
  const objectives = listOf(query, 'objectives');
  const metric = request.metric ?? null;
  return {
    request: {
      ...request,
      ...(metric !== null &&
        objectives.length > 0 && {
          objectives: [metric, ...objectives].map((name) => ({
            metric: name,
            direction: name === metric ? (request.direction ?? null) : null,
          })),
        }),
    },
    only: listOf(query, 'only'),
    sort: { column: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') },
    hidden: listOf(query, 'hide').filter((id) => id !== '-'),
    words: wordsOf(Object.fromEntries(Object.entries(query).filter(([name]) => !looks.includes(name)))),
  };
}
