/** Whether a written figure is one: opens, has its format, its size and its density. */
import { loadImage } from '@napi-rs/canvas';
import { pageSize, pixelSize, type RenderSettings } from './render.js';

/** What a file was found to be. Null: the file does not say. */
interface Found {
  readonly width: number;
  readonly height: number;
  readonly dpi: number | null;
}

/** Half a pixel per metre, which PNG counts in, and rounding. */
const dpiTolerance = 0.02;
/** In pixels or points. The library gives pages of a pdf whole points. */
const sizeTolerance = { png: 0.01, jpg: 0.01, svg: 0.01, pdf: 0.5 } as const;

/**
 * Why these bytes are not the figure that was asked for, as sentences about the file; empty when they are.
 * Sizes are pixels for png and jpg, points for svg and pdf.
 */
export async function figureFaults(bytes: Buffer, settings: RenderSettings): Promise<string[]> {
  const format = settings.format.toUpperCase();
  if (bytes.length === 0) return ['The file is empty.'];
  const found = readers[settings.format](bytes);
  if (found === null) return [`The file is not a whole ${format}.`];
  const isRaster = settings.format === 'png' || settings.format === 'jpg';
  const { width, height } = isRaster ? pixelSize(settings) : pageSize(settings);
  const faults: string[] = [];
  const tolerance = sizeTolerance[settings.format];
  if (Math.abs(found.width - width) > tolerance || Math.abs(found.height - height) > tolerance) {
    const unit = isRaster ? 'pixels' : 'points';
    const [wide, high] = [width, height].map((size) => Number(size.toFixed(2)));
    faults.push(`The ${format} has ${found.width} × ${found.height} ${unit}, expected ${wide} × ${high}.`);
  }
  if (isRaster && (found.dpi === null || Math.abs(found.dpi - settings.dpi) > dpiTolerance)) {
    faults.push(`The ${format} says ${found.dpi ?? 'nothing about its'} dpi, expected ${settings.dpi}.`);
  }
  if (isRaster && !(await opens(bytes))) faults.push(`The ${format} cannot be opened.`);
  return faults;
}

async function opens(bytes: Buffer): Promise<boolean> {
  return loadImage(bytes).then(
    ({ width, height }) => width > 0 && height > 0,
    () => false,
  );
}

const readers: Record<RenderSettings['format'], (bytes: Buffer) => Found | null> = {
  png: readPng,
  jpg: readJpeg,
  svg: readSvg,
  pdf: readPdf,
};

function readPng(bytes: Buffer): Found | null {
  const isPng = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  if (!isPng || bytes.length < 45 || bytes.toString('latin1', bytes.length - 8, bytes.length - 4) !== 'IEND')
    return null;
  const at = bytes.indexOf('pHYs', 0, 'latin1');
  const dpi = at < 0 || at > 200 ? null : bytes.readUInt32BE(at + 4) * 0.0254;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), dpi };
}

/** Walks the segments (ITU-T T.81, B.1.1.4) to the frame header, which has the size. */
function readJpeg(bytes: Buffer): Found | null {
  const isWhole = bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8;
  if (!isWhole || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return null;
  let dpi: number | null = null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker === 0xe0 && bytes[at + 11] === 1) dpi = bytes.readUInt16BE(at + 12);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5), dpi };
  }
  return null;
}

function readSvg(bytes: Buffer): Found | null {
  const text = bytes.toString('utf8');
  const size = /<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(text);
  if (size === null || !text.trimEnd().endsWith('</svg>')) return null;
  return { width: Number(size[1]), height: Number(size[2]), dpi: null };
}

function readPdf(bytes: Buffer): Found | null {
  const text = bytes.toString('latin1');
  const size = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text);
  if (!text.startsWith('%PDF-') || size === null || !text.trimEnd().endsWith('%%EOF')) return null;
  return { width: Number(size[1]), height: Number(size[2]), dpi: null };
}
