import { ImageError } from './grey-image.js';

const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const TABLE_SIZE = 4096;

// Each code is its prefix code and one more byte; kept between calls, since decoding is not re-entrant.
const prefix = new Uint16Array(TABLE_SIZE);
const suffix = new Uint8Array(TABLE_SIZE);
const lengths = new Uint16Array(TABLE_SIZE);
for (let code = 0; code < 256; code++) {
  suffix[code] = code;
  lengths[code] = 1;
}

/**
 * Decodes one strip of TIFF's LZW (TIFF 6.0, section 13: codes from the most significant bit, widths change one code
 * early) into `target` from `start`, at most up to `end`. Returns where it stopped.
 * @throws ImageError for a code that cannot occur
 */
export function decodeLzw(source: Uint8Array, target: Uint8Array, start: number, end: number): number {
  let [at, next, width, previous] = [start, FIRST_FREE, 9, -1];
  let [bits, bitCount] = [0, 0];
  for (let i = 0; i < source.length && at < end; ) {
    while (bitCount < width && i < source.length) {
      bits = ((bits << 8) | source[i++]!) & 0xffffff;
      bitCount += 8;
    }
    // Several codes may lie in the bits at hand.
    while (bitCount >= width && at < end) {
      bitCount -= width;
      const code = (bits >> bitCount) & ((1 << width) - 1);
      if (code === END) return at;
      if (code === CLEAR) {
        [next, width, previous] = [FIRST_FREE, 9, -1];
        continue;
      }
      if (code > next || (code === next && previous < 0)) throw new ImageError('its LZW data are damaged');
      const length = code < next ? lengths[code]! : lengths[previous]! + 1;
      writeCode(target, code < next ? code : previous, at, end);
      // A code that is only now being defined repeats the first byte of what it begins with.
      if (code === next && at + length <= end) target[at + length - 1] = target[at]!;
      if (previous >= 0 && next < TABLE_SIZE) {
        prefix[next] = previous;
        suffix[next] = target[at]!;
        lengths[next] = lengths[previous]! + 1;
        next++;
      }
      at = Math.min(end, at + length);
      previous = code;
      if (next >= (1 << width) - 1 && width < 12) width++;
    }
  }
  return at;
}

function writeCode(target: Uint8Array, code: number, at: number, end: number): void {
  let entry = code;
  let write = at + lengths[code]! - 1;
  for (; write >= end; write--) entry = prefix[entry]!;
  for (; write >= at; write--) {
    target[write] = suffix[entry]!;
    entry = prefix[entry]!;
  }
}
