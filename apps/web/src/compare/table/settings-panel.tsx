'use client';
import { Button, Group, Text } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import type { ComparisonData, Setting } from '../queries';
import type { Sort } from '../view/url-state';
import { ColumnMenu } from './column-menu';
import { type Column, columnsOf, sortValueOf } from './columns';
import { ConstantParameters } from './constant-parameters';
import { type FrozenOrder, freezeOrder, inFrozenOrder, newSinceFrozen, sortSettings } from './order';
import { SettingsTable } from './settings-table';
import { shownColumns } from './shown-columns';
import { useHiddenColumns } from './use-hidden-columns';

/** All settings with their numbers; the order stays while results arrive, until the reader sorts again. */
export default function SettingsPanel(props: PanelProps) {
  const { comparison, view, change } = props;
  const [hidden, setHidden] = useHiddenColumns(props);
  const columns = useMemo(() => columnsOf(comparison), [comparison]);
  const { shown, identical } = useMemo(
    () => shownColumns(columns, comparison.settings, { hidden, identical: view.identical }),
    [columns, comparison, hidden, view.identical],
  );
  const order = useSteadyOrder(comparison, columns, view.sort);
  return (
    <Panel
      title={`Settings (${comparison.settings.length})`}
      actions={
        <Group gap="xs">
          {order.arrived > 0 && (
            <Button
              size="xs"
              variant="light"
              leftSection={<IconArrowsSort size={14} aria-hidden />}
              onClick={order.sortAgain}
            >
              Re-sort ({order.arrived} new)
            </Button>
          )}
          <ConstantParameters constant={comparison.constant} />
          <ColumnMenu
            columns={columns}
            hidden={hidden}
            onChange={setHidden}
            identical={view.identical}
            left={identical}
            onIdentical={(choice) => change({ identical: choice })}
          />
        </Group>
      }
    >
      <SettingsTable {...props} key={comparison.metric.name} columns={shown} settings={order.shown} />
      <Text size="xs" c="dimmed" mt="xs">
        Mean ± half its 95 % interval (number of jobs). Keys [ and ] go to the previous and next setting that
        differs from the baseline.
      </Text>
    </Panel>
  );
}

interface Order {
  /** Settings in the order shown. */
  readonly shown: readonly Setting[];
  /** Settings with new values whose arrival would change the order; 0 when sorting again moves nothing. */
  readonly arrived: number;
  readonly sortAgain: () => void;
}

function useSteadyOrder(comparison: ComparisonData, columns: readonly Column[], sort: Sort): Order {
  const { metric, direction, baselineKey, sources } = comparison;
  const sorted = useMemo(
    () => sortSettings(comparison.settings, sortValueOf(columns, sort.column), sort.order),
    [comparison, columns, sort],
  );
  const compared = sources.map(({ kind, id }) => [kind, id]);
  const asked = JSON.stringify([metric.name, direction, baselineKey, compared, sort]);
  const [frozen, setFrozen] = useState<{ asked: string; order: FrozenOrder } | null>(null);
  const steady = useMemo(() => {
    const order = frozen?.order ?? freezeOrder(sorted, metric.name);
    return {
      shown: inFrozenOrder(order, sorted),
      arrived: newSinceFrozen(order, sorted, metric.name),
    };
  }, [frozen, sorted, metric.name]);
  const sortAgain = () => setFrozen({ asked, order: freezeOrder(sorted, metric.name) });
  if (frozen?.asked !== asked) {
    sortAgain();
    return { shown: sorted, arrived: 0, sortAgain };
  }
  return { ...steady, sortAgain };
}
