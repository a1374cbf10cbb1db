/** Files of figures: pixels with their density, or vectors. Equal figures give equal bytes. */
import { createCanvas, GlobalFonts, PDFDocument, type SKRSContext2D, SvgExportFlag } from '@napi-rs/canvas';
import { drawPlot } from './draw.js';
import { registerFonts } from './fonts.js';
import type { PlotFormat } from './formats.js';
import { withJpegDensity, withPngDensity } from './pixel-density.js';
import type { Plot, PlotStyle } from './plot.js';
import { encodePicture } from './png-picture.js';

export interface RenderSettings {
  readonly format: PlotFormat;
  /** Dots per inch of png and jpg; svg and pdf are vectors. */
  readonly dpi: number;
  readonly widthIn: number;
  readonly heightIn: number;
  readonly style: PlotStyle;
}

const pointsPerInch = 72;
const jpegQuality = 92;

/** Width and height of a png or jpg. */
export function pixelSize({ dpi, widthIn, heightIn }: RenderSettings): { width: number; height: number } {
  return { width: Math.round(widthIn * dpi), height: Math.round(heightIn * dpi) };
}

/** Width and height in points of an svg or pdf. */
export function pageSize({ widthIn, heightIn }: RenderSettings): { width: number; height: number } {
  return { width: widthIn * pointsPerInch, height: heightIn * pointsPerInch };
}

/** The bytes of a file in the format asked for. Text of a pdf is text in an embedded typeface, of an svg shapes. */
export async function renderPlot(plot: Plot, settings: RenderSettings): Promise<Buffer> {
  registerFonts(GlobalFonts);
  switch (settings.format) {
    case 'png':
      return withPngDensity(await pngOf(plot, settings), settings.dpi);
    case 'jpg':
      return withJpegDensity(await rasterOf(plot, settings).encode('jpeg', jpegQuality), settings.dpi);
    case 'svg':
      return svgOf(plot, settings);
    case 'pdf':
      return pdfOf(plot, settings);
  }
}

function rasterOf(plot: Plot, settings: RenderSettings) {
  const { width, height } = pixelSize(settings);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.scale(settings.dpi / pointsPerInch, settings.dpi / pointsPerInch);
  drawPlot(context, plot, pageSize(settings), settings.style);
  return canvas;
}

function pngOf(plot: Plot, settings: RenderSettings): Promise<Buffer> {
  const { width, height } = pixelSize(settings);
  const context = rasterOf(plot, settings).getContext('2d');
  // The background is drawn first, so that no pixel lets anything through.
  return encodePicture(width, height, (top, rows) => {
    const { data } = context.getImageData(0, top, width, rows);
    return new Uint8Array(data.buffer, data.byteOffset, data.length);
  });
}

function svgOf(plot: Plot, settings: RenderSettings): Buffer {
  const { width, height } = pageSize(settings);
  const canvas = createCanvas(width, height, SvgExportFlag.ConvertTextToPaths);
  drawPlot(canvas.getContext('2d'), plot, { width, height }, settings.style);
  const source = canvas
    .getContent()
    .toString()
    // A hundredth of a point is finer than paper.
    .replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
    .replace(/<svg ([^>]*?)width="[^"]*" height="[^"]*"/, `<svg $1${svgSize(settings)}`);
  return Buffer.from(renumbered(source));
}

/** Ids count on from figure to figure in a process; here they count from 1 in each. */
function renumbered(svg: string): string {
  const ids = [...new Set([...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!))];
  const numbers = new Map(ids.map((id, index) => [id, `part${index + 1}`]));
  return svg.replace(/( id="|url\(#)([^")]+)/g, (_, before, id) => `${before}${numbers.get(id) ?? id}`);
}

function svgSize(settings: RenderSettings): string {
  const { width, height } = pageSize(settings);
  return `width="${settings.widthIn}in" height="${settings.heightIn}in" viewBox="0 0 ${width} ${height}"`;
}

function pdfOf(plot: Plot, settings: RenderSettings): Buffer {
  const { width, height } = pageSize(settings);
  const document = new PDFDocument({ title: plot.title, creator: 'Batchyard' });
  drawPlot(document.beginPage(width, height) as SKRSContext2D, plot, { width, height }, settings.style);
  document.endPage();
  return document.close();
}
