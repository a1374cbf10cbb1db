'use client';
import { Text } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import classes from './frame-viewer.module.css';
import { fitted, type Placement, type Size, shifted, zoomedAt } from './placement';
import type { ShownImage } from './use-images';

/** Brightness and contrast as factors; 1 leaves the image as it is. */
export interface Light {
  readonly brightness: number;
  readonly contrast: number;
}

export interface FrameViewerProps {
  readonly image: ShownImage;
  /** Whether the frame has an image at all; null while that is not known. */
  readonly hasImage: boolean | null;
  readonly alt: string;
  readonly light: Light;
  readonly placement: Placement;
  readonly onPlacement: (change: (placement: Placement, window: Size) => Placement) => void;
  /** Size of the window, for zooming by key. */
  readonly box: RefObject<HTMLDivElement | null>;
}

const wheelFactor = 1.0015;

/** One frame: the wheel zooms at the pointer, dragging moves, a double click shows it whole. */
export function FrameViewer(props: FrameViewerProps) {
  const { image, hasImage, alt, light, placement, onPlacement, box } = props;
  const drag = useDrag(onPlacement);
  useWheelZoom(box, onPlacement);
  const url = useLastUrl(image.url, hasImage);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys + - 0 do what the pointer does here
    <div
      ref={box}
      className={classes.window}
      data-moving={placement.scale > 1}
      onDoubleClick={() => onPlacement(() => fitted)}
      {...drag}
    >
      {url !== null && (
        // biome-ignore lint/performance/noImgElement: frames are shown at full size from memory
        <img
          src={url}
          alt={alt}
          draggable={false}
          className={classes.image}
          data-stale={image.url === null}
          style={{
            transform: `translate(${placement.x}px, ${placement.y}px) scale(${placement.scale})`,
            filter: `brightness(${light.brightness}) contrast(${light.contrast})`,
            imageRendering: placement.scale >= 4 ? 'pixelated' : 'auto',
          }}
        />
      )}
      {url === null && image.error === null && hasImage !== false && <Notice>Loading the image …</Notice>}
      {image.error !== null && <Notice>{image.error}</Notice>}
      {hasImage === false && (
        <Notice>
          <IconPhotoOff size={22} aria-hidden />
          This frame has no image. It can be annotated all the same.
        </Notice>
      )}
    </div>
  );
}

function Notice({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" className={classes.notice}>
      {children}
    </Text>
  );
}

/** The former image stays until the next one is there, so that playing does not flicker. */
function useLastUrl(url: string | null, hasImage: boolean | null): string | null {
  const [last, setLast] = useState(url);
  if (url !== null && url !== last) setLast(url);
  return hasImage === false ? null : (url ?? last);
}

function useDrag(onPlacement: FrameViewerProps['onPlacement']) {
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  return {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      const start = from.current;
      if (start === null) return;
      const [byX, byY] = [event.clientX - start.x, event.clientY - start.y];
      from.current = { x: event.clientX, y: event.clientY };
      onPlacement((placement, window) => shifted(placement, byX, byY, window));
    },
    onPointerUp() {
      from.current = null;
    },
  };
}

/** React listens to the wheel passively, which would scroll the page as well. */
function useWheelZoom(box: RefObject<HTMLDivElement | null>, onPlacement: FrameViewerProps['onPlacement']) {
  const latest = useRef(onPlacement);
  latest.current = onPlacement;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const zoom = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
      const factor = wheelFactor ** -event.deltaY;
      latest.current((placement, window) => zoomedAt(placement, factor, at, window));
    };
    element.addEventListener('wheel', zoom, { passive: false });
    return () => element.removeEventListener('wheel', zoom);
  }, [box]);
}
