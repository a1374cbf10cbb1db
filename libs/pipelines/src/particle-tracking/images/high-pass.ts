import type { GreyImage } from '../../images/grey-image.js';

/** Half the width of the box that the high-pass filter compares a pixel with, in pixels. */
export const HIGH_PASS_HALF_WIDTH = 25;

/** Room for one picture, so that filtering frame after frame takes no new memory. */
export interface HighPassRoom {
  readonly rowMeans: Int32Array;
  readonly columnSums: Int32Array;
}

export function highPassRoom(width: number, height: number): HighPassRoom {
  return { rowMeans: new Int32Array(width * height), columnSums: new Int32Array(width) };
}

/**
 * Takes the local background from each pixel: the mean of the box of 2·half+1 pixels around it; what is below becomes
 * 0. Towards the edges the box shrinks evenly on both sides. Whole numbers all the way: sums of rows are scaled to the
 * full width and cut, then the columns, so that equal pictures give equal bytes everywhere.
 */
export function highPass({ width, height, pixels }: GreyImage, half: number, room: HighPassRoom): GreyImage {
  const { rowMeans, columnSums } = room;
  sumRows(pixels, width, height, half, rowMeans);
  const full = 2 * half + 1;
  const filtered = new Uint8Array(width * height);
  columnSums.fill(0);
  // The rows in `columnSums` are `low` to `high`, both included.
  let [low, high] = [0, -1];
  for (let y = 0; y < height; y++) {
    const reach = Math.min(half, y, height - 1 - y);
    while (high < y + reach) addRow(columnSums, rowMeans, ++high, width, 1);
    while (low < y - reach) addRow(columnSums, rowMeans, low++, width, -1);
    const rows = 2 * reach + 1;
    // Established results divide the lowest rows by two rows more than they sum; files must compare with them.
    const divisor = y < half ? rows : rows + 2;
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const sum = columnSums[x]!;
      const mean = rows === full ? (sum / (full * full)) | 0 : (((sum / full) | 0) / divisor) | 0;
      const above = pixels[row + x]! - mean;
      filtered[row + x] = above > 0 ? above : 0;
    }
  }
  return { width, height, pixels: filtered };
}

function sumRows(pixels: Uint8Array, width: number, height: number, half: number, means: Int32Array): void {
  const full = 2 * half + 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    let [low, high] = [0, -1];
    for (let x = 0; x < width; x++) {
      const reach = Math.min(half, x, width - 1 - x);
      while (high < x + reach) sum += pixels[row + ++high]!;
      while (low < x - reach) sum -= pixels[row + low++]!;
      const count = 2 * reach + 1;
      means[row + x] = count === full ? sum : ((sum * full) / count) | 0;
    }
  }
}

function addRow(sums: Int32Array, means: Int32Array, y: number, width: number, sign: 1 | -1): void {
  const row = y * width;
  for (let x = 0; x < width; x++) sums[x]! += sign * means[row + x]!;
}
