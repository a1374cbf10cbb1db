'use client';
import { Stack } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { AnswerPanel } from './answer/answer-panel';
import { EffectPlot } from './effects/effect-plot';
import { HeatmapPanel } from './heatmap/heatmap-panel';
import { type ComparisonData, comparisonQuery } from './queries';
import { useSelection } from './selection/use-selection';
import { progressOf, unfinishedJobs } from './settings';
import { ChooseBatches } from './sources/choose-batches';
import { CompareHead } from './sources/compare-head';
import { SettingsPanel } from './table/settings-panel';
import type { CompareView } from './view/url-state';
import { useCompareView } from './view/use-compare-view';

/** While jobs are unfinished the comparison is asked for again after this time. */
const refetchMs = 3000;

/** Which setting is best, by how much, and what it depends on; the whole view is in the address. */
export function ComparePage({ slug }: { readonly slug: string }) {
  const [view, change] = useCompareView();
  if (view.batchIds.length === 0) return <ChooseBatches slug={slug} />;
  if (view.batchIds.some((id) => !/^\d+$/.test(id))) return <NotFoundMessage />;
  return <LoadedComparison slug={slug} view={view} change={change} />;
}

interface LoadedProps {
  readonly slug: string;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}

function LoadedComparison({ slug, view, change }: LoadedProps) {
  const [unfinished, setUnfinished] = useState(0);
  const input = {
    batchIds: [...view.batchIds],
    metric: view.metric,
    direction: view.direction,
    baselineKey: view.baselineKey,
  };
  const { data, error, refetch } = useApi(
    comparisonQuery,
    { input },
    { keepPrevious: true, refetchIntervalMs: unfinished > 0 ? refetchMs : false },
  );
  const comparison = data?.comparison;
  useEffect(() => setUnfinished(unfinishedJobs(comparison)), [comparison]);
  if (!comparison) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  if (comparison.batches.some((batch) => batch.project.slug !== slug)) return <NotFoundMessage />;
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

function ComparisonView({ slug, view, change, comparison, children }: ViewProps) {
  const selection = useSelection();
  const project = comparison.batches[0]?.project;
  const progress = progressOf(comparison);
  const hasEffects = progress === 'ready' && comparison.varying.length > 0;
  const tabTitle = `Compare ${comparison.batches.map((batch) => batch.name).join(', ')}`;
  return (
    <>
      <PageHead
        title="Compare settings"
        tabTitle={tabTitle}
        crumbs={project ? [{ label: project.name, href: `/projects/${project.slug}` }] : []}
      />
      <Stack gap="md">
        {children}
        <CompareHead slug={slug} comparison={comparison} view={view} change={change} />
        <AnswerPanel slug={slug} comparison={comparison} progress={progress} change={change} />
        {hasEffects && <EffectPlot comparison={comparison} selection={selection} />}
        {hasEffects && (
          <HeatmapPanel comparison={comparison} view={view} change={change} selection={selection} />
        )}
        {comparison.settings.length > 0 && (
          <SettingsPanel
            slug={slug}
            comparison={comparison}
            sort={view.sort}
            change={change}
            selection={selection}
          />
        )}
      </Stack>
    </>
  );
}
