/** Reads TIFF 6.0 pictures of cameras: grey or RGB, 8 or 16 bits, in strips; none, PackBits, LZW or Deflate. */
import { inflateSync } from 'node:zlib';
import { ImageError, type RawImage } from './grey-image.js';
import { decodeLzw } from './lzw.js';

const tags = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  stripByteCounts: 279,
  planar: 284,
  predictor: 317,
  tileWidth: 322,
  sampleFormat: 339,
} as const;

type TagName = keyof typeof tags;
type Fields = (name: TagName, fallback?: number) => readonly number[];

const WHITE_IS_ZERO = 0;
const RGB = 2;
const bytesOfType: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };

/** The first picture of a TIFF file. @throws ImageError where it is damaged or of a kind that is not read */
export function readTiff(file: Uint8Array): RawImage {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const littleEndian = file[0] === 0x49;
  const fields = readDirectory(view, littleEndian);
  const [width, height, bits] = [
    one(fields('width')),
    one(fields('height')),
    one(fields('bitsPerSample', 1)),
  ];
  const channels = one(fields('samplesPerPixel', 1));
  refuseOtherKinds(fields, bits, channels);
  const rowBytes = (width * channels * bits) / 8;
  if (rowBytes * height > 2 ** 30) throw new ImageError('it says that it is larger than 1 GiB');
  const bytes = readStrips(file, fields, rowBytes * height);
  const samples = bits === 8 ? bytes : words(bytes, littleEndian);
  if (one(fields('predictor', 1)) === 2) addDifferences(samples, width, height, channels);
  if (one(fields('photometric', 1)) === WHITE_IS_ZERO) invert(samples);
  return { width, height, channels, samples };
}

function readDirectory(view: DataView, littleEndian: boolean): Fields {
  const found = new Map<number, readonly number[]>();
  try {
    const start = view.getUint32(4, littleEndian);
    const count = view.getUint16(start, littleEndian);
    for (let i = 0; i < count; i++) {
      const entry = start + 2 + i * 12;
      const values = readValues(view, entry, littleEndian);
      if (values !== null) found.set(view.getUint16(entry, littleEndian), values);
    }
  } catch {
    throw new ImageError('it ends within its header');
  }
  return (name, fallback) => {
    const values = found.get(tags[name]) ?? (fallback === undefined ? undefined : [fallback]);
    if (values === undefined || values.length === 0)
      throw new ImageError(`its header lacks the field ${name}`);
    return values;
  };
}

/** Whole numbers of a field; null for a field of another type. */
function readValues(view: DataView, entry: number, littleEndian: boolean): readonly number[] | null {
  const type = view.getUint16(entry + 2, littleEndian);
  const size = bytesOfType[type];
  const count = view.getUint32(entry + 4, littleEndian);
  if (size === undefined || count > 1_000_000) return null;
  const at = size * count <= 4 ? entry + 8 : view.getUint32(entry + 8, littleEndian);
  return Array.from({ length: count }, (_, i) => {
    if (size === 1) return view.getUint8(at + i);
    return size === 2 ? view.getUint16(at + i * 2, littleEndian) : view.getUint32(at + i * 4, littleEndian);
  });
}

function refuseOtherKinds(fields: Fields, bits: number, channels: number): void {
  if (bits !== 8 && bits !== 16) throw new ImageError(`it has ${bits} bits a sample, not 8 or 16`);
  if (channels > 4) throw new ImageError(`it has ${channels} channels, not 1 to 4`);
  if (one(fields('tileWidth', 0)) > 0) throw new ImageError('it is stored in tiles, not in strips');
  if (channels > 1 && one(fields('planar', 1)) !== 1) throw new ImageError('its colours are stored apart');
  if (one(fields('sampleFormat', 1)) !== 1)
    throw new ImageError('its samples are not unsigned whole numbers');
  const photometric = one(fields('photometric', 1));
  if (photometric > RGB) throw new ImageError(`its colours are of kind ${photometric}, not grey or RGB`);
}

function readStrips(file: Uint8Array, fields: Fields, byteCount: number): Uint8Array {
  const compression = one(fields('compression', 1));
  const offsets = fields('stripOffsets');
  const counts = fields('stripByteCounts', file.length);
  const bytes = new Uint8Array(byteCount);
  let at = 0;
  offsets.forEach((offset, i) => {
    const strip = file.subarray(offset, Math.min(file.length, offset + (counts[i] ?? 0)));
    at = readStrip(strip, compression, bytes, at);
  });
  if (at < byteCount) throw new ImageError(`it ends after ${at} of ${byteCount} bytes of the picture`);
  return bytes;
}

/** Unpacks a strip to `at` and returns where it ended. */
function readStrip(strip: Uint8Array, compression: number, target: Uint8Array, at: number): number {
  switch (compression) {
    case 1:
      return copy(strip, target, at);
    case 5:
      return decodeLzw(strip, target, at, target.length);
    case 8:
    case 32946:
      return copy(inflate(strip), target, at);
    case 32773:
      return unpackBits(strip, target, at);
    default:
      throw new ImageError(
        `its compression is of kind ${compression}: none, LZW, Deflate or PackBits is read`,
      );
  }
}

function copy(source: Uint8Array, target: Uint8Array, at: number): number {
  const part = source.subarray(0, target.length - at);
  target.set(part, at);
  return at + part.length;
}

function inflate(strip: Uint8Array): Uint8Array {
  try {
    return inflateSync(strip);
  } catch {
    throw new ImageError('its Deflate data are damaged');
  }
}

/** PackBits (TIFF 6.0, section 9): a count byte, then so many bytes as they are, or one to be repeated. */
function unpackBits(source: Uint8Array, target: Uint8Array, start: number): number {
  let at = start;
  for (let i = 0; i + 1 < source.length && at < target.length; ) {
    const count = source[i++]!;
    if (count === 128) continue;
    if (count < 128) {
      at = copy(source.subarray(i, i + count + 1), target, at);
      i += count + 1;
    } else {
      const end = Math.min(target.length, at + 257 - count);
      target.fill(source[i++]!, at, end);
      at = end;
    }
  }
  return at;
}

function words(bytes: Uint8Array, littleEndian: boolean): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(i * 2, littleEndian));
}

/** Undoes horizontal differencing (TIFF 6.0, section 14). */
function addDifferences(
  samples: Uint8Array | Uint16Array,
  width: number,
  height: number,
  channels: number,
): void {
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    for (let i = y * row + channels; i < (y + 1) * row; i++) samples[i]! += samples[i - channels]!;
  }
}

function invert(samples: Uint8Array | Uint16Array): void {
  const white = samples instanceof Uint8Array ? 255 : 65535;
  for (let i = 0; i < samples.length; i++) samples[i] = white - samples[i]!;
}

function one(values: readonly number[]): number {
  return values[0]!;
}
