/** Frames as seen from above: grey at places in the world, interpolated between pixels. */
import { type Camera, projectPoint } from './camera.js';
import type { PixelPoint, PlanePoint } from './points.js';

/** A rectangle on the water, seen from above with y upwards: row 0 is at the greatest y. */
export interface GroundGrid {
  readonly minX: number;
  readonly maxY: number;
  /** Ground size of one pixel in metres, along both axes. */
  readonly pixelM: number;
  readonly columns: number;
  readonly rows: number;
}

/** Where each sample lies in a frame, worked out once for all frames. */
export interface SamplingPlan {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Index of the upper left of four pixels; -1: outside of the frame. */
  readonly offsets: Int32Array;
  /** Shares of the right and of the lower pixels, 0 … 1. */
  readonly right: Float32Array;
  readonly lower: Float32Array;
}

/** The ground grid of a rectangle in metres; its size is rounded up to whole pixels. */
export function groundGrid(
  extent: { readonly minX: number; readonly maxX: number; readonly minY: number; readonly maxY: number },
  pixelM: number,
): GroundGrid {
  return {
    minX: extent.minX,
    maxY: extent.maxY,
    pixelM,
    // A rectangle of a whole number of pixels keeps it, whatever its floating error.
    columns: Math.max(1, Math.ceil((extent.maxX - extent.minX) / pixelM - 1e-9)),
    rows: Math.max(1, Math.ceil((extent.maxY - extent.minY) / pixelM - 1e-9)),
  };
}

/** Places of the centres of the grid's pixels, row by row. */
export function gridPoints({ minX, maxY, pixelM, columns, rows }: GroundGrid): PlanePoint[] {
  return Array.from({ length: rows * columns }, (_, at) => [
    minX + ((at % columns) + 0.5) * pixelM,
    maxY - (Math.floor(at / columns) + 0.5) * pixelM,
  ]);
}

/** Plan for places on the water at elevation `levelM`. Places that the frame does not show are outside. */
export function planAtLevel(
  camera: Camera,
  points: readonly PlanePoint[],
  levelM: number,
  size: { readonly widthPx: number; readonly heightPx: number },
): SamplingPlan {
  return planOfPixels(
    points.map(([x, y]) => projectPoint(camera, [x, y, levelM])),
    size,
  );
}

/** So little (px) outside of the outermost centres is still on them: rounding of the projection. */
const onTheEdgePx = 1e-6;

/** Plan for places in the picture; null is outside. Between the centres of the outermost pixels all is inside. */
export function planOfPixels(
  pixels: readonly (PixelPoint | null)[],
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): SamplingPlan {
  const offsets = new Int32Array(pixels.length).fill(-1);
  const right = new Float32Array(pixels.length);
  const lower = new Float32Array(pixels.length);
  pixels.forEach((pixel, i) => {
    if (pixel === null) return;
    const x = ontoRange(pixel[0] - 0.5, widthPx - 1);
    const y = ontoRange(pixel[1] - 0.5, heightPx - 1);
    if (Number.isNaN(x + y)) return;
    const column = Math.min(Math.floor(x), widthPx - 2);
    const row = Math.min(Math.floor(y), heightPx - 2);
    offsets[i] = row * widthPx + column;
    right[i] = x - column;
    lower[i] = y - row;
  });
  return { widthPx, heightPx, offsets, right, lower };
}

/** The value within 0 … max; not a number where it lies outside. */
function ontoRange(value: number, max: number): number {
  if (!(value >= -onTheEdgePx && value <= max + onTheEdgePx)) return Number.NaN;
  return Math.min(Math.max(value, 0), max);
}

/**
 * Bilinear samples of one frame.
 * @param frame grey, row by row, of the plan's size
 * @param into as long as the plan; places outside get `outside`
 */
export function sampleFrame(
  plan: SamplingPlan,
  frame: Uint8Array,
  into: Float32Array,
  outside = Number.NaN,
): void {
  const { widthPx, offsets, right, lower } = plan;
  if (frame.length !== widthPx * plan.heightPx) {
    throw new Error(`frame of ${frame.length} pixels: expected ${widthPx} × ${plan.heightPx}.`);
  }
  for (let i = 0; i < offsets.length; i++) {
    const at = offsets[i]!;
    if (at < 0) {
      into[i] = outside;
      continue;
    }
    const a = right[i]!;
    const upper = frame[at]! + a * (frame[at + 1]! - frame[at]!);
    const below = frame[at + widthPx]! + a * (frame[at + widthPx + 1]! - frame[at + widthPx]!);
    into[i] = upper + lower[i]! * (below - upper);
  }
}
