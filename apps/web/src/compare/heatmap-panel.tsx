'use client';
import { Group, Select, Text } from '@mantine/core';
import { useMemo } from 'react';
import { ColorLegend } from '@/charts/color-legend';
import { leafName } from '@/formatting/values';
import { Panel } from '@/page/panel';
import { formatCommon } from './decimals';
import { type Heatmap, heatmap, heatmapAxes } from './heatmap';
import classes from './heatmap.module.css';
import { HeatmapTable } from './heatmap-table';
import type { ComparisonData } from './queries';
import type { CompareView } from './url-state';
import type { Selection } from './use-selection';

export interface HeatmapPanelProps {
  readonly comparison: ComparisonData;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
  readonly selection: Selection;
}

/** Two varying parameters against each other; absent when fewer than two vary. */
export function HeatmapPanel({ comparison, view, change, selection }: HeatmapPanelProps) {
  const map = useMemo(() => {
    const axes = heatmapAxes(comparison, view.x, view.y);
    return axes && heatmap(comparison, axes);
  }, [comparison, view.x, view.y]);
  if (map === null) return null;
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
        {averagedText(map)} n = jobs in a cell.
      </Text>
      <div className={classes.scroll}>
        <HeatmapTable map={map} comparison={comparison} selection={selection} />
      </div>
    </Panel>
  );
}

function averagedText({ averaged }: Heatmap): string {
  if (averaged.length === 0) return 'Each cell is one setting.';
  return `Each cell is the mean over ${averaged.map(({ path }) => leafName(path)).join(', ')}.`;
}
