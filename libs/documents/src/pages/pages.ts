/**
 * Pages of a PDF, filled from top to bottom: headings, paragraphs, tables whose head repeats, figures as vectors.
 * Text is real text in a typeface that lies in the file.
 */
import { createCanvas, PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';
import { drawFigure, type Figure } from '../figures/figure.js';
import { fontFamily, registerFonts } from '../figures/fonts.js';

/** Sizes in points, 1/72 inch. */
const a4 = { short: 595, long: 842 } as const;
const margin = 42;
const lineFactor = 1.35;
/** How far a figure may shrink to stay on its page. */
const smallestFigure = 0.6;

export interface TextStyle {
  readonly size: number;
  readonly weight: 400 | 600 | 700;
  readonly colour: string;
}

const ink = '#1d2530';
export const textStyles = {
  title: { size: 18, weight: 700, colour: ink },
  heading: { size: 12, weight: 700, colour: ink },
  body: { size: 9, weight: 400, colour: ink },
  strong: { size: 11, weight: 600, colour: ink },
  quiet: { size: 8, weight: 400, colour: '#54606e' },
  cell: { size: 7.5, weight: 400, colour: ink },
  cellStrong: { size: 7.5, weight: 700, colour: ink },
} as const satisfies Record<string, TextStyle>;

type Draw = (context: SKRSContext2D) => void;

export interface Pages {
  /** Of the area to fill. */
  readonly width: number;
  readonly height: number;
  /** Lines of a text within a width. */
  wrap(text: string, style: TextStyle, width: number): string[];
  measure(text: string, style: TextStyle): number;
  paragraph(text: string, style: TextStyle): void;
  /** Keeps at least `following` points of what comes next on its page. */
  heading(text: string, following?: number): void;
  figure(figure: Figure): void;
  /** Takes `height` points, on the next page where this one has too few. @returns whether a new page was begun */
  reserve(height: number): boolean;
  /** Draws `height` points at the place where the page is filled to. */
  draw(height: number, draw: (context: SKRSContext2D, x: number, y: number) => void): void;
  gap(height: number): void;
  /** The document; each page says its number of all, and `footer`. */
  finish(meta: { readonly title: string; readonly footer: string }): Buffer;
}

export function openPages(orientation: 'portrait' | 'landscape'): Pages {
  registerFonts();
  const [pageWidth, pageHeight] = orientation === 'portrait' ? [a4.short, a4.long] : [a4.long, a4.short];
  const [width, bottom] = [pageWidth - 2 * margin, pageHeight - margin - 12];
  const ruler = createCanvas(1, 1).getContext('2d');
  const pages: Draw[][] = [[]];
  let y = margin;
  const known = new Map<TextStyle, Map<string, number>>();
  const measure = (text: string, style: TextStyle) => {
    const widths = known.get(style) ?? new Map<string, number>();
    known.set(style, widths);
    const width = widths.get(text) ?? measured(ruler, text, style);
    widths.set(text, width);
    return width;
  };
  const wrap = (text: string, style: TextStyle, within: number) =>
    wrapLines(text, within, (part) => measure(part, style));
  const reserve = (height: number) => {
    if (y + height <= bottom || y === margin) return false;
    pages.push([]);
    y = margin;
    return true;
  };
  const draw: Pages['draw'] = (height, paint) => {
    const at = y;
    pages.at(-1)?.push((context) => paint(context, margin, at));
    y += height;
  };
  const paragraph = (text: string, style: TextStyle) => {
    const height = style.size * lineFactor;
    for (const line of wrap(text, style, width)) {
      reserve(height);
      draw(height, (context, x, top) => drawText(context, line, x, top, style));
    }
  };
  return {
    width,
    height: bottom - margin,
    wrap,
    measure,
    paragraph,
    reserve,
    draw,
    heading(text, following = 60) {
      if (y > margin) y += 12;
      reserve(30 + following);
      paragraph(text, textStyles.heading);
      y += 3;
    },
    figure(figure) {
      const whole = Math.min(1, width / figure.width, (bottom - margin) / figure.height);
      const left = (bottom - y) / figure.height;
      // Somewhat smaller is better than a page that is nearly empty.
      const scale = left >= whole * smallestFigure ? Math.min(whole, left) : whole;
      reserve(figure.height * scale);
      draw(figure.height * scale, (context, x, top) => {
        context.save();
        context.translate(x, top);
        context.scale(scale, scale);
        drawFigure(context, figure);
        context.restore();
      });
    },
    gap(height) {
      y += height;
    },
    finish: (meta) => render(pages, { pageWidth, pageHeight }, meta),
  };
}

/** Numbers and words of tables come again and again, and measuring takes longest of all. */
function measured(ruler: SKRSContext2D, text: string, style: TextStyle): number {
  ruler.font = fontOf(style);
  return ruler.measureText(text).width;
}

function render(
  pages: readonly (readonly Draw[])[],
  { pageWidth, pageHeight }: { readonly pageWidth: number; readonly pageHeight: number },
  { title, footer }: { readonly title: string; readonly footer: string },
): Buffer {
  const document = new PDFDocument({ title, creator: 'Batchyard' });
  for (const [index, draws] of pages.entries()) {
    const context = document.beginPage(pageWidth, pageHeight) as SKRSContext2D;
    context.lang = 'en';
    for (const draw of draws) draw(context);
    const number = `Page ${index + 1} of ${pages.length}`;
    drawText(context, footer, margin, pageHeight - margin, textStyles.quiet);
    context.textAlign = 'right';
    drawText(context, number, pageWidth - margin, pageHeight - margin, textStyles.quiet);
    document.endPage();
  }
  return document.close();
}

const fontOf = ({ size, weight }: TextStyle) => `${weight} ${size}px ${fontFamily}`;

/** @param top upper edge of the line */
export function drawText(
  context: SKRSContext2D,
  text: string,
  x: number,
  top: number,
  style: TextStyle,
): void {
  context.font = fontOf(style);
  context.fillStyle = style.colour;
  context.fillText(text, x, top + style.size);
}

/** Lines of words within a width; a word that is wider alone is broken. */
function wrapLines(text: string, width: number, measure: (text: string) => number): string[] {
  if (measure(text) <= width) return [text.replaceAll(/\s/g, ' ')];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (measure(line) > width && line.length > 1) {
      const fitting = longestFitting(line, width, measure);
      lines.push(line.slice(0, fitting));
      line = line.slice(fitting);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

function longestFitting(word: string, width: number, measure: (text: string) => number): number {
  let [low, high] = [1, word.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(word.slice(0, middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return low;
}
