/** Reads uncompressed BMP pictures of 8 bits with a palette, 24 or 32 bits. */
import { ImageError, type RawImage } from './grey-image.js';

/** @throws ImageError where the file is damaged or of another kind */
export function readBmp(file: Uint8Array): RawImage {
  if (file.length < 54) throw new ImageError('it ends within its header');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [width, signedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  if (![8, 24, 32].includes(bits)) throw new ImageError(`it has ${bits} bits a pixel, not 8, 24 or 32`);
  // Kind 3 only names the masks of 32-bit pixels, which are those of kind 0 in practice.
  if (compression !== 0 && !(compression === 3 && bits === 32)) throw new ImageError('it is compressed');
  const height = Math.abs(signedHeight);
  const stride = Math.ceil((width * bits) / 32) * 4;
  const start = view.getUint32(10, true);
  if (width < 1 || start + stride * height > file.length) throw new ImageError('it ends within the picture');
  const palette = file.subarray(14 + view.getUint32(14, true), start);
  const samples = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    // Rows run from the bottom up unless the height is negative.
    const row = start + (signedHeight > 0 ? height - 1 - y : y) * stride;
    for (let x = 0; x < width; x++) {
      const [source, at] = bits === 8 ? [palette, file[row + x]! * 4] : [file, row + (x * bits) / 8];
      const to = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) samples[to + c] = source[at + 2 - c] ?? 0;
    }
  }
  return { width, height, channels: 3, samples };
}
