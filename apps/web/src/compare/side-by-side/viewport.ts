/** The part of a picture that is seen, in shares of its frame, so that frames of any size show the same part. */
export interface Viewport {
  /** 1 = the whole picture. */
  readonly scale: number;
  /** Left and upper edge of the picture, in widths and heights of the frame; 0 or less. */
  readonly x: number;
  readonly y: number;
}

export const wholePicture: Viewport = { scale: 1, x: 0, y: 0 };
const maxScale = 40;

/** Enlarges by `factor`; the point (shares of the frame) stays where it is. */
export function zoomedAt(
  view: Viewport,
  factor: number,
  point: { readonly x: number; readonly y: number },
): Viewport {
  const scale = Math.min(maxScale, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return kept({ scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio });
}

/** Moves the picture by shares of the frame, at most to its edges. */
export function panned(view: Viewport, dx: number, dy: number): Viewport {
  return kept({ ...view, x: view.x + dx, y: view.y + dy });
}

/** The picture always fills its frame. */
function kept({ scale, x, y }: Viewport): Viewport {
  const least = 1 - scale;
  return { scale, x: Math.min(0, Math.max(least, x)), y: Math.min(0, Math.max(least, y)) };
}
