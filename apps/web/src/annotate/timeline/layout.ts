/** Where the rows of the lanes lie, in pixels from the top. */
import type { Lane } from './lanes';

export const axisPx = 24;
export const rowPx = 20;
const lanePadPx = 6;

export interface LanePlace {
  readonly kind: string;
  readonly title: string;
  readonly top: number;
  readonly height: number;
}

/** Below each other, under the axis. */
export function placesOf(lanes: readonly Lane[]): readonly LanePlace[] {
  let top = axisPx;
  return lanes.map(({ kind, title, rows }) => {
    const height = rows.length * rowPx + lanePadPx;
    top += height;
    return { kind, title, top: top - height, height };
  });
}

export function heightOf(places: readonly LanePlace[]): number {
  return places.reduce((sum, { height }) => sum + height, axisPx) + 2;
}

/** The lane at a height, or null on the axis. */
export function laneAt(places: readonly LanePlace[], yPx: number): LanePlace | null {
  return places.find(({ top, height }) => yPx >= top && yPx < top + height) ?? null;
}

/** Top of a lane's n-th row. */
export function rowTop(place: LanePlace, row: number): number {
  return place.top + lanePadPx / 2 + row * rowPx;
}
