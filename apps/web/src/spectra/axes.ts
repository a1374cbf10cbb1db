import type { ChartOptions } from 'chart.js';
import { formatTick } from '@/charts/axis';
import type { ChartColors } from '@/charts/use-chart-colors';

/** `2924.1`, as spectroscopists write them: without separators of thousands. */
export function wavenumberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Axes of a chart of spectra. @param yTitle null where the values need no words */
export function spectrumScales(
  x: {
    readonly title: string;
    readonly isReversed: boolean;
    readonly min: number | undefined;
    readonly max: number | undefined;
  },
  yTitle: string | null,
  colors: ChartColors,
): NonNullable<ChartOptions<'scatter'>['scales']> {
  const font = { family: colors.fontFamily, size: 12 };
  const grid = { color: colors.grid };
  const ticks = {
    color: colors.mutedText,
    font,
    maxRotation: 0,
    callback: (value: unknown, _index: number, all: readonly { readonly value: number }[]) =>
      formatTick(Number(value), Math.abs((all[1]?.value ?? 0) - (all[0]?.value ?? 0))),
  };
  const title = (text: string) => ({ display: true, text, color: colors.text, font });
  return {
    x: {
      reverse: x.isReversed,
      min: x.min,
      max: x.max,
      title: title(x.title),
      ticks: { ...ticks, callback: (value) => wavenumberText(Number(value)) },
      grid,
    },
    y: { ticks, grid, ...(yTitle !== null && { title: title(yTitle) }) },
  };
}
