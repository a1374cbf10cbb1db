import type { GreyImage } from '../../images/grey-image.js';

/** Half the width of the box that the high-pass filter compares a pixel with, in pixels. */
export const HIGH_PASS_HALF_WIDTH = 25;

/** Room for one picture, so that filtering frame after frame takes no new memory. */
export interface HighPassRoom {
  /** Sums over 2·half+1 pixels; those of narrower boxes are scaled to this width. At most 65535 for half up to 128. */
  readonly rowSums: Uint16Array;
  readonly columnSums: Int32Array;
}

export function highPassRoom(width: number, height: number): HighPassRoom {
  return { rowSums: new Uint16Array(width * height), columnSums: new Int32Array(width) };
}

/**
 * Takes the local background from each pixel: the mean of the box of 2·half+1 pixels around it; what is below becomes
 * 0. Towards the edges the box shrinks evenly on both sides. Whole numbers all the way: sums of rows are scaled to the
 * full width and cut, then the columns, so that equal pictures give equal bytes everywhere.
 */
export function highPass({ width, height, pixels }: GreyImage, half: number, room: HighPassRoom): GreyImage {
  const { rowSums, columnSums } = room;
  for (let y = 0; y < height; y++) sumRow(pixels, y * width, width, half, rowSums);
  const filtered = new Uint8Array(width * height);
  columnSums.fill(0);
  // The rows in `columnSums` are `low` to `high`, both included.
  let [low, high] = [0, -1];
  for (let y = 0; y < height; y++) {
    const reach = Math.min(half, y, height - 1 - y);
    if (reach === half && low === y - half - 1) {
      slideRow(pixels, rowSums, columnSums, y, width, half, filtered);
      low++;
      high++;
      continue;
    }
    while (high < y + reach) addRow(columnSums, rowSums, ++high * width, width, 1);
    while (low < y - reach) addRow(columnSums, rowSums, low++ * width, width, -1);
    subtractMeans(pixels, columnSums, y * width, width, divisorsOf(half, reach, y), filtered);
  }
  return { width, height, pixels: filtered };
}

/** One row well within the picture, where the box only moves down by one: most of the time goes here. */
function slideRow(
  pixels: Uint8Array,
  rowSums: Uint16Array,
  columnSums: Int32Array,
  y: number,
  width: number,
  half: number,
  filtered: Uint8Array,
): void {
  const [row, added, dropped] = [y * width, (y + half) * width, (y - half - 1) * width];
  const perBox = 1 / (2 * half + 1) ** 2;
  for (let x = 0; x < width; x++) {
    const sum = (columnSums[x]! + rowSums[added + x]! - rowSums[dropped + x]!) | 0;
    columnSums[x] = sum;
    // Half a unit more makes cutting the product with the reciprocal exact: faster than dividing.
    const above = pixels[row + x]! - (((sum + 0.5) * perBox) | 0);
    filtered[row + x] = above > 0 ? above : 0;
  }
}

/** What sums of columns are divided by, first and then. */
function divisorsOf(half: number, reach: number, y: number): readonly [number, number] {
  const [full, rows] = [2 * half + 1, 2 * reach + 1];
  if (rows === full) return [full * full, 1];
  // Established results divide the lowest rows by two rows more than they sum; files must compare with them.
  return [full, y < half ? rows : rows + 2];
}

function subtractMeans(
  pixels: Uint8Array,
  sums: Int32Array,
  row: number,
  width: number,
  [first, then]: readonly [number, number],
  filtered: Uint8Array,
): void {
  for (let x = 0; x < width; x++) {
    const mean = (((sums[x]! / first) | 0) / then) | 0;
    filtered[row + x] = Math.max(0, pixels[row + x]! - mean);
  }
}

function sumRow(pixels: Uint8Array, row: number, width: number, half: number, sums: Uint16Array): void {
  if (width <= 2 * half) {
    sumEdge(pixels, row, width, half, [0, width], sums);
    return;
  }
  sumEdge(pixels, row, width, half, [0, half + 1], sums);
  let sum = sums[row + half]!;
  const end = row + width - half;
  for (let i = row + half + 1; i < end; i++) {
    sum = (sum + pixels[i + half]! - pixels[i - half - 1]!) | 0;
    sums[i] = sum;
  }
  sumEdge(pixels, row, width, half, [width - half, width], sums);
}

/** Sums for x from `from` to before `to`, where the box may be narrower. */
function sumEdge(
  pixels: Uint8Array,
  row: number,
  width: number,
  half: number,
  [from, to]: readonly [number, number],
  sums: Uint16Array,
): void {
  let low = from - Math.min(half, from, width - 1 - from);
  let high = low - 1;
  let sum = 0;
  for (let x = from; x < to; x++) {
    const reach = Math.min(half, x, width - 1 - x);
    while (high < x + reach) sum += pixels[row + ++high]!;
    while (low < x - reach) sum -= pixels[row + low++]!;
    sums[row + x] = ((sum * (2 * half + 1)) / (2 * reach + 1)) | 0;
  }
}

function addRow(sums: Int32Array, rowSums: Uint16Array, row: number, width: number, sign: 1 | -1): void {
  for (let x = 0; x < width; x++) sums[x] = (sums[x]! + sign * rowSums[row + x]!) | 0;
}
