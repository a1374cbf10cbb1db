/** How many pixels an inch has, written into pictures so that they come out at their size on paper. */
import { crc32 } from 'node:zlib';

const metresPerInch = 0.0254;
/** Signature and the header chunk of every PNG: 8 + 4 + 4 + 13 + 4 bytes. */
const pngHeaderBytes = 33;

/** The PNG with a `pHYs` chunk (W3C PNG specification 11.3.4.3) after its header; one that it has is replaced. */
export function withPngDensity(png: Buffer, dpi: number): Buffer {
  const body = Buffer.alloc(13);
  body.write('pHYs', 0, 'latin1');
  const pixelsPerMetre = Math.round(dpi / metresPerInch);
  body.writeUInt32BE(pixelsPerMetre, 4);
  body.writeUInt32BE(pixelsPerMetre, 8);
  body[12] = 1;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(9);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  const rest = png.subarray(pngHeaderBytes);
  const hasOne = rest.toString('latin1', 4, 8) === 'pHYs';
  return Buffer.concat([
    png.subarray(0, pngHeaderBytes),
    length,
    body,
    check,
    hasOne ? rest.subarray(21) : rest,
  ]);
}

/** The JPEG with dots per inch in its JFIF header (ITU-T T.871, 10.1), which is put in where it has none. */
export function withJpegDensity(jpeg: Buffer, dpi: number): Buffer {
  const header = Buffer.from([
    0xff,
    0xe0,
    0,
    16,
    0x4a,
    0x46,
    0x49,
    0x46,
    0,
    1,
    1,
    1,
    dpi >> 8,
    dpi & 0xff,
    dpi >> 8,
    dpi & 0xff,
    0,
    0,
  ]);
  const hasOne = jpeg[2] === 0xff && jpeg[3] === 0xe0;
  const rest = jpeg.subarray(hasOne ? 4 + jpeg.readUInt16BE(4) : 2);
  return Buffer.concat([jpeg.subarray(0, 2), header, rest]);
}
