/**
 * Where things lie. Pixels: u to the right, v downwards, from the upper left corner of the picture, so that the
 * centre of its first pixel is (0.5, 0.5). World: x, y and the elevation z in metres, right-handed, z upwards.
 */

/** (u, v) in pixels. */
export type PixelPoint = readonly [number, number];

/** (x, y, z) in metres. */
export type WorldPoint = readonly [number, number, number];

/** (x, y) in metres, at an elevation that the context tells. */
export type PlanePoint = readonly [number, number];

/** A point whose place is known in the world and in the picture. */
export interface ControlPoint {
  readonly name: string;
  readonly pixel: PixelPoint;
  readonly world: WorldPoint;
}
