'use client';
import { Group, Select, Text } from '@mantine/core';
import { useMemo } from 'react';
import { ChartFigure, type ChartTable } from '@/charts/chart-figure';
import { useChartColors } from '@/charts/use-chart-colors';
import { useZoom, ZoomTools } from '@/charts/zoom';
import { counted, titleWithUnit } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import { quantitiesOf } from '../quantities';
import { type ComparisonData } from '../queries';
import { settingText } from '../settings';
import { type Scatter, scatterAxes, scatterOf } from './scatter';
import { ScatterChart } from './scatter-chart';

/** Any quantity against any other; with a further objective the settings that no other beats are joined. */
export function ScatterPanel({ comparison, view, change, selection }: PanelProps) {
  const colors = useChartColors();
  const zoom = useZoom();
  const scatter = useMemo(() => {
    const axes = scatterAxes(comparison, view.scatter, view.objectives);
    return axes && scatterOf(comparison, axes);
  }, [comparison, view.scatter, view.objectives]);
  if (scatter === null) return null;
  const options = quantitiesOf(comparison).map(({ id, name, unit }) => ({
    value: id,
    label: titleWithUnit(name, unit),
  }));
  const { x, y } = scatter;
  return (
    <Panel title="One against the other">
      <Group gap="md" align="flex-end" mb="sm">
        <Select
          label="Across"
          size="xs"
          data={options}
          value={x.id}
          allowDeselect={false}
          onChange={(id) => id && change({ scatter: [id, y.id] })}
        />
        <Select
          label="Upwards"
          size="xs"
          data={options}
          value={y.id}
          allowDeselect={false}
          onChange={(id) => id && change({ scatter: [x.id, id] })}
        />
      </Group>
      <Text size="xs" c="dimmed" mb="sm">
        Each dot is a setting, at its means; hollow dots rest on one job. {frontText(scatter)}
      </Text>
      <ChartFigure
        title={`${y.name} against ${x.name}`}
        fileName={`${y.name} against ${x.name}`}
        finding={scatter.finding}
        table={tableOf(scatter, comparison)}
        heightPx={360}
        tools={<ZoomTools zoom={zoom} />}
        shown={shownText(scatter, comparison.settings.length)}
      >
        <ScatterChart
          scatter={scatter}
          comparison={comparison}
          selection={selection}
          colors={colors}
          zoom={zoom}
        />
      </ChartFigure>
    </Panel>
  );
}

function frontText({ front, points }: Scatter): string {
  if (front.length > 0) {
    return `${counted(front.length, 'setting')} joined by the line: no other is better in all objectives.`;
  }
  return points.some(({ isPareto }) => isPareto !== null)
    ? 'Show two objectives to see the front between them.'
    : 'Choose a further objective above to see which settings no other beats in both.';
}

function shownText({ points, without }: Scatter, total: number): string {
  const lost = without === 0 ? '' : ` ${counted(without, 'setting')} without a value.`;
  return `${points.length} of ${counted(total, 'setting')} shown.${lost}`;
}

/** More rows are in the table of settings. */
const mostRows = 500;

function tableOf({ x, y, points }: Scatter, { settings, varying }: ComparisonData): ChartTable {
  const shown = new Set(points.map(({ key }) => key));
  return {
    headings: ['Setting', titleWithUnit(x.name, x.unit), titleWithUnit(y.name, y.unit), 'On the front'],
    rows: settings
      .filter(({ key }) => shown.has(key))
      .slice(0, mostRows)
      .map((setting) => ({
        key: setting.key,
        cells: [
          settingText(setting, varying),
          x.textOf(setting),
          y.textOf(setting),
          setting.isPareto === null ? '–' : setting.isPareto ? 'yes' : 'no',
        ],
      })),
  };
}
