/** An 8-bit grey picture, row by row from the top left. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Samples as a file holds them, before they become grey: channels interleaved, 8 or 16 bits each. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and opacity, 3 colour, 4 colour and opacity. */
  readonly channels: number;
  readonly samples: Uint8Array | Uint16Array;
}

/** What is wrong with a picture file; the message ends in no stop and names no file. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/**
 * Grey of 8 bits: of 16 bits the upper 8 are kept; colours are weighted 0.299, 0.587, 0.114 (ITU-R BT.601) and
 * rounded down; opacity is ignored.
 */
export function toGrey({ width, height, channels, samples }: RawImage): GreyImage {
  if (channels === 1 && samples instanceof Uint8Array) return { width, height, pixels: samples };
  const pixels = new Uint8Array(width * height);
  const shift = samples instanceof Uint16Array ? 8 : 0;
  if (channels < 3) {
    for (let i = 0; i < pixels.length; i++) pixels[i] = samples[i * channels]! >> shift;
    return { width, height, pixels };
  }
  for (let i = 0, at = 0; i < pixels.length; i++, at += channels) {
    const grey = 299 * samples[at]! + 587 * samples[at + 1]! + 114 * samples[at + 2]!;
    pixels[i] = Math.floor(grey / 1000) >> shift;
  }
  return { width, height, pixels };
}

/**
 * Brightness as 0 (black) … 1 (white), in the full depth of the file; colours are weighted as in `toGrey`.
 * @param white sample that is white: 255 or 65535 unless the camera has fewer bits than the file
 */
export function toBrightness(
  { width, height, channels, samples }: RawImage,
  white = whiteOf(samples),
): Float32Array {
  const brightness = new Float32Array(width * height);
  for (let i = 0, at = 0; i < brightness.length; i++, at += channels) {
    const value =
      channels < 3
        ? samples[at]!
        : 0.299 * samples[at]! + 0.587 * samples[at + 1]! + 0.114 * samples[at + 2]!;
    brightness[i] = value / white;
  }
  return brightness;
}

/** The largest sample of this depth. */
export function whiteOf(samples: RawImage['samples']): number {
  return samples instanceof Uint8Array ? 255 : 65535;
}
