'use client';
import { Button, Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ChartFigure, type ChartTable } from '@/charts/chart-figure';
import { useChartColors } from '@/charts/use-chart-colors';
import { useZoom, ZoomTools } from '@/charts/zoom';
import { formatNumber, titleWithUnit, withUnit } from '@/formatting/numbers';
import { formatValue } from '@/formatting/values';
import { Panel } from '@/page/panel';
import { markedBest } from '../answer/answer';
import classes from '../compare.module.css';
import { commonDecimals, formatCommon } from '../decimals';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import { EffectChart, type EffectChartProps } from './effect-chart';
import { EffectLegend } from './effect-legend';
import { baselineMean, type EffectPanel, effectPanels, effectScale } from './effects';

/** More panels than this are shown on request only. */
const panelsAtFirst = 6;

export interface EffectPlotProps {
  readonly comparison: ComparisonData;
  readonly selection: Selection;
}

/** How the metric depends on each varying parameter; the one with the largest range comes first. */
export function EffectPlot({ comparison, selection }: EffectPlotProps) {
  const colors = useChartColors();
  const [all, setAll] = useState(false);
  const panels = useMemo(() => effectPanels(comparison), [comparison]);
  const frame = useMemo(
    () => ({
      comparison,
      scale: effectScale(comparison),
      baseline: baselineMean(comparison),
      colors,
      select: selection.select,
    }),
    [comparison, colors, selection.select],
  );
  const shown = all ? panels : panels.slice(0, panelsAtFirst);
  return (
    <Panel title="Effect of each parameter">
      <EffectLegend colors={colors} hasBest={markedBest(comparison) !== null} />
      <div className={classes.panels}>
        {shown.map((panel) => (
          <PanelFigure key={panel.path} panel={panel} frame={frame} selected={selection.keys} />
        ))}
      </div>
      {panels.length > shown.length && (
        <Button mt="md" size="xs" variant="default" onClick={() => setAll(true)}>
          Show {panels.length - shown.length} more with smaller ranges
        </Button>
      )}
    </Panel>
  );
}

function PanelFigure({ panel, frame, selected }: Omit<EffectChartProps, 'zoom'>) {
  const zoom = useZoom();
  const { metric } = frame.comparison;
  return (
    <ChartFigure
      heightPx={240}
      tools={<ZoomTools zoom={zoom} />}
      fileName={`${metric.title} by ${panel.name}`}
      finding={panel.finding}
      table={tableOf(panel, metric)}
      title={
        <>
          <Tooltip label={`${panel.title} (${panel.path})`}>
            <strong>{panel.name}</strong>
          </Tooltip>
          {panel.isAveraged && (
            <span className={classes.rangeText}>
              range {withUnit(formatNumber(panel.range, 3), metric.unit)}
            </span>
          )}
        </>
      }
    >
      <EffectChart panel={panel} frame={frame} selected={selected} zoom={zoom} />
    </ChartFigure>
  );
}

function tableOf(panel: EffectPanel, metric: ComparisonData['metric']): ChartTable {
  const heading = (text: string) => titleWithUnit(text, metric.unit);
  const decimals = commonDecimals(panel.means.flatMap(({ y, min, max }) => [y, min, max]));
  return {
    headings: [
      titleWithUnit(panel.name, panel.unit),
      heading('Mean'),
      heading('Lowest'),
      heading('Highest'),
      'Settings',
    ],
    rows: panel.means.map(({ value, y, min, max, settings }) => ({
      key: JSON.stringify(value),
      cells: [
        formatValue(value),
        ...[y, min, max].map((number) => formatCommon(number, decimals)),
        String(settings),
      ],
    })),
  };
}
