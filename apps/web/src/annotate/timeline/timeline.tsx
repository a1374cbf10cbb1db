'use client';
import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useChartColors } from '@/charts/use-chart-colors';
import { drawTimeline, type LandmarkMark } from './draw';
import type { Lane, Span } from './lanes';
import { heightOf, laneAt, placesOf } from './layout';
import classes from './timeline.module.css';
import { panned, positionAt, showing, type TimelineView, wholeView, zoomed } from './view';

export interface TimelineProps {
  readonly lanes: readonly Lane[];
  readonly count: number;
  readonly current: number;
  readonly chosen: readonly Span[];
  readonly previewed: readonly Span[];
  readonly landmarks: readonly LandmarkMark[];
  readonly activeKind: string;
  readonly onKind: (kind: string) => void;
  readonly onMove: (position: number) => void;
  /** Chooses the frames from where a drag began. */
  readonly onExtend: (position: number) => void;
  readonly onToggle: (position: number) => void;
}

/** Lanes of coloured runs: a click goes to a frame, dragging chooses frames, the wheel zooms, with Shift it moves. */
export function Timeline(props: TimelineProps) {
  const { lanes, count, current, activeKind } = props;
  const { ref: box, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const places = useMemo(() => placesOf(lanes), [lanes]);
  const [view, setView] = useView(count, current);
  useDrawing(canvas, { ...props, view, places, widthPx: width });
  useWheel(canvas, count, setView);
  const pointer = usePointer({ ...props, view, places });
  return (
    <div className={classes.timeline}>
      <div className={classes.titles} style={{ height: heightOf(places) }}>
        {places.map(({ kind, title, top, height }) => (
          <button
            key={kind}
            type="button"
            className={classes.title}
            aria-pressed={kind === activeKind}
            style={{ top, height }}
            title={title}
            onClick={() => props.onKind(kind)}
          >
            {title}
          </button>
        ))}
      </div>
      <div ref={box} className={classes.box}>
        <canvas
          ref={canvas}
          className={classes.canvas}
          style={{ width, height: heightOf(places) }}
          data-testid="timeline"
          aria-label={`Timeline of ${count} frames. Arrow keys go through them, with Shift they choose.`}
          role="img"
          {...pointer}
        />
      </div>
    </div>
  );
}

/** All frames at first; follows the current frame where that leaves the view. */
function useView(count: number, current: number) {
  const [view, setView] = useState<TimelineView>(() => wholeView(count));
  useEffect(() => setView((now) => showing(now, count, current)), [count, current]);
  return [view, setView] as const;
}

type DrawingProps = TimelineProps & {
  readonly view: TimelineView;
  readonly places: ReturnType<typeof placesOf>;
  readonly widthPx: number;
};

function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, props: DrawingProps): void {
  const colors = useChartColors();
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (!element || !pen || props.widthPx === 0) return;
    const density = window.devicePixelRatio || 1;
    element.width = Math.round(props.widthPx * density);
    element.height = Math.round(heightOf(props.places) * density);
    pen.setTransform(density, 0, 0, density, 0, 0);
    drawTimeline(pen, { ...props, colors });
  });
}

const wheelFactor = 1.002;

function useWheel(
  canvas: RefObject<HTMLCanvasElement | null>,
  count: number,
  setView: (change: (view: TimelineView) => TimelineView) => void,
): void {
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      const { left, width } = element.getBoundingClientRect();
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
      setView((view) => {
        const span = view.to - view.from;
        if (sideways !== 0) return panned(view, count, (sideways / width) * span);
        const at = view.from + ((event.clientX - left) / width) * span;
        return zoomed(view, count, wheelFactor ** -event.deltaY, at);
      });
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [canvas, count, setView]);
}

type PointerProps = TimelineProps & Pick<DrawingProps, 'view' | 'places'>;

function usePointer({ view, places, count, ...on }: PointerProps) {
  const began = useRef<number | null>(null);
  const placeOf = (event: PointerEvent<HTMLCanvasElement>) => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    return {
      position: positionAt(view, event.clientX - left, width, count),
      lane: laneAt(places, event.clientY - top),
    };
  };
  const end = () => {
    began.current = null;
  };
  return {
    onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
      if (event.button !== 0) return;
      const { position, lane } = placeOf(event);
      if (lane) on.onKind(lane.kind);
      if (event.ctrlKey || event.metaKey) return on.onToggle(position);
      if (event.shiftKey) return on.onExtend(position);
      event.currentTarget.setPointerCapture(event.pointerId);
      began.current = position;
      on.onMove(position);
    },
    onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
      if (began.current === null) return;
      const { position } = placeOf(event);
      if (position !== on.current) on.onExtend(position);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
