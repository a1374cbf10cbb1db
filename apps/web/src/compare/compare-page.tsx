'use client';
import { Stack } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { ApiError } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { useCurrentProject } from '@/projects/project-frame';
import { AnswerPanel } from './answer/answer-panel';
import classes from './compare.module.css';
import { EffectPlot } from './effects/effect-plot';
import { HeatmapPanel } from './heatmap/heatmap-panel';
import { ImportancePanel } from './importance/importance-panel';
import { narrowed } from './narrowed';
import type { PanelProps } from './panel-props';
import { presented } from './presented';
import { type ComparisonData, comparisonQuery } from './queries';
import { RankingPanel } from './ranking/ranking-panel';
import { SelectionBar } from './selection/selection-bar';
import { useSelection } from './selection/use-selection';
import { progressOf, unfinishedJobs } from './settings';
import { ChooseSources } from './sources/choose-sources';
import { CompareHead } from './sources/compare-head';
import { projectsOf } from './sources/sources';
import { CompareTabs } from './tabs/compare-tabs';
import { inputOf } from './view/input';
import { type CompareView, hasSources } from './view/url-state';
import { useCompareView } from './view/use-compare-view';

/** While jobs are unfinished the comparison is asked for again after this time. */
const refetchMs = 3000;

/** Which setting is best, by how much, and what it depends on; the whole view is in the address. */
export function ComparePage({ slug }: { readonly slug: string }) {
  const [view, change] = useCompareView();
  if (!hasSources(view)) return <ChooseSources slug={slug} />;
  const ids = [...view.batchIds, ...view.designIds, ...view.jobIds];
  if (ids.some((id) => !/^\d+$/.test(id))) return <NotFoundMessage />;
  return <LoadedComparison slug={slug} view={view} change={change} />;
}

interface LoadedProps {
  readonly slug: string;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}

function LoadedComparison({ slug, view, change }: LoadedProps) {
  const [unfinished, setUnfinished] = useState(0);
  const { data, error, refetch } = useApi(
    comparisonQuery,
    { input: inputOf(view) },
    { keepPrevious: true, refetchIntervalMs: unfinished > 0 ? refetchMs : false },
  );
  const comparison = useMemo(() => data && presented(data.comparison), [data]);
  useEffect(() => setUnfinished(unfinishedJobs(comparison)), [comparison]);
  if (!comparison) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  if (projectsOf(comparison).some((project) => project !== slug)) return <NotFoundMessage />;
  return (
    <ComparisonView slug={slug} view={view} change={change} comparison={comparison}>
      {error instanceof ApiError && <Failure error={error} retry={refetch} />}
    </ComparisonView>
  );
}

interface ViewProps extends LoadedProps {
  readonly comparison: ComparisonData;
  /** Shown first, where the last refresh failed. */
  readonly children: ReactNode;
}

function ComparisonView({ slug, view, change, comparison: whole, children }: ViewProps) {
  const project = useCurrentProject();
  const comparison = useMemo(() => narrowed(whole, view.only), [whole, view.only]);
  const selection = useSelection(comparison, view, change);
  const progress = progressOf(whole);
  const hasEffects = progress === 'ready' && comparison.varying.length > 0;
  const panel: PanelProps = { slug, comparison, view, change, selection };
  return (
    <>
      <PageHead
        title="Compare settings"
        tabTitle={`Compare ${whole.sources.map(({ name }) => name).join(', ')}`}
        crumbs={[project.crumb]}
      />
      <Stack gap="md">
        {children}
        <CompareHead slug={slug} comparison={whole} view={view} change={change} />
        <AnswerPanel slug={slug} comparison={whole} view={view} progress={progress} change={change} />
        {hasEffects && <RankingPanel {...panel} />}
        {hasEffects && <EffectPlot comparison={comparison} selection={selection} />}
        {hasEffects && (
          <div className={classes.pair}>
            <ImportancePanel {...panel} comparison={whole} />
            <HeatmapPanel {...panel} />
          </div>
        )}
        {comparison.settings.length > 0 && <CompareTabs {...panel} />}
      </Stack>
      <SelectionBar {...panel} total={whole.settings.length} />
    </>
  );
}
