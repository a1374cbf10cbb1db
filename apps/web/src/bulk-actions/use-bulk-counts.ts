'use client';
import type { BulkVerb } from '@batchyard/domain';
import { useApi } from '@/graphql/hooks';
import { useCurrentProject } from '@/projects/project-frame';
import { type JobFilter, jobCountQuery } from './queries';
import { appliesTo, type JobSelection, type SelectableJob } from './selection';
import { applicableStates, type Counted } from './verbs';

export interface BulkCounts {
  readonly selected: Counted | undefined;
  readonly applies: Readonly<Record<BulkVerb, Counted | undefined>>;
}

/**
 * How many jobs are chosen and to how many of them each verb applies: counted on the page where some are chosen,
 * asked of the server where all that match are. Undefined while it is being counted.
 */
export function useBulkCounts(
  selection: JobSelection,
  page: readonly SelectableJob[],
  filter: JobFilter,
): BulkCounts {
  const isAll = selection.kind === 'all';
  const all = useJobCount(filter, isAll);
  const asked = {
    cancel: useVerbCount('cancel', filter, isAll),
    retry: useVerbCount('retry', filter, isAll),
    set_priority: useVerbCount('set_priority', filter, isAll),
  };
  if (selection.kind === 'all') return { selected: all, applies: asked };
  const { ids } = selection;
  return {
    selected: { count: ids.length, isCapped: false },
    applies: {
      cancel: appliesTo('cancel', ids, page),
      retry: appliesTo('retry', ids, page),
      set_priority: appliesTo('set_priority', ids, page),
    },
  };
}

function useVerbCount(verb: BulkVerb, filter: JobFilter, enabled: boolean): Counted | undefined {
  const states = applicableStates(verb, filter.states ?? []);
  const count = useJobCount({ ...filter, states }, enabled && states.length > 0);
  return states.length === 0 ? { count: 0, isCapped: false } : count;
}

/** Number of jobs that match; asked again every 5 s, since jobs move on. */
export function useJobCount(filter: JobFilter, enabled: boolean): Counted | undefined {
  const { slug } = useCurrentProject();
  const { data } = useApi(jobCountQuery, { slug, filter }, { enabled, refetchIntervalMs: 5000 });
  return data?.project.jobCount;
}
