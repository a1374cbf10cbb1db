/** Where an image lies in its window: scale and shift in pixels, zooming at the pointer, panning. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `scale` 1 fits the image into the window; the shift moves its middle away from the window's middle, in pixels. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const fitted: Placement = { scale: 1, x: 0, y: 0 };
const mostScale = 32;

/** Zooms by `factor`; the point of the image below (x, y), measured from the window's middle, stays there. */
export function zoomedAt(
  placement: Placement,
  factor: number,
  at: { readonly x: number; readonly y: number },
  window: Size,
): Placement {
  const scale = Math.min(mostScale, Math.max(1, placement.scale * factor));
  const ratio = scale / placement.scale;
  const x = at.x - (at.x - placement.x) * ratio;
  const y = at.y - (at.y - placement.y) * ratio;
  return held({ scale, x, y }, window);
}

/** Moved by pixels. */
export function shifted(placement: Placement, byX: number, byY: number, window: Size): Placement {
  return held({ ...placement, x: placement.x + byX, y: placement.y + byY }, window);
}

/** Never so far that the image leaves the window. */
function held({ scale, x, y }: Placement, { width, height }: Size): Placement {
  const mostX = ((scale - 1) * width) / 2;
  const mostY = ((scale - 1) * height) / 2;
  return { scale, x: bounded(x, mostX), y: bounded(y, mostY) };
}

/** `+ 0` keeps a negative zero out of the style. */
function bounded(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value)) + 0;
}

/** Frames to load ahead of time: `ahead` in the direction of looking, one behind. */
export function neighbours(current: number, step: 1 | -1, count: number, ahead = 6): readonly number[] {
  const wanted = Array.from({ length: ahead }, (_, index) => current + step * (index + 1));
  return [...wanted, current - step].filter((position) => position >= 0 && position < count);
}
