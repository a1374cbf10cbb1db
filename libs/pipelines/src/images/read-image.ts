/**
 * Pictures as pipelines measure them, by their first bytes, whatever their name ends in: TIFF, PNG, BMP, and JPEG
 * through the canvas library. Every pipeline reads pictures here.
 */
import { readFile } from 'node:fs/promises';
import { readBmp } from './bmp.js';
import { type GreyImage, ImageError, type RawImage, toGrey } from './grey-image.js';
import { isJpeg, readJpeg } from './jpeg.js';
import { readPng } from './png.js';
import { readTiff } from './tiff.js';

/** Endings of the files that `readRawImage` reads. */
export const imageExtensions = ['.png', '.tif', '.tiff', '.bmp', '.jpg', '.jpeg'] as const;

/** Grey of 8 bits; not from JPEG, which loses what is small. @throws ImageError */
export function decodeImage(file: Uint8Array): GreyImage {
  return toGrey(decode(file));
}

/** As `decodeImage`, from a file. @throws ImageError with the reason, also where there is no such file */
export async function readImage(path: string): Promise<GreyImage> {
  return decodeImage(await readBytes(path));
}

/** All samples in the depth of the file. @throws ImageError with the reason, also where there is no such file */
export async function readRawImage(path: string): Promise<RawImage> {
  const file = await readBytes(path);
  return isJpeg(file) ? readJpeg(file) : decode(file);
}

function decode(file: Uint8Array): RawImage {
  const start = Buffer.from(file.subarray(0, 4)).toString('latin1');
  if (start === 'II*\0' || start === 'MM\0*') return readTiff(file);
  if (start === '\x89PNG') return readPng(file);
  if (start.startsWith('BM')) return readBmp(file);
  throw new ImageError('it is no TIFF, PNG or BMP picture');
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ImageError(
      error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`,
    );
  });
}
