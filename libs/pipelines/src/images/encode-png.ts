/** Writes PNG (W3C PNG, third edition). */
import { crc32, deflateSync } from 'node:zlib';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A grey PNG of 8 or 16 bits, each row filtered by its left neighbour. */
export function encodePng(width: number, height: number, pixels: Uint8Array | Uint16Array): Uint8Array {
  const pixelBytes = pixels instanceof Uint16Array ? 2 : 1;
  const stride = width * pixelBytes;
  const raw = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    raw[start] = 1;
    for (let x = 0; x < stride; x++) {
      const before = x < pixelBytes ? 0 : byteAt(pixels, y * stride + x - pixelBytes);
      raw[start + 1 + x] = byteAt(pixels, y * stride + x) - before;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([pixelBytes * 8, 0, 0, 0, 0], 8);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(Buffer.concat([signature, ...parts]));
}

/** Bytes of the pixels with the high one first. */
function byteAt(pixels: Uint8Array | Uint16Array, index: number): number {
  if (pixels instanceof Uint8Array) return pixels[index]!;
  const value = pixels[index >> 1]!;
  return index % 2 === 0 ? value >> 8 : value & 255;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(Buffer.from(type, 'latin1'), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}
