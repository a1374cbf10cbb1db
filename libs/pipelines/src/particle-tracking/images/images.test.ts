import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readImage } from '../../images/read-image.js';
import { hasReference, readJson, referencePath } from '../testing/reference.js';
import { HIGH_PASS_HALF_WIDTH, highPass, highPassRoom } from './high-pass.js';

type Summary = {
  frames: Record<string, { highpass: { raw_md5: string; hp_md5: string }[] }>;
};
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

it('takes the mean of the box from each pixel, cut to whole numbers', () => {
  const pixels = Uint8Array.from({ length: 25 }, (_, i) =>
    i % 5 > 0 && i % 5 < 4 && i > 4 && i < 20 ? 255 : 0,
  );
  const filtered = highPass({ width: 5, height: 5, pixels }, 1, highPassRoom(5, 5));
  const rows = [
    [0, 0, 0, 0, 0],
    [0, 142, 85, 142, 0],
    [0, 85, 0, 85, 0],
    [0, 142, 85, 142, 0],
    [0, 0, 0, 0, 0],
  ];
  expect(Array.from(filtered.pixels)).toEqual(rows.flat());
});

it.each([
  [4, 60],
  [60, 4],
  [51, 51],
  [1, 1],
])('filters pictures of %d × %d pixels, smaller than the box', (width, height) => {
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * 7919) % 251);
  const filtered = highPass({ width, height, pixels }, 25, highPassRoom(width, height));
  expect(filtered.pixels.every((value, i) => value <= pixels[i]!)).toBe(true);
});

(hasReference ? describe : describe.skip)('pictures of the reference experiments', () => {
  it.each([
    ['cavity_A', (cam: number, frame: string) => referencePath('images_cavity', `cam${cam}.${frame}.tif`)],
    ['synth_A', (cam: number, frame: string) => referencePath('synth_A', 'images', `cam${cam}.${frame}.png`)],
  ])(
    '%s are read and high-passed byte for byte',
    async (set, file) => {
      const { frames } = readJson<Summary>(set, 'expected', 'summary.json');
      for (const [frame, { highpass }] of Object.entries(frames)) {
        for (const [i, expected] of highpass.entries()) {
          const image = await readImage(file(i + 1, frame));
          expect(md5(image.pixels)).toBe(expected.raw_md5);
          const filtered = highPass(image, HIGH_PASS_HALF_WIDTH, highPassRoom(image.width, image.height));
          expect([frame, i, md5(filtered.pixels)]).toEqual([frame, i, expected.hp_md5]);
        }
      }
    },
    600_000,
  );
});
