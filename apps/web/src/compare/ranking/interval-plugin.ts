/** What the chart of ranked settings draws besides points: intervals of means, and the baseline's as a band. */
import type { Chart, Plugin } from 'chart.js';

/** A mean at `x` in row `y`; `low` and `high` are equal where it has no interval. */
export interface IntervalMark {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly color: string;
}

/** Labels of the series that hold the marks: a chart keeps its plugins, but its data change while jobs finish. */
export const meanSeries = 'Means';
export const bandSeries = 'Baseline';

const capPx = 3;

/** A line from end to end of each interval with caps. */
export const intervalPlugin: Plugin<'scatter'> = {
  id: 'intervals',
  beforeDatasetsDraw: (chart) => {
    const { ctx, scales } = chart;
    const { x, y } = scales;
    if (!x || !y) return;
    ctx.save();
    ctx.lineWidth = 2;
    for (const mark of marksOf(chart, meanSeries)) {
      if (mark.low === mark.high) continue;
      const ends = [x.getPixelForValue(mark.low), x.getPixelForValue(mark.high)] as const;
      const middle = y.getPixelForValue(mark.y);
      ctx.strokeStyle = mark.color;
      ctx.beginPath();
      ctx.moveTo(ends[0], middle);
      ctx.lineTo(ends[1], middle);
      for (const end of ends) {
        ctx.moveTo(end, middle - capPx);
        ctx.lineTo(end, middle + capPx);
      }
      ctx.stroke();
    }
    ctx.restore();
  },
};

/** A band over all rows where the baseline's mean lies, with a dashed line at the mean itself. */
export const bandPlugin: Plugin<'scatter'> = {
  id: 'baseline',
  beforeDatasetsDraw: (chart) => {
    const { ctx, chartArea, scales } = chart;
    const [band] = marksOf(chart, bandSeries);
    if (!scales.x || !band) return;
    const { left, right, top, bottom } = chartArea;
    const from = Math.max(left, scales.x.getPixelForValue(band.low));
    const to = Math.min(right, scales.x.getPixelForValue(band.high));
    const middle = scales.x.getPixelForValue(band.x);
    ctx.save();
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = band.color;
    ctx.fillRect(from, top, Math.max(0, to - from), bottom - top);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = band.color;
    ctx.setLineDash([5, 4]);
    ctx.lineWidth = 1.25;
    ctx.beginPath();
    ctx.moveTo(middle, top);
    ctx.lineTo(middle, bottom);
    ctx.stroke();
    ctx.restore();
  },
};

function marksOf({ data }: Chart, label: string): readonly IntervalMark[] {
  return (data.datasets.find((series) => series.label === label)?.data ??
    []) as unknown as readonly IntervalMark[];
}
