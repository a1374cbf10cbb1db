'use client';
import { Group, Select, Text } from '@mantine/core';
import { useMemo } from 'react';
import { ChartFigure } from '@/charts/chart-figure';
import { ColorLegend } from '@/charts/color-legend';
import { useChartColors } from '@/charts/use-chart-colors';
import { leafName } from '@/formatting/values';
import { Panel } from '@/page/panel';
import { markedBest } from '../answer/answer';
import { formatCommon } from '../decimals';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import type { CompareView } from '../view/url-state';
import { type Heatmap, heatmap, heatmapAxes } from './heatmap';
import { HeatmapChart } from './heatmap-chart';
import { heatmapLayout } from './heatmap-layout';
import { HeatmapLegend } from './heatmap-legend';
import { HeatmapTable } from './heatmap-table';
import { heatmapFinding, heatmapTitle } from './heatmap-text';

export interface HeatmapPanelProps {
  readonly comparison: ComparisonData;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
  readonly selection: Selection;
}

/** Two varying parameters against each other; absent when fewer than two vary. */
export function HeatmapPanel({ comparison, view, change, selection }: HeatmapPanelProps) {
  const colors = useChartColors();
  const map = useMemo(() => {
    const axes = heatmapAxes(comparison, view.x, view.y);
    return axes && heatmap(comparison, axes);
  }, [comparison, view.x, view.y]);
  const layout = useMemo(() => map && heatmapLayout(map), [map]);
  if (map === null || layout === null) return null;
  const { metric, direction } = comparison;
  const options = comparison.varying.map(({ path }) => ({ value: path, label: leafName(path) }));
  // Choosing the other axis' parameter swaps the two.
  const choose = (axis: 'x' | 'y', path: string | null) => {
    const other = axis === 'x' ? 'y' : 'x';
    const swapped = path === map[other].path ? map[axis].path : map[other].path;
    change(axis === 'x' ? { x: path, y: swapped } : { x: swapped, y: path });
  };
  return (
    <Panel title="Two parameters together">
      <Group gap="md" align="flex-end" mb="sm">
        <Select
          label="Columns"
          size="xs"
          data={options}
          value={map.x.path}
          allowDeselect={false}
          onChange={(path) => choose('x', path)}
        />
        <Select
          label="Rows"
          size="xs"
          data={options}
          value={map.y.path}
          allowDeselect={false}
          onChange={(path) => choose('y', path)}
        />
        {map.range && (
          <ColorLegend
            title={metric.title}
            unit={metric.unit}
            min={formatCommon(map.range.min, map.decimals)}
            max={formatCommon(map.range.max, map.decimals)}
            better={direction === 'minimize' ? 'min' : 'max'}
          />
        )}
      </Group>
      <Text size="xs" c="dimmed" mb="sm">
        {averagedText(map)} n = jobs in a cell. Drag over cells to select them.
      </Text>
      <ChartFigure
        title={<HeatmapLegend map={map} colors={colors} hasBest={markedBest(comparison) !== null} />}
        fileName={heatmapTitle(map, comparison)}
        finding={heatmapFinding(map, comparison)}
        table={<HeatmapTable map={map} comparison={comparison} selection={selection} />}
        heightPx={layout.heightPx}
      >
        <HeatmapChart
          map={map}
          layout={layout}
          comparison={comparison}
          selection={selection}
          colors={colors}
        />
      </ChartFigure>
    </Panel>
  );
}

function averagedText({ averaged, isBinned }: Heatmap): string {
  if (isBinned) return 'Each cell is the mean of the settings whose values lie in its ranges.';
  if (averaged.length === 0) return 'Each cell is one setting.';
  return `Each cell is the mean over ${averaged.map(({ path }) => leafName(path)).join(', ')}.`;
}
