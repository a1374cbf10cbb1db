/** Reads PNG pictures (W3C PNG, third edition): all colour types, 1 to 16 bits, not interlaced. */
import { inflateSync } from 'node:zlib';
import { ImageError, type RawImage } from './grey-image.js';

const channelsOfType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PALETTE = 3;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly colourType: number;
}

/** @throws ImageError where the file is damaged or interlaced */
export function readPng(file: Uint8Array): RawImage {
  const chunks = readChunks(file);
  const header = readHeader(chunks.get('IHDR')?.[0]);
  const channels = channelsOfType[header.colourType]!;
  const samplesPerRow = header.width * channels;
  const rowBytes = Math.ceil((samplesPerRow * header.bits) / 8);
  const bytes = inflate(chunks.get('IDAT') ?? []);
  if (bytes.length < (rowBytes + 1) * header.height) throw new ImageError('it ends within the picture');
  unfilter(bytes, rowBytes, header.height, Math.max(1, (channels * header.bits) / 8));
  const samples = unpack(bytes, header, samplesPerRow, rowBytes);
  const { width, height } = header;
  if (header.colourType === PALETTE) return applyPalette(width, height, samples, chunks.get('PLTE')?.[0]);
  return { width, height, channels, samples };
}

function readChunks(file: Uint8Array): Map<string, Uint8Array[]> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks = new Map<string, Uint8Array[]>();
  for (let at = 8; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (at + 12 + length > file.length) throw new ImageError(`it ends within its part ${type}`);
    chunks.set(type, [...(chunks.get(type) ?? []), file.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return chunks;
}

function readHeader(bytes: Uint8Array | undefined): Header {
  if (bytes === undefined || bytes.length < 13) throw new ImageError('its header is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height, bits, colourType] = [view.getUint32(0), view.getUint32(4), bytes[8]!, bytes[9]!];
  if (!(colourType in channelsOfType) || ![1, 2, 4, 8, 16].includes(bits)) {
    throw new ImageError(`its header is damaged (${bits} bits, colour type ${colourType})`);
  }
  if (bytes[12] !== 0) throw new ImageError('it is interlaced');
  if (width * height > 2 ** 28) throw new ImageError('it says that it is larger than 268 million pixels');
  return { width, height, bits, colourType };
}

function inflate(parts: readonly Uint8Array[]): Uint8Array {
  try {
    return inflateSync(Buffer.concat(parts));
  } catch {
    throw new ImageError('its compressed data are damaged');
  }
}

/** Undoes the filters of all rows in place (PNG 9.2); each row begins with the kind of its filter. */
function unfilter(bytes: Uint8Array, rowBytes: number, height: number, pixelBytes: number): void {
  for (let y = 0; y < height; y++) {
    const row = y * (rowBytes + 1) + 1;
    const above = row - rowBytes - 1;
    const filter = bytes[row - 1]!;
    for (let i = 0; i < rowBytes && filter > 0; i++) {
      const left = i >= pixelBytes ? bytes[row + i - pixelBytes]! : 0;
      const up = y > 0 ? bytes[above + i]! : 0;
      const corner = i >= pixelBytes && y > 0 ? bytes[above + i - pixelBytes]! : 0;
      bytes[row + i]! += predicted(filter, left, up, corner);
    }
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) throw new ImageError(`it uses the unknown filter ${filter}`);
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function unpack(bytes: Uint8Array, header: Header, samplesPerRow: number, rowBytes: number) {
  const { height, bits, colourType } = header;
  const samples =
    bits === 16 ? new Uint16Array(samplesPerRow * height) : new Uint8Array(samplesPerRow * height);
  // Grey of fewer than 8 bits is stretched to 0…255; palette entries stay as they are.
  const scale = bits < 8 && colourType !== PALETTE ? 255 / (2 ** bits - 1) : 1;
  for (let y = 0; y < height; y++) {
    const row = y * (rowBytes + 1) + 1;
    for (let i = 0; i < samplesPerRow; i++) {
      const at = y * samplesPerRow + i;
      if (bits === 8) samples[at] = bytes[row + i]!;
      else if (bits === 16) samples[at] = (bytes[row + i * 2]! << 8) | bytes[row + i * 2 + 1]!;
      else {
        const bit = i * bits;
        samples[at] = ((bytes[row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & (2 ** bits - 1)) * scale;
      }
    }
  }
  return samples;
}

function applyPalette(
  width: number,
  height: number,
  indices: Uint8Array | Uint16Array,
  palette: Uint8Array | undefined,
): RawImage {
  if (palette === undefined) throw new ImageError('its palette is missing');
  const samples = new Uint8Array(indices.length * 3);
  indices.forEach((index, i) => {
    samples.set(palette.subarray(index * 3, index * 3 + 3), i * 3);
  });
  return { width, height, channels: 3, samples };
}
