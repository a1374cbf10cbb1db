import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { encodePng } from './encode-png.js';
import { toBrightness } from './grey-image.js';
import { readRawImage } from './read-image.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'images-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array) {
  const file = path.join(folder, 'picture');
  await writeFile(file, bytes);
  return readRawImage(file);
}

const ramp8 = Uint8Array.from({ length: 12 * 5 }, (_, i) => (i * 37) % 256);
const ramp16 = Uint16Array.from({ length: 12 * 5 }, (_, i) => (i * 4999) % 65536);

describe('PNG', () => {
  it.each([
    ['8 bits', ramp8],
    ['16 bits', ramp16],
  ])('of %s comes back as it was written', async (_, pixels) => {
    const image = await read(encodePng(12, 5, pixels));
    expect([image.width, image.height, image.channels]).toEqual([12, 5, 1]);
    expect(image.samples).toEqual(pixels);
  });

  it('of another program is read', async () => {
    const canvas = createCanvas(40, 30);
    const context = canvas.getContext('2d');
    const gradient = context.createLinearGradient(0, 0, 40, 30);
    gradient.addColorStop(0, '#102030');
    gradient.addColorStop(1, '#f0d0a0');
    context.fillStyle = gradient;
    context.fillRect(0, 0, 40, 30);
    const image = await read(canvas.toBuffer('image/png'));
    expect([...image.samples.subarray(0, image.channels * 3)]).toEqual(
      [...context.getImageData(0, 0, 3, 1).data].filter((_, i) => i % 4 < image.channels),
    );
  });

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 20)],
    ['changed', (bytes: Uint8Array) => bytes.map((byte, i) => (i > 44 && i < 60 ? byte ^ 0x5a : byte))],
  ])('that is %s is refused', async (_, damage) => {
    await expect(read(damage(encodePng(12, 5, ramp8)))).rejects.toThrow(/ends within|damaged/);
  });
});

/** One strip; `fields` as [tag, type, value]. */
function tiff(
  strip: Uint8Array,
  compression: number,
  bits: number,
  more: [number, number, number][] = [],
): Uint8Array {
  const fields = [
    [256, 3, 12],
    [257, 3, 5],
    [258, 3, bits],
    [259, 3, compression],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [279, 4, strip.length],
    ...more,
  ].sort(([a], [b]) => a! - b!);
  const at = 8 + strip.length + (strip.length % 2);
  const bytes = Buffer.alloc(at + 2 + fields.length * 12 + 4);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(at, 4);
  bytes.set(strip, 8);
  bytes.writeUInt16LE(fields.length, at);
  fields.forEach(([tag, type, value], i) => {
    const entry = at + 2 + i * 12;
    bytes.writeUInt16LE(tag!, entry);
    bytes.writeUInt16LE(type!, entry + 2);
    bytes.writeUInt32LE(1, entry + 4);
    bytes.writeUInt32LE(value!, entry + 8);
  });
  return bytes;
}

/** Bytes as literal runs, then one repeated run. */
function packBits(bytes: Uint8Array): Uint8Array {
  const literal = bytes.subarray(0, bytes.length - 4);
  return Uint8Array.of(literal.length - 1, ...literal, 257 - 4, bytes.at(-1)!);
}

/** The longest LZW form: 9-bit codes with a table cleared before it grows. */
function lzw(bytes: Uint8Array): Uint8Array {
  const codes = [...bytes].flatMap((byte, i) => (i % 100 === 0 ? [256, byte] : [byte]));
  const bits = [...codes, 257].map((code) => code.toString(2).padStart(9, '0')).join('');
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(i * 8, i * 8 + 8).padEnd(8, '0'), 2),
  );
}

describe('TIFF', () => {
  const repeated = Uint8Array.from(ramp8, (value, i) => (i >= 56 ? 9 : value));
  const wide = new Uint8Array(ramp16.buffer);
  const differences = ramp8.map((value, i) => (i % 12 === 0 ? value : value - ramp8[i - 1]!));

  it.each([
    ['none', tiff(ramp8, 1, 8), ramp8],
    ['16 bits', tiff(wide, 1, 16), ramp16],
    ['PackBits', tiff(packBits(repeated), 32773, 8), repeated],
    ['Deflate', tiff(deflateSync(wide), 8, 16), ramp16],
    ['Deflate with differences', tiff(deflateSync(differences), 32946, 8, [[317, 3, 2]]), ramp8],
    ['LZW', tiff(lzw(ramp8), 5, 8), ramp8],
  ])('with compression %s', async (_, bytes, pixels) => {
    expect((await read(bytes)).samples).toEqual(pixels);
  });

  it('says which kind it cannot read', async () => {
    await expect(read(tiff(ramp8, 7, 8))).rejects.toThrow('its compression is of kind 7');
  });
});

describe('BMP and JPEG', () => {
  it('BMP of 24 bits, from the bottom up', async () => {
    const bytes = Buffer.alloc(54 + 8 * 2);
    bytes.write('BM', 'latin1');
    bytes.writeUInt32LE(54, 10);
    bytes.writeUInt32LE(40, 14);
    bytes.writeInt32LE(2, 18);
    bytes.writeInt32LE(2, 22);
    bytes.writeUInt16LE(1, 26);
    bytes.writeUInt16LE(24, 28);
    bytes.set([0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 10, 20, 30], 54);
    const { samples } = await read(bytes);
    expect([...samples]).toEqual([0, 0, 255, 30, 20, 10, 255, 0, 0, 0, 255, 0]);
  });

  it('JPEG is read to within its loss', async () => {
    const canvas = createCanvas(16, 16);
    const context = canvas.getContext('2d');
    context.fillStyle = '#808080';
    context.fillRect(0, 0, 16, 16);
    const brightness = toBrightness(await read(canvas.toBuffer('image/jpeg')));
    expect(brightness).toHaveLength(256);
    for (const value of brightness) expect(value).toBeCloseTo(128 / 255, 1);
  });
});

it('brightness keeps the depth of the file, and takes a camera of fewer bits', () => {
  const image = { width: 2, height: 1, channels: 1, samples: Uint16Array.of(4095, 1) };
  expect(toBrightness(image)[1]).toBeCloseTo(1 / 65535, 12);
  expect([...toBrightness(image, 4095)]).toEqual([1, Math.fround(1 / 4095)]);
});

it('says what is no picture, and what is no file', async () => {
  await expect(read(Buffer.from('hello'))).rejects.toThrow('it is no TIFF, PNG or BMP picture');
  await expect(readRawImage(path.join(folder, 'absent.png'))).rejects.toThrow('there is no such file');
});
