import { expect, it } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { encodePicture } from './png-picture.js';
import { pixelSize } from './render.js';

it.each([
  ['small', 7, 5],
  ['read in several strips', 31, 250],
])('a %s picture is opened again with every colour of every pixel', async (_what, width, height) => {
  const pixels = Uint8Array.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 || i % 48 < 16 ? 255 : (i * 37) % 256,
  );
  const row = 4 * width;
  const read = (top: number, rows: number) => pixels.slice(top * row, (top + rows) * row);
  const image = await loadImage(await encodePicture(width, height, read));
  expect([image.width, image.height]).toEqual([width, height]);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  expect([...context.getImageData(0, 0, width, height).data]).toEqual([...pixels]);
});

it.each([
  [300, 3000, 1800],
  [600, 6000, 3600],
])('S1-32 10 × 6 in at %d dpi are %d × %d pixels', (dpi, width, height) => {
  const settings = { format: 'png', dpi, widthIn: 10, heightIn: 6, style: 'screen' } as const;
  expect(pixelSize(settings)).toEqual({ width, height });
});
