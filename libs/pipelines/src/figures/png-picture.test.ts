import { expect, it } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { encodePicture } from './png-picture.js';
import { pixelSize } from './render.js';

it('a picture is opened again with every colour of every pixel', async () => {
  const [width, height] = [7, 5];
  const pixels = Uint8Array.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 37) % 256,
  );
  const image = await loadImage(await encodePicture(width, height, pixels));
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
