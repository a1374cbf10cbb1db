/** Which jobs of a list are chosen: some of those on the page, or all that match the filter. */
import type { BulkVerb, JobState } from '@batchyard/domain';
import { type Counted, statesOf } from './verbs';

export type JobSelection =
  | { readonly kind: 'some'; readonly ids: readonly string[] }
  /** All jobs that match the filter of the list, shown or not. */
  | { readonly kind: 'all' };

export const nothingSelected: JobSelection = { kind: 'some', ids: [] };

export interface SelectableJob {
  readonly id: string;
  readonly state: JobState;
}

export function isSelected(selection: JobSelection, id: string): boolean {
  return selection.kind === 'all' || selection.ids.includes(id);
}

/** One job taken in or out; taking one out of all leaves the others of the page. */
export function toggled(selection: JobSelection, id: string, page: readonly SelectableJob[]): JobSelection {
  const ids = selection.kind === 'all' ? page.map((job) => job.id) : selection.ids;
  return { kind: 'some', ids: ids.includes(id) ? ids.filter((entry) => entry !== id) : [...ids, id] };
}

/** Whether all jobs of the page are chosen, some, or none. */
export function pageMark(selection: JobSelection, page: readonly SelectableJob[]): 'all' | 'some' | 'none' {
  const count = page.filter(({ id }) => isSelected(selection, id)).length;
  return count === 0 ? 'none' : count === page.length ? 'all' : 'some';
}

/** All jobs of the page in, or none at all where they were. */
export function pageToggled(selection: JobSelection, page: readonly SelectableJob[]): JobSelection {
  if (pageMark(selection, page) === 'all') return nothingSelected;
  return { kind: 'some', ids: page.map(({ id }) => id) };
}

/** How many of the chosen jobs on the page a verb applies to. */
export function appliesTo(verb: BulkVerb, ids: readonly string[], page: readonly SelectableJob[]): Counted {
  const fits = page.filter((job) => ids.includes(job.id) && statesOf[verb].includes(job.state));
  return { count: fits.length, isCapped: false };
}
