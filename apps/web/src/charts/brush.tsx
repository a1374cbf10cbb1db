'use client';
import { type MouseEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import classes from './charts.module.css';

/** A rectangle in pixels of the element that is brushed. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A shorter way is a click. */
const leastPx = 6;

export interface Brushing {
  /** For the element; it must be positioned. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
    readonly onClickCapture: (event: MouseEvent) => void;
  };
  /** The rectangle while it is drawn; a child of the element. */
  readonly mark: ReactNode;
}

/** Lets the mouse draw a rectangle; fingers scroll, as everywhere. `onArea` gets it once the button is released. */
export function useBrush(onArea: (area: Area) => void): Brushing {
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const endsDrag = useRef(false);
  const [area, setArea] = useState<Area | null>(null);
  const end = () => {
    start.current = null;
    setArea(null);
  };
  return {
    handlers: {
      onPointerDown: (event) => {
        endsDrag.current = false;
        if (event.pointerType === 'mouse' && event.button === 0) start.current = pointIn(event);
      },
      onPointerMove: (event) => {
        if (start.current === null) return;
        const drawn = between(start.current, pointIn(event));
        if (area === null && Math.max(drawn.right - drawn.left, drawn.bottom - drawn.top) < leastPx) return;
        // Only now: a captured pointer would take the click from what lies below.
        if (area === null) event.currentTarget.setPointerCapture(event.pointerId);
        setArea(drawn);
      },
      onPointerUp: () => {
        if (area !== null) {
          endsDrag.current = true;
          onArea(area);
        }
        end();
      },
      onPointerCancel: end,
      onClickCapture: (event) => {
        if (endsDrag.current) event.stopPropagation();
        endsDrag.current = false;
      },
    },
    mark: area && (
      <div
        className={classes.brush}
        style={{
          left: area.left,
          top: area.top,
          width: area.right - area.left,
          height: area.bottom - area.top,
        }}
      />
    ),
  };
}

function pointIn({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>) {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

function between(a: { readonly x: number; readonly y: number }, b: typeof a): Area {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  };
}
