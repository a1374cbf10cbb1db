/** What part of a picture is shown: a window of the picture's own proportions. */
import type { Pixel } from '../draft/draft';

export interface View {
  /** Pixel at the upper left corner of what is shown. */
  readonly u: number;
  readonly v: number;
  /** 1: the whole picture. */
  readonly zoom: number;
}

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

export const wholeView: View = { u: 0, v: 0, zoom: 1 };
const mostZoom = 40;

/** Zooms by a factor, with a pixel staying where it is. */
export function zoomedAt(view: View, size: Size, [u, v]: Pixel, factor: number): View {
  const zoom = Math.min(mostZoom, Math.max(1, view.zoom * factor));
  const share = view.zoom / zoom;
  return within({ u: u - (u - view.u) * share, v: v - (v - view.v) * share, zoom }, size);
}

/** Moves what is shown by pixels of the picture. */
export function moved(view: View, size: Size, [du, dv]: Pixel): View {
  return within({ ...view, u: view.u + du, v: view.v + dv }, size);
}

/** Moves what is shown, if need be, until a pixel is in it, not too near to its edges. */
export function showing(view: View, size: Size, [u, v]: Pixel): View {
  const [width, height] = [size.widthPx / view.zoom, size.heightPx / view.zoom];
  const isShown = (at: number, from: number, length: number) =>
    at >= from + length * 0.05 && at <= from + length * 0.95;
  if (view.zoom === 1 || (isShown(u, view.u, width) && isShown(v, view.v, height))) return view;
  return within({ ...view, u: u - width / 2, v: v - height / 2 }, size);
}

export function centerOf({ u, v, zoom }: View, { widthPx, heightPx }: Size): Pixel {
  return [u + widthPx / zoom / 2, v + heightPx / zoom / 2];
}

/** Nothing outside of the picture is shown. */
function within({ u, v, zoom }: View, { widthPx, heightPx }: Size): View {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  return {
    u: clamp(u, widthPx - widthPx / zoom),
    v: clamp(v, heightPx - heightPx / zoom),
    zoom,
  };
}
