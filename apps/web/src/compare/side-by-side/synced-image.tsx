'use client';
import { type PointerEvent, useEffect, useRef } from 'react';
import classes from './side-by-side.module.css';
import { panned, type Viewport, zoomedAt } from './viewport';

interface SyncedImageProps {
  readonly url: string;
  readonly title: string;
  readonly viewport: Viewport;
  readonly onViewport: (viewport: Viewport) => void;
}

/** Enlargement of one notch of a wheel. */
const wheelStep = 1.2;

/** A picture that shows the part all others show; the wheel zooms, dragging moves. */
export function SyncedImage({ url, title, viewport, onViewport }: SyncedImageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const current = useRef(viewport);
  current.current = viewport;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    // React's own wheel listener is passive: it could not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const point = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
      onViewport(zoomedAt(current.current, event.deltaY < 0 ? wheelStep : 1 / wheelStep, point));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [onViewport]);
  const onDrag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    onViewport(panned(viewport, event.movementX / width, event.movementY / height));
  };
  const { scale, x, y } = viewport;
  return (
    <div
      ref={frame}
      className={classes.frame}
      data-zoomed={scale > 1 || undefined}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onDrag}
    >
      {/* biome-ignore lint/performance/noImgElement: artifacts come from the API at full size and are not optimised */}
      <img
        src={url}
        alt={title}
        draggable={false}
        style={{ transform: `translate(${x * 100}%, ${y * 100}%) scale(${scale})` }}
      />
    </div>
  );
}
