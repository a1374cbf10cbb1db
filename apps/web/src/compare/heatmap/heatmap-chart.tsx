'use client';
import type { Chart, ChartData, ChartOptions, TooltipItem, TooltipModel } from 'chart.js';
import { useMemo, useRef } from 'react';
import { useBrush } from '@/charts/brush';
import { colorAt, cssColor, shareOf, textOn } from '@/charts/color-scale';
import type { MatrixElement, MatrixPoint } from '@/charts/matrix';
import { type CellLook, cellBox, drawFrame } from '@/charts/matrix-cell';
import { useOverlay } from '@/charts/overlay';
import { ReactChart } from '@/charts/setup';
import type { ChartColors } from '@/charts/use-chart-colors';
import { formatCommon } from '../decimals';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import { type HeatCell, type Heatmap, keysWithin } from './heatmap';
import classes from './heatmap.module.css';
import { type HeatmapLayout, tooltipSide } from './heatmap-layout';
import { cellLines, marksOf } from './heatmap-text';

export interface HeatmapChartProps {
  readonly map: Heatmap;
  readonly layout: HeatmapLayout;
  readonly comparison: ComparisonData;
  readonly selection: Selection;
  readonly colors: ChartColors;
}

/** The heatmap drawn; a click on a cell selects its settings, a rectangle those of all cells in it. */
export function HeatmapChart(props: HeatmapChartProps) {
  const { map, layout, comparison, selection, colors } = props;
  const { keys, select } = selection;
  const scrolled = useRef<HTMLDivElement>(null);
  const chart = useRef<Pick<Chart, 'draw' | 'getDatasetMeta'> | null>(null);
  const keep = (drawn: typeof chart.current | undefined) => {
    chart.current = drawn ?? null;
  };
  const data = useMemo(() => dataOf(map, comparison, colors), [map, comparison, colors]);
  const options = useMemo(
    () => optionsOf({ map, layout, comparison, select, colors }, () => seenOf(scrolled.current)),
    [map, layout, comparison, select, colors],
  );
  const overlay = useMemo(() => framesOf(map, keys, colors), [map, keys, colors]);
  const plugins = useOverlay<'matrix'>(chart, overlay);
  const { handlers, mark } = useBrush((area) => {
    const inside = keysWithin(map, chart.current?.getDatasetMeta(0).data ?? [], area);
    if (inside.length > 0) select(inside);
  });
  return (
    <div ref={scrolled} className={classes.scroll}>
      <div
        className={classes.drawing}
        style={{ minWidth: layout.minWidthPx, maxWidth: layout.maxWidthPx }}
        {...handlers}
      >
        <ReactChart ref={keep} type="matrix" data={data} options={options} plugins={plugins} />
        {mark}
      </div>
    </div>
  );
}

/** Frames around the cells that hold selected settings. */
function framesOf(map: Heatmap, selected: Selection['keys'], { selected: color, surface }: ChartColors) {
  const framed = map.rows
    .flatMap(({ cells }) => cells)
    .flatMap(({ keys }, index) => (keys.some((key) => selected.has(key)) ? [index] : []));
  return {
    after: (chart: Chart) => {
      const cells = chart.getDatasetMeta(0).data as unknown as readonly MatrixElement[];
      for (const index of framed) {
        const cell = cells[index];
        if (cell) drawFrame(chart.ctx, cellBox(cell.x, cell.y, cell.width, cell.height), { color, surface });
      }
    },
  };
}

type Seen = Parameters<typeof tooltipSide>[1];

function seenOf(scrolled: HTMLElement | null): Seen {
  return { fromPx: scrolled?.scrollLeft ?? 0, widthPx: scrolled?.clientWidth ?? 1 };
}

function dataOf(
  map: Heatmap,
  comparison: ComparisonData,
  colors: ChartColors,
): ChartData<'matrix', MatrixPoint[]> {
  const points = map.rows.flatMap(({ cells }, y) =>
    cells.map((cell, x) => ({ x, y, look: lookOf(cell, map, comparison, colors) })),
  );
  return { datasets: [{ label: 'Cells', data: points, parsing: false }] };
}

function lookOf(cell: HeatCell, map: Heatmap, comparison: ComparisonData, colors: ChartColors): CellLook {
  const { best, baseline } = marksOf(cell, comparison);
  return {
    ...filled(cell, map, colors),
    fontFamily: colors.fontFamily,
    diamond: best,
    dashed: baseline,
  };
}

function filled({ mean, jobs, lack }: HeatCell, { range, decimals }: Heatmap, colors: ChartColors) {
  if (mean === null) {
    const { surface: fill, mutedText: ink, fadedMark } = colors;
    return { fill, ink, border: fadedMark, cross: fadedMark, lines: lack === null ? [] : [lack] };
  }
  const color = colorAt(shareOf(mean, range?.min ?? mean, range?.max ?? mean));
  const lines = [formatCommon(mean, decimals), `n = ${jobs}`];
  return { fill: cssColor(color), ink: textOn(color), border: null, cross: null, lines };
}

function optionsOf(
  {
    map,
    layout,
    comparison,
    select,
    colors,
  }: Omit<HeatmapChartProps, 'selection'> & Pick<Selection, 'select'>,
  seen: () => Seen,
): ChartOptions<'matrix'> {
  const font = { family: colors.fontFamily, size: 12 };
  const columns = layout.xLabels.length;
  const rowOf = (index: number) => map.rows[Math.floor(index / columns)];
  const cellOf = (index: number) => rowOf(index)?.cells[index % columns];
  const axis = (labels: string[], title: string, align: 'start' | 'end') => ({
    type: 'category' as const,
    offset: true,
    labels,
    // At the corner with the first cell, which is seen before anything is scrolled.
    title: { display: true, text: title, align, color: colors.text, font },
    grid: { display: false },
    border: { display: false },
    ticks: { color: colors.mutedText, font, maxRotation: 0, autoSkipPadding: 4 },
  });
  const tooltipText = ({ dataIndex }: TooltipItem<'matrix'>) => {
    const [row, cell] = [rowOf(dataIndex), cellOf(dataIndex)];
    return row && cell ? cellLines(cell, row.y, map, comparison) : [];
  };
  return {
    onClick: (_event, [hit]) => {
      const keys = hit && cellOf(hit.index)?.keys;
      if (keys && keys.length > 0) select(keys);
    },
    onHover: (_event, [hit], { canvas }) => {
      canvas.style.cursor = hit && cellOf(hit.index)?.keys.length ? 'pointer' : 'default';
    },
    scales: {
      x: axis(layout.xLabels, layout.xTitle, 'start'),
      y: axis(layout.yLabels, layout.yTitle, 'end'),
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        bodyColor: '#ffffff',
        bodyFont: font,
        displayColors: false,
        padding: 8,
        // Away from the cell, so that its own number stays in sight.
        caretPadding: Math.max(2, layout.rowPx / 2 - 6),
        xAlign: ({ tooltip }) => tooltipSide(hovered(tooltip)?.x ?? 0, seen()),
        yAlign: ({ tooltip, chart }) => ((hovered(tooltip)?.y ?? 0) < chart.height / 2 ? 'top' : 'bottom'),
        callbacks: { title: () => '', label: tooltipText },
      },
    },
  };
}

/** The cell below the pointer: the tooltip's own place is that of the cell before while it is laid out. */
function hovered(tooltip: Pick<TooltipModel<'matrix'>, 'getActiveElements'>) {
  return tooltip.getActiveElements()[0]?.element;
}
