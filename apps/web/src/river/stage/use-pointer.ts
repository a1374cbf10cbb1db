'use client';
import { type PointerEvent, type RefObject, useRef } from 'react';
import { type Pixel, roundPixel } from '../draft/draft';
import type { Marker } from './frame-stage';
import { moved, type Size, type View } from './view';

interface PointerOptions {
  readonly svg: RefObject<SVGSVGElement | null>;
  /** Pixels of the picture in one pixel of the screen. */
  readonly unit: number;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly frame: Size;
  readonly markers: readonly Marker[];
  /** Clicks place something, also near a marker. */
  readonly isPlacing: boolean;
  readonly place: (pixel: Pixel) => void;
  readonly onSelect: (key: string | null) => void;
  readonly onMove: (key: string, pixel: Pixel) => void;
}

interface Grip {
  readonly from: Pixel;
  readonly view: View;
  readonly marker: Marker | null;
  /** Dragged far enough not to be a click. */
  readonly isDragged: boolean;
}

/** On the screen: nearer to a marker than this takes hold of it … */
const reachPx = 12;
/** … and moving by less than this is a click. */
const clickPx = 4;

/** A click places or selects, a drag moves a marker or the picture. */
export function usePointer({
  svg,
  unit,
  view,
  setView,
  frame,
  markers,
  isPlacing,
  place,
  onSelect,
  onMove,
}: PointerOptions) {
  const grip = useRef<Grip | null>(null);
  /** In the view at the time the pointer went down: the picture moves under it. */
  const pixelAt = (event: PointerEvent, seen: View): Pixel => {
    const { left, top } = svg.current!.getBoundingClientRect();
    return [seen.u + (event.clientX - left) * unit, seen.v + (event.clientY - top) * unit];
  };
  const nearest = ([u, v]: Pixel) => {
    const distance = ({ pixel }: Marker) => Math.hypot(pixel[0] - u, pixel[1] - v) / unit;
    const held = isPlacing ? [] : markers.filter(({ look }) => look !== 'bank');
    const [best] = held.sort((a, b) => distance(a) - distance(b));
    return best !== undefined && distance(best) <= reachPx ? best : null;
  };
  return {
    onPointerDown(event: PointerEvent<SVGSVGElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const from = pixelAt(event, view);
      grip.current = { from, view, marker: nearest(from), isDragged: false };
    },
    onPointerMove(event: PointerEvent<SVGSVGElement>) {
      const held = grip.current;
      if (held === null) return;
      const at = pixelAt(event, held.view);
      const by: Pixel = [at[0] - held.from[0], at[1] - held.from[1]];
      const isDragged = held.isDragged || Math.hypot(...by) / unit > clickPx;
      grip.current = { ...held, isDragged };
      if (!isDragged) return;
      if (held.marker === null) setView(moved(held.view, frame, [-by[0], -by[1]]));
      else {
        const { key, pixel } = held.marker;
        onMove(key, roundPixel([pixel[0] + by[0], pixel[1] + by[1]]));
      }
    },
    onPointerUp() {
      const held = grip.current;
      grip.current = null;
      if (held === null) return;
      if (held.marker !== null) onSelect(held.marker.key);
      else if (!held.isDragged) place(held.from);
    },
    onPointerCancel() {
      grip.current = null;
    },
  };
}
