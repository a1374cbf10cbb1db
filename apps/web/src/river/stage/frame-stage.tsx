'use client';
import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconMaximize, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Pixel, roundPixel } from '../draft/draft';
import classes from './stage.module.css';
import type { Frame } from './use-frame';
import { usePointer } from './use-pointer';
import { centerOf, moved, showing, type View, wholeView, zoomedAt } from './view';

export interface Marker {
  readonly key: string;
  readonly label: string;
  readonly pixel: Pixel;
  readonly look: 'fit' | 'check' | 'bank';
}

export interface FrameStageProps {
  readonly frame: Frame;
  /** Those that can be moved come first; the ends of the section cannot. */
  readonly markers: readonly Marker[];
  /** Clicks place something, also near a marker. */
  readonly isPlacing: boolean;
  readonly selectedKey: string | null;
  readonly onSelect: (key: string | null) => void;
  /** A click, or Enter for the middle of what is shown. */
  readonly onPlace: (pixel: Pixel) => void;
  /** Dragged, or nudged by arrow keys. */
  readonly onMove: (key: string, pixel: Pixel) => void;
  readonly onRemove: (key: string) => void;
  /** What a click does now, in words. */
  readonly hint: string;
  /** Lines and areas below the markers. */
  readonly children?: ReactNode;
}

const zoomStep = 1.5;

/** The frame with markers: click to place, drag to move, zoom and pan; all of it by keyboard too. */
export function FrameStage(props: FrameStageProps) {
  const { frame, markers, selectedKey, hint, children } = props;
  const [view, setView] = useState<View>(wholeView);
  const { ref: box, width } = useElementSize();
  const svg = useRef<SVGSVGElement>(null);
  const selected = markers.find(({ key }) => key === selectedKey) ?? null;
  const shown = { width: frame.widthPx / view.zoom, height: frame.heightPx / view.zoom };
  /** Pixels of the picture in one pixel of the screen. */
  const unit = width > 0 ? shown.width / width : 1;
  const place = (pixel: Pixel) => props.onPlace(roundPixel(inside(pixel, frame)));
  const pointer = usePointer({ ...props, svg, unit, view, setView, place });
  useWheelZoom(svg, frame, setView);
  const zoom = (factor: number) =>
    setView(zoomedAt(view, frame, selected?.pixel ?? centerOf(view, frame), factor));
  const nudge = (by: Pixel) => {
    if (selected === null) return setView(moved(view, frame, [by[0] * unit * 10, by[1] * unit * 10]));
    const pixel = roundPixel(inside([selected.pixel[0] + by[0], selected.pixel[1] + by[1]], frame));
    setView(showing(view, frame, pixel));
    return props.onMove(selected.key, pixel);
  };
  const keys: Record<string, () => void> = {
    '+': () => zoom(zoomStep),
    '=': () => zoom(zoomStep),
    '-': () => zoom(1 / zoomStep),
    '0': () => setView(wholeView),
    Enter: () => place(centerOf(view, frame)),
    Escape: () => props.onSelect(null),
    Delete: () => selected && props.onRemove(selected.key),
    Backspace: () => selected && props.onRemove(selected.key),
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
    const arrow = arrows[event.key];
    const numbered = /^[1-9]$/.test(event.key) ? markers[Number(event.key) - 1] : undefined;
    const act = arrow ? () => nudge([arrow[0] * step, arrow[1] * step]) : keys[event.key];
    if (numbered) {
      props.onSelect(numbered.key);
      setView(showing(view, frame, numbered.pixel));
    } else if (act) act();
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <div
        ref={box}
        className={classes.box}
        style={{
          aspectRatio: `${frame.widthPx} / ${frame.heightPx}`,
          maxWidth: `calc(66vh * ${frame.widthPx / frame.heightPx})`,
        }}
      >
        <svg
          ref={svg}
          className={classes.stage}
          viewBox={`${view.u} ${view.v} ${shown.width} ${shown.height}`}
          role="application"
          aria-label={`Frame of ${frame.widthPx} × ${frame.heightPx} pixels. ${hint}`}
          aria-keyshortcuts="Enter Delete + - 0 1 2 3 4 5 6 7 8 9"
          data-testid="frame-stage"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: points are placed and moved by keyboard here
          tabIndex={0}
          onKeyDown={onKeyDown}
          {...pointer}
        >
          <image
            href={frame.url}
            width={frame.widthPx}
            height={frame.heightPx}
            preserveAspectRatio="none"
            style={{ imageRendering: unit < 0.25 ? 'pixelated' : 'auto' }}
          />
          {children}
          {markers.map((marker) => (
            <MarkerShape
              key={marker.key}
              marker={marker}
              unit={unit}
              rightU={view.u + shown.width}
              isSelected={marker.key === selectedKey}
            />
          ))}
        </svg>
      </div>
      <Group gap="xs" mt={6} justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed" aria-live="polite" data-testid="stage-hint">
          {hint} Keys: 1–9 select, arrows move (Shift 10 px, Alt 0.1 px), Enter places in the middle, + − 0
          zoom, Delete.
        </Text>
        <Group gap={2} wrap="nowrap">
          <ZoomButton label="Zoom in (or Ctrl and the wheel)" onClick={() => zoom(zoomStep)}>
            <IconZoomIn size={16} aria-hidden />
          </ZoomButton>
          <ZoomButton label="Zoom out" onClick={() => zoom(1 / zoomStep)}>
            <IconZoomOut size={16} aria-hidden />
          </ZoomButton>
          <ZoomButton label="Whole frame" onClick={() => setView(wholeView)}>
            <IconMaximize size={16} aria-hidden />
          </ZoomButton>
        </Group>
      </Group>
    </div>
  );
}

const arrows: Readonly<Record<string, Pixel>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function inside([u, v]: Pixel, { widthPx, heightPx }: Frame): Pixel {
  return [Math.min(widthPx, Math.max(0, u)), Math.min(heightPx, Math.max(0, v))];
}

/** Ctrl and the wheel, or two fingers on a touch pad; the wheel alone scrolls the page. */
function useWheelZoom(
  svg: React.RefObject<SVGSVGElement | null>,
  frame: Frame,
  setView: (change: (view: View) => View) => void,
) {
  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      setView((view) => {
        const at: Pixel = [
          view.u + ((event.clientX - left) / width) * (frame.widthPx / view.zoom),
          view.v + ((event.clientY - top) / height) * (frame.heightPx / view.zoom),
        ];
        return zoomedAt(view, frame, at, 1.0015 ** -event.deltaY);
      });
    };
    // React listens to the wheel passively, which cannot keep the page from zooming.
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [svg, frame, setView]);
}

interface MarkerShapeProps {
  readonly marker: Marker;
  readonly unit: number;
  /** Right edge of what is shown. */
  readonly rightU: number;
  readonly isSelected: boolean;
}

/** Widest letters of a label, in pixels of the screen. */
const letterPx = 8;

/** A cross whose middle is free, so that what it points at is seen. */
function MarkerShape({ marker: { label, pixel, look }, unit, rightU, isSelected }: MarkerShapeProps) {
  const [u, v] = pixel;
  // A label that would leave the picture stands to the left.
  const side = u + (8 + letterPx * label.length) * unit > rightU ? -1 : 1;
  const [inner, outer] = [2 * unit, (isSelected ? 13 : 9) * unit];
  const cross = [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ]
    .map(([du, dv]) => `M${u + du! * inner},${v + dv! * inner}L${u + du! * outer},${v + dv! * outer}`)
    .join('');
  return (
    <g className={classes.marker} data-look={look} data-selected={isSelected || undefined}>
      <path d={cross} className={classes.halo} />
      <path d={cross} className={classes.cross} />
      {look === 'bank' && <circle cx={u} cy={v} r={6 * unit} className={classes.cross} fill="none" />}
      <text
        x={u + side * 8 * unit}
        textAnchor={side < 0 ? 'end' : 'start'}
        y={v - 8 * unit}
        fontSize={12 * unit}
        strokeWidth={3 * unit}
        className={classes.label}
      >
        {label}
      </text>
    </g>
  );
}

function ZoomButton({
  label,
  onClick,
  children,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon variant="default" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
