/** Everything that shapes the compare page, kept in its address, so that a link shows the same view. */
import type { Objective } from '@batchyard/domain';

export type Direction = Objective['direction'];

/** A column of the settings table and its direction; columns as in `columns.ts`. */
export interface Sort {
  readonly column: string;
  readonly order: 'ascending' | 'descending';
}

export interface CompareView {
  /** As given, each once; whether they exist is for the API to say. */
  readonly batchIds: readonly string[];
  /** null = objective of the first batch. */
  readonly metric: string | null;
  /** Only for metrics without a direction of their own. */
  readonly direction: Direction | null;
  /** null = the first setting. */
  readonly baselineKey: string | null;
  /** Dotted paths of the heatmap's axes; null = the two with the largest ranges. */
  readonly x: string | null;
  readonly y: string | null;
  readonly sort: Sort;
}

export const defaultSort: Sort = { column: 'rank', order: 'ascending' };

/** Reads a query string; unusable parts become their defaults. */
export function parseView(search: { get(name: string): string | null }): CompareView {
  const text = (name: string) => search.get(name)?.trim() || null;
  const direction = text('direction');
  return {
    batchIds: [...new Set((text('batches') ?? '').split(',').map((id) => id.trim()))].filter(Boolean),
    metric: text('metric'),
    direction: direction === 'minimize' || direction === 'maximize' ? direction : null,
    baselineKey: text('baseline'),
    x: text('x'),
    y: text('y'),
    sort: parseSort(text('sort')),
  };
}

function parseSort(text: string | null): Sort {
  if (text === null) return defaultSort;
  const descending = text.startsWith('-');
  const column = descending ? text.slice(1) : text;
  if (column === '') return defaultSort;
  return { column, order: descending ? 'descending' : 'ascending' };
}

/** The query string of a view, with `?`; defaults are left out. Commas and colons stay readable. */
export function viewSearch(view: CompareView): string {
  const { column, order } = view.sort;
  const isDefaultSort = column === defaultSort.column && order === defaultSort.order;
  const parts: [string, string | null][] = [
    ['batches', view.batchIds.join(',') || null],
    ['metric', view.metric],
    ['direction', view.direction],
    ['baseline', view.baselineKey],
    ['x', view.x],
    ['y', view.y],
    ['sort', isDefaultSort ? null : `${order === 'descending' ? '-' : ''}${column}`],
  ];
  const given = parts.filter((part): part is [string, string] => part[1] !== null);
  const encode = (value: string) => encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');
  return given.length === 0 ? '' : `?${given.map(([name, value]) => `${name}=${encode(value)}`).join('&')}`;
}
