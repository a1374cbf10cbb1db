'use client';
import { Button, Group } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconArrowsSort } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import type { ComparisonData, Setting } from '../queries';
import { pipelineOf } from '../sources/sources';
import type { Sort } from '../view/url-state';
import { ColumnMenu } from './column-menu';
import { columnsOf } from './columns';
import { ConstantParameters } from './constant-parameters';
import { type FrozenOrder, freezeOrder, inFrozenOrder, newSinceFrozen, sortSettings } from './order';
import { SettingsTable } from './settings-table';

/** All settings with their numbers; the order stays while results arrive, until the reader sorts again. */
export default function SettingsPanel({ slug, comparison, view, change, selection }: PanelProps) {
  const { sort } = view;
  const [hidden, setHidden] = useHiddenMetrics(pipelineOf(comparison)?.name ?? '');
  const columns = useMemo(() => columnsOf(comparison, new Set(hidden)), [comparison, hidden]);
  const { shown, arrived, sortAgain } = useSteadyOrder(comparison, sort);
  return (
    <Panel
      title={`Settings (${comparison.settings.length})`}
      actions={
        <Group gap="xs">
          {arrived > 0 && (
            <Button
              size="xs"
              variant="light"
              leftSection={<IconArrowsSort size={14} aria-hidden />}
              onClick={sortAgain}
            >
              Re-sort ({arrived} new)
            </Button>
          )}
          <ConstantParameters constant={comparison.constant} />
          <ColumnMenu comparison={comparison} hidden={hidden} onChange={setHidden} />
        </Group>
      }
    >
      <SettingsTable
        key={comparison.metric.name}
        slug={slug}
        comparison={comparison}
        columns={columns}
        settings={shown}
        sort={sort}
        change={change}
        selection={selection}
      />
    </Panel>
  );
}

/** Metrics the reader has hidden, remembered by pipeline in this browser. */
function useHiddenMetrics(pipeline: string) {
  return useLocalStorage<string[]>({ key: `compare.hidden-metrics.${pipeline}`, defaultValue: [] });
}

interface Order {
  /** Settings in the order shown. */
  readonly shown: readonly Setting[];
  /** Settings with new values whose arrival would change the order; 0 when sorting again moves nothing. */
  readonly arrived: number;
  readonly sortAgain: () => void;
}

function useSteadyOrder(comparison: ComparisonData, sort: Sort): Order {
  const { metric, direction, baselineKey, sources } = comparison;
  const sorted = useMemo(() => {
    const column = columnsOf(comparison, new Set()).find((entry) => entry.id === sort.column);
    return sortSettings(comparison.settings, column, sort.order);
  }, [comparison, sort]);
  const asked = JSON.stringify([
    metric.name,
    direction,
    baselineKey,
    sources.map(({ kind, id }) => [kind, id]),
    sort,
  ]);
  const [frozen, setFrozen] = useState<{ asked: string; order: FrozenOrder } | null>(null);
  const sortAgain = () => setFrozen({ asked, order: freezeOrder(sorted, metric.name) });
  if (frozen?.asked !== asked) {
    sortAgain();
    return { shown: sorted, arrived: 0, sortAgain };
  }
  return {
    shown: inFrozenOrder(frozen.order, sorted),
    arrived: newSinceFrozen(frozen.order, sorted, metric.name),
    sortAgain,
  };
}
