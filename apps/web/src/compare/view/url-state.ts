/** Everything that shapes the compare page, kept in its address, so that a link shows the same view. */
import { type LeftOut, leftOutText, type Objective, readLeftOut } from '@batchyard/domain';
import { axisList, brushList, idList, type Parameter, pair, sortText, textOrNull } from './url-parts';

export type Direction = Objective['direction'];

/** A column of the settings table and its direction; columns as in `table/columns.ts`. */
export interface Sort {
  readonly column: string;
  readonly order: 'ascending' | 'descending';
}

/** An axis of the parallel coordinates; ids as in `quantities.ts`. */
export interface ShownAxis {
  readonly id: string;
  /** null = by the spread of its values. */
  readonly scale: 'linear' | 'log' | null;
  readonly isFlipped: boolean;
}

/** Part of an axis that a setting must lie in to be selected; both ends included. */
export interface Brush {
  readonly id: string;
  readonly low: number;
  readonly high: number;
}

export interface CompareView {
  /** As given, each once; whether they exist is for the API to say. */
  readonly batchIds: readonly string[];
  readonly designIds: readonly string[];
  readonly jobIds: readonly string[];
  /** null = objective of the first source. */
  readonly metric: string | null;
  /** Only for metrics without a direction of their own. */
  readonly direction: Direction | null;
  /** null = the first setting. */
  readonly baselineKey: string | null;
  /** Metrics beside the first one that span the Pareto front. */
  readonly objectives: readonly string[];
  /** Inputs do not enter whose subject has one of these annotations. */
  readonly leaveOut: readonly LeftOut[];
  /** Dotted paths of the heatmap's axes; null = the two with the largest ranges. */
  readonly x: string | null;
  readonly y: string | null;
  readonly sort: Sort;
  /** null = the first tab. */
  readonly tab: string | null;
  /** Beginnings of the keys of the settings shown; empty = all. */
  readonly only: readonly string[];
  /** Beginnings of the keys of the settings selected one by one. */
  readonly selected: readonly string[];
  readonly brushes: readonly Brush[];
  /** Empty = chosen by the page. */
  readonly axes: readonly ShownAxis[];
  /** Quantities of the scatter plot; null = chosen by the page. */
  readonly scatter: readonly [string, string] | null;
  /** Dotted path of the parameter of the box plot; null = the one with the largest range. */
  readonly box: string | null;
  /** Key of the input whose files are shown side by side; null = chosen by the page. */
  readonly item: string | null;
  /** Labels of the two sources held against each other; null = the first two. */
  readonly sweeps: readonly [string, string] | null;
  /** Ids of hidden columns; null = as the reader left them. */
  readonly hidden: readonly string[] | null;
  readonly identical: 'hide' | 'show';
}

export const defaultSort: Sort = { column: 'rank', order: 'ascending' };

/** Where each part of the view stands in the address, and how it is written there. */
const parts: { readonly [K in keyof CompareView]: Parameter<CompareView[K]> } = {
  batchIds: idList('batches'),
  designIds: idList('designs'),
  jobIds: idList('jobs'),
  metric: textOrNull('metric'),
  direction: {
    name: 'direction',
    parse: (text) => (text === 'minimize' || text === 'maximize' ? text : null),
    write: (direction) => direction,
  },
  baselineKey: textOrNull('baseline'),
  objectives: idList('objectives'),
  leaveOut: { name: 'without', parse: readLeftOut, write: leftOutText },
  x: textOrNull('x'),
  y: textOrNull('y'),
  sort: sortText('sort', defaultSort),
  tab: textOrNull('tab'),
  only: idList('only'),
  selected: idList('selected'),
  brushes: brushList('brush'),
  axes: axisList('axes'),
  scatter: pair('scatter'),
  box: textOrNull('box'),
  item: textOrNull('item'),
  sweeps: pair('sweeps'),
  hidden: {
    name: 'hide',
    parse: (text) => (text === null ? null : text === '-' ? [] : text.split(',')),
    write: (ids) => (ids === null ? null : ids.join(',') || '-'),
  },
  identical: {
    name: 'identical',
    parse: (text) => (text === 'show' ? 'show' : 'hide'),
    write: (choice) => (choice === 'show' ? 'show' : null),
  },
};

/**
 * Reads a query string; unusable parts become their defaults. Parts that read as in the view before are the same
 * objects as there, so that only what depends on a change is worked out anew.
 */
export function parseView(
  search: { get(name: string): string | null },
  before: CompareView | null = null,
): CompareView {
  const keys = Object.keys(parts) as (keyof CompareView)[];
  const read = keys.map((key) => {
    const value = parts[key].parse(search.get(parts[key].name)?.trim() || null);
    const isKept = before !== null && written(key, before) === written(key, { [key]: value } as never);
    return [key, isKept ? before[key] : value];
  });
  return Object.fromEntries(read) as CompareView;
}

/** The query string of a view, with `?`; defaults are left out. Commas, colons and tildes stay readable. */
export function viewSearch(view: CompareView): string {
  const keys = Object.keys(parts) as (keyof CompareView)[];
  const given = keys.flatMap((key) => {
    const text = written(key, view);
    return text === null ? [] : [`${parts[key].name}=${encode(text)}`];
  });
  return given.length === 0 ? '' : `?${given.join('&')}`;
}

function written<K extends keyof CompareView>(key: K, view: Pick<CompareView, K>): string | null {
  return parts[key].write(view[key]);
}

function encode(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** Whether the view names anything to compare. */
export function hasSources({ batchIds, designIds, jobIds }: CompareView): boolean {
  return batchIds.length + designIds.length + jobIds.length > 0;
}

/** The view without what refers to the settings of its sources, for when these change. */
export function withoutSettings(view: CompareView): CompareView {
  return { ...view, baselineKey: null, only: [], selected: [], brushes: [] };
}
