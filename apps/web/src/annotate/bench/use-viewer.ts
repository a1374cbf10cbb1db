'use client';
import { useRef, useState } from 'react';
import { useFrames } from '../frames/use-frames';
import type { Light } from '../viewer/frame-viewer';
import { fitted, type Placement, type Size, zoomedAt } from '../viewer/placement';
import { useImages } from '../viewer/use-images';
import { usePlaying } from '../viewer/use-playing';
import type { Bench } from './use-bench';

const keyZoom = 1.4;
const middle = { x: 0, y: 0 };

/** How the frame in sight is shown: image, zoom, light, playing. */
export function useViewer({ subject, numbers, count, choice, choose }: Bench) {
  const position = choice.current;
  const frameAt = useFrames(subject.id, numbers, position);
  const pathOf = (at: number) => {
    const frame = frameAt(at);
    return frame === undefined ? undefined : frame.imagePath;
  };
  const { url, error, isReady } = useImages(pathOf, position, count);
  const [light, setLight] = useState<Light>({ brightness: 1, contrast: 1 });
  const [placement, setPlacement] = useState<Placement>(fitted);
  const [isPlaying, setPlaying] = useState(false);
  const [framesPerSecond, setFramesPerSecond] = useState(10);
  const box = useRef<HTMLDivElement>(null);
  usePlaying({
    isPlaying,
    framesPerSecond,
    position,
    count,
    isReady,
    onFrame: choose.move,
    onEnd: () => setPlaying(false),
  });
  const place = (change: (placement: Placement, window: Size) => Placement) =>
    setPlacement((now) => change(now, sizeOf(box.current)));
  const zoom = (factor: number) => place((now, window) => zoomedAt(now, factor, middle, window));
  return {
    frame: frameAt(position),
    image: { url, error },
    hasImage: hasImage(pathOf(position)),
    light,
    setLight,
    placement,
    place,
    box,
    closer: () => zoom(keyZoom),
    wider: () => zoom(1 / keyZoom),
    fit: () => setPlacement(fitted),
    isPlaying,
    // At the end it plays from the beginning again.
    togglePlaying: () => {
      if (!isPlaying && position >= count - 1) choose.move(0);
      setPlaying(!isPlaying);
    },
    framesPerSecond,
    setFramesPerSecond,
  };
}

export type Viewer = ReturnType<typeof useViewer>;

function hasImage(path: string | null | undefined): boolean | null {
  return path === undefined ? null : path !== null;
}

function sizeOf(box: HTMLElement | null): Size {
  return { width: box?.clientWidth ?? 1, height: box?.clientHeight ?? 1 };
}
