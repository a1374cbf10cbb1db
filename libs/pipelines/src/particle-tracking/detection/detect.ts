/**
 * Finds bright spots: each local maximum above the threshold is grown over its neighbours as long as the grey falls
 * (or rises by no more than the discontinuity), and its centre is the mean of its pixels weighted by the grey above
 * the threshold.
 */
import type { GreyImage } from '../../images/grey-image.js';
import { emptyTargets, orderBy, reorderTargets, type Targets } from './targets.js';

/** Limits of one camera's spots; all bounds belong to what is accepted. */
export interface SpotLimits {
  /** Grey that a pixel must exceed, 0…255. */
  readonly threshold: number;
  /** By how much grey may rise on the way from the maximum outwards. */
  readonly discontinuity: number;
  readonly minPixels: number;
  readonly maxPixels: number;
  readonly minWidth: number;
  readonly maxWidth: number;
  readonly minHeight: number;
  readonly maxHeight: number;
  /** Sum of grey that a spot must exceed. */
  readonly minGreySum: number;
}

/** Room for one picture: the greys not yet used up, and the pixels of a spot still to be looked around. */
export interface DetectionRoom {
  readonly unused: Uint8Array;
  readonly queue: Int32Array;
  found: Targets;
}

export function detectionRoom(width: number, height: number): DetectionRoom {
  const size = width * height;
  return { unused: new Uint8Array(size), queue: new Int32Array(size), found: emptyTargets(4096) };
}

/** Spots ordered by y. Pixels on the border of the picture never begin or join a spot. */
export function detectTargets(image: GreyImage, limits: SpotLimits, room: DetectionRoom): Targets {
  const { width, height, pixels } = image;
  const { unused } = room;
  unused.set(pixels);
  room.found.count = 0;
  const { threshold } = limits;
  for (let y = 1; y < height - 1; y++) {
    const end = (y + 1) * width - 1;
    for (let at = y * width + 1; at < end; at++) {
      const grey = unused[at]!;
      if (grey <= threshold || !isMaximum(unused, at, grey, width)) continue;
      growSpot(image, at, limits, room);
    }
  }
  const { found } = room;
  return reorderTargets(found, orderBy(found.y, found.count));
}

/** No neighbour that is still unused is brighter. */
function isMaximum(greys: Uint8Array, at: number, grey: number, width: number): boolean {
  return (
    grey >= greys[at - 1]! &&
    grey >= greys[at + 1]! &&
    grey >= greys[at - width]! &&
    grey >= greys[at + width]! &&
    grey >= greys[at - width - 1]! &&
    grey >= greys[at - width + 1]! &&
    grey >= greys[at + width - 1]! &&
    grey >= greys[at + width + 1]!
  );
}

/** Uses up the pixels of a spot, and keeps it if it is within the limits. */
function growSpot(image: GreyImage, start: number, limits: SpotLimits, room: DetectionRoom): void {
  const { width, height, pixels } = image;
  const { unused, queue } = room;
  const { threshold, discontinuity } = limits;
  const startX = start % width;
  const startY = (start - startX) / width;
  let [minX, maxX, minY, maxY] = [startX, startX, startY, startY];
  let [count, greySum, weightedX, weightedY] = [0, 0, 0, 0];
  let [head, tail] = [0, 0];
  queue[tail++] = start;
  unused[start] = 0;
  while (head < tail) {
    const at = queue[head++]!;
    const grey = pixels[at]!;
    const x = at % width;
    const y = (at - x) / width;
    count++;
    greySum += grey;
    weightedX += x * (grey - threshold);
    weightedY += y * (grey - threshold);
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    const limit = grey + discontinuity;
    for (let side = 0; side < 4; side++) {
      const next = side === 0 ? at - 1 : side === 1 ? at + 1 : side === 2 ? at - width : at + width;
      const value = unused[next]!;
      if (value <= threshold || value > limit) continue;
      if (side === 0 ? x < 2 : side === 1 ? x > width - 3 : side === 2 ? y < 2 : y > height - 3) continue;
      if (pixels[next - 1]! > limit || pixels[next + 1]! > limit) continue;
      if (pixels[next - width]! > limit || pixels[next + width]! > limit) continue;
      unused[next] = 0;
      queue[tail++] = next;
    }
  }
  const [nx, ny] = [maxX - minX + 1, maxY - minY + 1];
  if (!isWithin(limits, count, nx, ny, greySum)) return;
  const weight = greySum - count * threshold;
  keep(room, weightedX / weight + 0.5, weightedY / weight + 0.5, count, nx, ny, greySum);
}

function isWithin(limits: SpotLimits, count: number, nx: number, ny: number, greySum: number): boolean {
  return (
    count >= limits.minPixels &&
    count <= limits.maxPixels &&
    nx >= limits.minWidth &&
    nx <= limits.maxWidth &&
    ny >= limits.minHeight &&
    ny <= limits.maxHeight &&
    greySum > limits.minGreySum
  );
}

function keep(
  room: DetectionRoom,
  x: number,
  y: number,
  count: number,
  nx: number,
  ny: number,
  greySum: number,
): void {
  if (room.found.count === room.found.x.length) room.found = larger(room.found);
  const { found } = room;
  const at = found.count++;
  found.x[at] = x;
  found.y[at] = y;
  found.pixels[at] = count;
  found.width[at] = nx;
  found.height[at] = ny;
  found.greySum[at] = greySum;
}

function larger(found: Targets): Targets {
  const copy = emptyTargets(found.x.length * 2);
  copy.count = found.count;
  for (const name of ['x', 'y', 'pixels', 'width', 'height', 'greySum'] as const) copy[name].set(found[name]);
  return copy;
}
