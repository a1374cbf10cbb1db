/** Reads JPEG pictures through the canvas library, which is loaded when the first one comes. */
import { ImageError, type RawImage } from './grey-image.js';

export function isJpeg(file: Uint8Array): boolean {
  return file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff;
}

/** Colour and opacity of 8 bits. @throws ImageError where the file is damaged */
export async function readJpeg(file: Uint8Array): Promise<RawImage> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(file).catch(() => {
    throw new ImageError('its JPEG data are damaged');
  });
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, channels: 4, samples: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
