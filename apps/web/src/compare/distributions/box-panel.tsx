'use client';
import { Group, Select, Text } from '@mantine/core';
import { BoxAndWiskers, BoxPlotController } from '@sgratzl/chartjs-chart-boxplot';
import { Chart, type ChartData, type ChartOptions } from 'chart.js';
import { useMemo } from 'react';
import { formatTick } from '@/charts/axis';
import { ChartFigure, type ChartTable } from '@/charts/chart-figure';
import { ReactChart } from '@/charts/setup';
import { type ChartColors, useChartColors } from '@/charts/use-chart-colors';
import { counted, formatNumber, titleWithUnit, withUnit } from '@/formatting/numbers';
import { leafName } from '@/formatting/values';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import { type Boxes, boxesOf, boxParameter, mostBoxes, quartiles } from './boxes';

// Here and not for all charts: only who opens this tab loads it.
Chart.register(BoxPlotController, BoxAndWiskers);

/** Single values of the compared metric by the value of one parameter. */
export function BoxPanel({ comparison, view, change, selection }: PanelProps) {
  const colors = useChartColors();
  const boxes = useMemo(() => {
    const parameter = boxParameter(comparison, view.box);
    return parameter && boxesOf(comparison, parameter);
  }, [comparison, view.box]);
  if (boxes === null) return null;
  const { metric, observations, varying } = comparison;
  const usable = varying.filter(({ values }) => values.length <= mostBoxes);
  const name = leafName(boxes.parameter.path);
  return (
    <Panel title="Single values by a parameter">
      <Group gap="md" align="flex-end" mb="sm">
        <Select
          label="Parameter"
          size="xs"
          data={usable.map(({ path }) => ({ value: path, label: leafName(path) }))}
          value={boxes.parameter.path}
          allowDeselect={false}
          onChange={(path) => change({ box: path })}
        />
      </Group>
      <Text size="xs" c="dimmed" mb="sm">
        Box: quartiles with the median; whiskers: up to 1.5 times the box; dots: single values. A click
        selects the settings of a box.
      </Text>
      <ChartFigure
        title={`${metric.title} by ${name}`}
        fileName={`${metric.title} by ${name} as boxes`}
        finding={boxes.finding}
        table={tableOf(boxes, comparison)}
        heightPx={320}
        shown={`${boxes.shown} of ${counted(observations.total, 'single value')} shown.`}
      >
        <BoxChart boxes={boxes} comparison={comparison} selection={selection} colors={colors} />
      </ChartFigure>
    </Panel>
  );
}

function tableOf({ parameter, boxes }: Boxes, { metric }: ComparisonData): ChartTable {
  const name = titleWithUnit(leafName(parameter.path), parameter.unit);
  return {
    headings: [name, 'Values', 'Lowest', 'First quartile', 'Median', 'Third quartile', 'Highest'],
    rows: boxes.map(({ label, values }) => ({
      key: label,
      cells: [
        label,
        String(values.length),
        ...(quartiles(values)?.map((value) => withUnit(formatNumber(value), metric.unit)) ??
          Array.from({ length: 5 }, () => '–')),
      ],
    })),
  };
}

interface BoxChartProps {
  readonly boxes: Boxes;
  readonly comparison: ComparisonData;
  readonly selection: Selection;
  readonly colors: ChartColors;
}

function BoxChart({ boxes, comparison, selection, colors }: BoxChartProps) {
  const [data, options] = useMemo(() => {
    const given = { boxes, comparison, selection, colors };
    return [dataOf(given), optionsOf(given)];
  }, [boxes, comparison, selection, colors]);
  return <ReactChart type="boxplot" data={data} options={options} />;
}

/** Dots of more values than this hide the boxes. */
const mostDots = 400;

function dataOf({ boxes, selection, colors }: BoxChartProps): ChartData<'boxplot', number[][], string> {
  const isSelected = ({ keys }: Boxes['boxes'][number]) => keys.some((key) => selection.keys.has(key));
  const lines = boxes.boxes.map((box) => (isSelected(box) ? colors.selected : colors.mark));
  return {
    labels: boxes.boxes.map(({ label, values }) => `${label} (n = ${values.length})`),
    datasets: [
      {
        label: 'Values',
        data: boxes.boxes.map(({ values }) => [...values]),
        borderColor: lines,
        backgroundColor: lines.map((color) => `${color}26`),
        medianColor: lines,
        borderWidth: 1.75,
        meanRadius: 0,
        itemRadius: boxes.shown > mostDots ? 0 : 2,
        itemBackgroundColor: colors.mutedText,
        itemBorderWidth: 0,
        outlierRadius: 2.5,
        outlierBackgroundColor: colors.surface,
        outlierBorderColor: colors.mark,
        maxBarThickness: 64,
      } as ChartData<'boxplot', number[][], string>['datasets'][number],
    ],
  };
}

function optionsOf({ boxes, comparison, selection, colors }: BoxChartProps): ChartOptions<'boxplot'> {
  const { metric } = comparison;
  const { parameter } = boxes;
  const font = { family: colors.fontFamily, size: 12 };
  const title = (text: string) => ({ display: true, text, color: colors.text, font });
  return {
    onClick: (_event, [hit]) => {
      const box = hit && boxes.boxes[hit.index];
      if (box && box.keys.length > 0) selection.select(box.keys);
    },
    scales: {
      x: {
        title: title(titleWithUnit(leafName(parameter.path), parameter.unit)),
        grid: { display: false },
        border: { color: colors.grid },
        ticks: { color: colors.mutedText, font, maxRotation: 40 },
      },
      y: {
        title: title(titleWithUnit(metric.title, metric.unit)),
        grid: { color: colors.grid },
        border: { display: false },
        ticks: {
          color: colors.mutedText,
          font,
          maxTicksLimit: 6,
          callback: (value, _index, ticks) =>
            formatTick(Number(value), Math.abs((ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0))),
        },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        bodyColor: '#ffffff',
        bodyFont: font,
        displayColors: false,
        padding: 8,
        callbacks: {
          title: () => '',
          label: ({ dataIndex }) => {
            const box = boxes.boxes[dataIndex];
            const five = box && quartiles(box.values);
            if (!box || !five) return '';
            const text = (value: number) => withUnit(formatNumber(value), metric.unit);
            return [
              `${leafName(parameter.path)} = ${box.label}: n = ${box.values.length}, ${counted(box.keys.length, 'setting')}`,
              `Median ${text(five[2])}`,
              `Quartiles ${text(five[1])} to ${text(five[3])}`,
              `Between ${text(five[0])} and ${text(five[4])}`,
            ];
          },
        },
      },
    },
  };
}
