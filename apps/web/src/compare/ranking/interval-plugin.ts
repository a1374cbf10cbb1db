/** What the chart of ranked settings draws besides points: intervals of means, and the baseline's as a band. */
import type { Plugin } from 'chart.js';
import type { ChartColors } from '../../charts/use-chart-colors';

export interface IntervalBar {
  readonly low: number;
  readonly high: number;
  readonly color: string;
}

const capPx = 3;

/** A line from end to end of each interval with caps, one bar a row of the axis `y`. */
export function intervalPlugin(bars: readonly IntervalBar[]): Plugin<'scatter'> {
  return {
    id: 'intervals',
    beforeDatasetsDraw: ({ ctx, scales: { x, y } }) => {
      if (!x || !y) return;
      ctx.save();
      ctx.lineWidth = 2;
      bars.forEach(({ low, high, color }, row) => {
        if (low === high) return;
        const [from, to, middle] = [
          x.getPixelForValue(low),
          x.getPixelForValue(high),
          y.getPixelForValue(row),
        ];
        ctx.strokeStyle = color;
        ctx.beginPath();
        ctx.moveTo(from, middle);
        ctx.lineTo(to, middle);
        for (const end of [from, to]) {
          ctx.moveTo(end, middle - capPx);
          ctx.lineTo(end, middle + capPx);
        }
        ctx.stroke();
      });
      ctx.restore();
    },
  };
}

/** A band over all rows where the baseline's mean lies; a dashed line where it has one value only. */
export function bandPlugin(
  band: { readonly low: number; readonly high: number } | null,
  colors: ChartColors,
): Plugin<'scatter'> {
  return {
    id: 'baseline',
    beforeDraw: ({ ctx, chartArea, scales: { x } }) => {
      if (!x || band === null) return;
      const from = Math.max(chartArea.left, x.getPixelForValue(band.low));
      const to = Math.min(chartArea.right, x.getPixelForValue(band.high));
      ctx.save();
      ctx.globalAlpha = 0.16;
      ctx.fillStyle = colors.baseline;
      ctx.fillRect(from, chartArea.top, Math.max(0, to - from), chartArea.bottom - chartArea.top);
      ctx.globalAlpha = 1;
      ctx.strokeStyle = colors.baseline;
      ctx.setLineDash([5, 4]);
      ctx.lineWidth = 1.25;
      const middle = x.getPixelForValue((band.low + band.high) / 2);
      ctx.beginPath();
      ctx.moveTo(middle, chartArea.top);
      ctx.lineTo(middle, chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };
}
