/** Finds the one body in a field that differs from its background, darker or brighter. */
import { type Field, shrink, smooth } from './filters.js';
import { median, robustDeviation } from './robust.js';

export interface Body {
  /** Difference from the background that the clearest hundredth of the field exceeds, as a share of the background. */
  readonly contrast: number;
  /** Of the largest connected piece with its holes filled; 0 where nothing differs. */
  readonly areaPx: number;
  /** Middle of that piece; NaN where nothing differs. */
  readonly xPx: number;
  readonly yPx: number;
}

/** Fields are shrunk until their longer side is below twice this: a body needs no finer detail. */
const ENOUGH_PX = 240;
const SMOOTHING_PX = 1;

/** Measures the body of a field. The background is what lies along the border. */
export function findBody(original: Field): Body {
  const factor = Math.max(1, Math.floor(Math.max(original.width, original.height) / ENOUGH_PX));
  const field = smooth(shrink(original, factor), SMOOTHING_PX);
  const border = borderOf(field);
  const background = median(border);
  const difference = field.values.map((value) =>
    value > background ? value - background : background - value,
  );
  const clearest = quantile(difference, 0.99);
  const limit = Math.max(0.3 * clearest, 4 * robustDeviation(border));
  const piece = largestPiece(field, (i) => difference[i]! > limit);
  return {
    contrast: background > 0 ? clearest / background : 0,
    areaPx: piece.area * factor ** 2,
    xPx: (piece.x + 0.5) * factor - 0.5,
    yPx: (piece.y + 0.5) * factor - 0.5,
  };
}

function borderOf({ width, height, values }: Field): Float32Array {
  const thickness = Math.max(1, Math.round(Math.min(width, height) / 20));
  const inner = width - 2 * thickness;
  const parts: Float32Array[] = [
    values.subarray(0, thickness * width),
    values.subarray((height - thickness) * width),
  ];
  for (let y = thickness; y < height - thickness; y++) {
    const start = y * width;
    parts.push(
      values.subarray(start, start + thickness),
      values.subarray(start + thickness + inner, start + width),
    );
  }
  const border = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    border.set(part, at);
    at += part.length;
  }
  return border;
}

const BINS = 4096;

/** To a 4096th of the largest value, by counting, since sorting a whole field takes far longer. */
function quantile(values: Float32Array, share: number): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  if (largest === 0) return 0;
  const counts = new Uint32Array(BINS + 1);
  const scale = BINS / largest;
  for (let i = 0; i < values.length; i++) counts[(values[i]! * scale) | 0]!++;
  let [bin, below] = [0, counts[0]!];
  while (below <= share * (values.length - 1)) below += counts[++bin]!;
  return bin / scale;
}

interface Piece {
  readonly area: number;
  readonly x: number;
  readonly y: number;
}

/** The largest 4-connected piece; what it encloses belongs to it. */
function largestPiece({ width, height }: Field, isBody: (index: number) => boolean): Piece {
  const labels = new Int32Array(width * height);
  const queue = new Int32Array(width * height);
  let [best, bestArea, label] = [0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0 || !isBody(i)) continue;
    const area = flood(labels, queue, [i], ++label, width, isBody);
    if (area > bestArea) [best, bestArea] = [label, area];
  }
  if (best === 0) return { area: 0, x: Number.NaN, y: Number.NaN };
  // Outside is what the border reaches without crossing the piece; the rest is the piece and its holes.
  const outside = new Int32Array(width * height);
  flood(
    outside,
    queue,
    borderIndices(width, height).filter((i) => labels[i] !== best),
    1,
    width,
    (i) => labels[i] !== best,
  );
  let [area, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (outside[y * width + x] === 1) continue;
      area++;
      sumX += x;
      sumY += y;
    }
  }
  return { area, x: sumX / area, y: sumY / area };
}

/** Labels all that `isPart` and hangs together with the starts; returns how many pixels that are. */
function flood(
  labels: Int32Array,
  queue: Int32Array,
  starts: readonly number[],
  label: number,
  width: number,
  isPart: (index: number) => boolean,
): number {
  let end = 0;
  const visit = (i: number) => {
    if (labels[i] !== 0 || !isPart(i)) return;
    labels[i] = label;
    queue[end++] = i;
  };
  for (const start of starts) visit(start);
  for (let at = 0; at < end; at++) {
    const i = queue[at]!;
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i + width < labels.length) visit(i + width);
  }
  return end;
}

function borderIndices(width: number, height: number): number[] {
  const columns = Array.from({ length: width }, (_, x) => [x, (height - 1) * width + x]);
  const rows = Array.from({ length: height }, (_, y) => [y * width, (y + 1) * width - 1]);
  return [...columns, ...rows].flat();
}
