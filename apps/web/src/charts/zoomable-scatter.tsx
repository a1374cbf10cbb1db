'use client';
import type { ChartData, ChartOptions, DefaultDataPoint } from 'chart.js';
import { type Overlay, useOverlay } from './overlay';
import { ReactChart } from './setup';
import type { Zoom, ZoomableChart } from './zoom';

export interface ZoomableScatterProps<Points> {
  readonly data: ChartData<'scatter', Points>;
  readonly options: ChartOptions<'scatter'>;
  readonly overlay: Overlay;
  readonly zoom: Zoom;
}

/** Dots and lines that can be zoomed, with an overlay that changes without the rest; a double click shows all again. */
export function ZoomableScatter<Points = DefaultDataPoint<'scatter'>>({
  data,
  options,
  overlay,
  zoom,
}: ZoomableScatterProps<Points>) {
  const plugins = useOverlay<'scatter'>(zoom.chart, overlay);
  const keep = (chart: ZoomableChart | null | undefined) => {
    zoom.chart.current = chart ?? null;
  };
  return (
    <ReactChart
      ref={keep}
      type="scatter"
      data={data}
      options={options}
      plugins={plugins}
      onDoubleClick={zoom.reset}
    />
  );
}
