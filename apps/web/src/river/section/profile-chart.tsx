'use client';
import { Slider } from '@mantine/core';
import type { ChartData, ChartOptions } from 'chart.js';
import { useMemo } from 'react';
import { ChartFigure } from '@/charts/chart-figure';
import { ReactChart } from '@/charts/setup';
import { type ChartColors, useChartColors } from '@/charts/use-chart-colors';
import { formatFixed, formatNumber } from '@/formatting/numbers';
import { numberOf, type ScaffoldDraft } from '../draft/draft';
import type { ScaffoldCheck } from '../queries';
import { bedOf, levelsOf, type ProfilePoint, waterSurface } from './profile';

export interface ProfileChartProps {
  readonly draft: ScaffoldDraft;
  readonly check: ScaffoldCheck | null;
}

/** The surveyed bed with the water in it. */
export function ProfileChart({ draft, check }: ProfileChartProps) {
  const colors = useChartColors();
  const bed = useMemo(() => bedOf(draft), [draft]);
  const level = numberOf(draft.waterLevel);
  const [data, options] = useMemo(
    () => [dataOf(bed, level, colors), optionsOf(draft.units, colors)],
    [bed, level, colors, draft.units],
  );
  const water = check?.water;
  const finding =
    water && level !== null
      ? `At ${formatNumber(level)} ${draft.units} the water is ${formatFixed(water.widthM, 2)} m wide, at most ${formatFixed(water.maxDepthM, 2)} m deep, ${formatFixed(water.areaM2, 2)} m² in all.`
      : `Bed of ${bed.length} points.`;
  return (
    <ChartFigure
      title="Cross-section"
      finding={finding}
      shown={finding}
      heightPx={220}
      fileName="cross-section"
      table={{
        headings: [`Station (${draft.units})`, `Bed elevation (${draft.units})`],
        rows: bed.map(({ x, y }, i) => ({ key: String(i), cells: [formatNumber(x), formatNumber(y, 6)] })),
      }}
    >
      <ReactChart type="scatter" data={data} options={options} />
    </ChartFigure>
  );
}

/** Moves the water level within the section. */
export function LevelSlider({
  draft,
  onChange,
}: {
  readonly draft: ScaffoldDraft;
  readonly onChange: (change: Partial<ScaffoldDraft>) => void;
}) {
  const levels = levelsOf(bedOf(draft));
  if (levels === null) return null;
  const { low, high } = levels;
  const step = 10 ** Math.floor(Math.log10((high - low) / 100));
  const decimals = Math.max(0, -Math.log10(step));
  return (
    <Slider
      thumbLabel={`Water level (${draft.units})`}
      min={low}
      max={high}
      step={step}
      label={(value) => formatFixed(value, decimals)}
      value={numberOf(draft.waterLevel) ?? low}
      onChange={(value) => onChange({ waterLevel: value.toFixed(decimals) })}
    />
  );
}

function dataOf(
  bed: readonly ProfilePoint[],
  level: number | null,
  colors: ChartColors,
): ChartData<'scatter'> {
  const line = { showLine: true, pointRadius: 0 };
  const surface = level === null ? [] : waterSurface(bed, level);
  return {
    datasets: [
      {
        ...line,
        label: 'Bed',
        data: [...bed],
        borderColor: colors.text,
        backgroundColor: colors.text,
        borderWidth: 2,
        pointRadius: 2.5,
      },
      {
        ...line,
        label: 'Water',
        // A missing point interrupts the line over dry ground.
        data: surface.map(({ x, y }) => ({ x, y: y ?? Number.NaN })),
        borderColor: colors.mark,
        backgroundColor: colors.mark,
        borderWidth: 2,
      },
    ],
  };
}

function optionsOf(units: string, colors: ChartColors): ChartOptions<'scatter'> {
  const font = { family: colors.fontFamily, size: 12 };
  const axis = (title: string) => ({
    title: { display: true, text: `${title} (${units})`, color: colors.text, font },
    ticks: { color: colors.mutedText, font },
    grid: { color: colors.grid },
  });
  return {
    scales: { x: axis('Station'), y: axis('Elevation') },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.tooltip,
        callbacks: {
          label: ({ parsed, dataset }) =>
            `${dataset.label}: ${formatNumber(parsed.y ?? Number.NaN, 6)} ${units} at ${formatNumber(parsed.x ?? Number.NaN)} ${units}`,
        },
      },
    },
  };
}
