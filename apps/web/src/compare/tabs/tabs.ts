/** The tabs below the panels of the compare page. A new one is one entry here; its code is loaded when it is opened. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { PanelProps } from '../panel-props';
import type { ComparisonData } from '../queries';

export interface Tab {
  /** As it stands in the address. */
  readonly id: string;
  readonly title: string;
  readonly content: LazyExoticComponent<ComponentType<PanelProps>>;
  /** Where it has something to show; everywhere when absent. */
  readonly isOffered?: (comparison: ComparisonData) => boolean;
}

const varies = ({ varying }: ComparisonData) => varying.length > 0;

const hasSeveralSources = ({ sources }: ComparisonData) => sources.length > 1;

export const tabs: readonly Tab[] = [
  { id: 'settings', title: 'Settings', content: lazy(() => import('../table/settings-panel')) },
  { id: 'inputs', title: 'By input', content: lazy(() => import('../by-input/by-input-panel')) },
  { id: 'artifacts', title: 'Files', content: lazy(() => import('../side-by-side/artifacts-panel')) },
  {
    id: 'parallel',
    title: 'Parallel',
    content: lazy(() => import('../parallel/parallel-panel')),
    isOffered: varies,
  },
  {
    id: 'distributions',
    title: 'Distributions',
    content: lazy(() => import('../distributions/distributions-panel')),
    isOffered: varies,
  },
  { id: 'logs', title: 'Logs', content: lazy(() => import('../side-by-side/logs-panel')) },
  {
    id: 'sweeps',
    title: 'Sweep against sweep',
    content: lazy(() => import('../sweeps/sweeps-panel')),
    isOffered: hasSeveralSources,
  },
];

/** Tabs that have something to show, and the one asked for; the first where it is not among them. */
export function offeredTabs(
  comparison: ComparisonData,
  asked: string | null,
): { readonly offered: readonly Tab[]; readonly current: Tab | undefined } {
  const offered = tabs.filter(({ isOffered }) => isOffered?.(comparison) ?? true);
  return { offered, current: offered.find(({ id }) => id === asked) ?? offered[0] };
}
