'use client';
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { Chart, ChartOptions } from 'chart.js';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { registerZoom } from './setup';

/** Zoom of one chart: drag a rectangle, Ctrl and the wheel, two fingers, or the buttons. */
export interface Zoom {
  /** For the chart. */
  readonly chart: RefObject<ZoomableChart | null>;
  /** For `plugins.zoom` of its options. */
  readonly options: NonNullable<NonNullable<ChartOptions<'scatter'>['plugins']>['zoom']>;
  readonly isZoomed: boolean;
  readonly by: (factor: number) => void;
  /** Also what a double click on the chart does. */
  readonly reset: () => void;
}

/** What of a chart is needed here, whatever its type. */
export type ZoomableChart = Pick<
  Chart,
  'draw' | 'update' | 'zoom' | 'resetZoom' | 'isZoomedOrPanned' | 'canvas'
>;

/** One step of the buttons. */
const step = 1.4;

export function useZoom(): Zoom {
  const chart = useRef<ZoomableChart | null>(null);
  const [isZoomed, setZoomed] = useState(false);
  const actions = useMemo((): Pick<Zoom, 'options' | 'by' | 'reset'> => {
    const told = () => setZoomed(chart.current?.isZoomedOrPanned() ?? false);
    const options: Zoom['options'] = {
      zoom: {
        mode: 'xy',
        // The wheel alone scrolls the page.
        wheel: { enabled: true, modifierKey: 'ctrl' },
        pinch: { enabled: true },
        drag: { enabled: true, threshold: 8, backgroundColor: 'rgba(128, 140, 155, 0.25)' },
        onZoomComplete: told,
      },
      pan: { enabled: true, mode: 'xy', modifierKey: 'shift', onPanComplete: told },
    };
    const by = (factor: number) => {
      chart.current?.zoom(factor);
      told();
    };
    const reset = () => {
      chart.current?.resetZoom();
      told();
    };
    return { options, by, reset };
  }, []);
  useEffect(() => {
    let isHere = true;
    // The plugin needs a window, which the server does not have.
    void registerZoom().then(() => {
      if (isHere) chart.current?.update();
    });
    return () => {
      isHere = false;
    };
  }, []);
  return useMemo(() => ({ chart, isZoomed, ...actions }), [actions, isZoomed]);
}

/** Buttons for the keyboard and for fingers; the way back stands there as long as the chart is zoomed. */
export function ZoomTools({ zoom: { isZoomed, by, reset } }: { readonly zoom: Zoom }) {
  return (
    <>
      {isZoomed && (
        <Button size="compact-xs" variant="light" onClick={reset}>
          Reset zoom
        </Button>
      )}
      <ZoomButton label="Zoom in (or drag a rectangle; Ctrl and the wheel)" onClick={() => by(step)}>
        <IconZoomIn size={14} aria-hidden />
      </ZoomButton>
      {isZoomed && (
        <ZoomButton label="Zoom out" onClick={() => by(1 / step)}>
          <IconZoomOut size={14} aria-hidden />
        </ZoomButton>
      )}
    </>
  );
}

interface ZoomButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function ZoomButton({ label, onClick, children }: ZoomButtonProps) {
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon size={22} variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
