/** Lines of text with superscripts, which are drawn small and raised: not every font file has ⁻ and ⁴. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { fontFamily } from './fonts.js';

export interface TextStyle {
  /** In points. */
  readonly size: number;
  readonly weight: 400 | 600;
  readonly color: string;
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺';
const plain = '0123456789−+';
const raisedSize = 0.68;
const raisedBy = 0.36;

interface Run {
  readonly text: string;
  readonly isRaised: boolean;
}

function runsOf(text: string): Run[] {
  return text.split(new RegExp(`([${raised}]+)`)).flatMap((part, index): Run[] => {
    if (part === '') return [];
    if (index % 2 === 0) return [{ text: part, isRaised: false }];
    return [{ text: [...part].map((sign) => plain[raised.indexOf(sign)]).join(''), isRaised: true }];
  });
}

function setFont(context: SKRSContext2D, style: TextStyle, isRaised: boolean): void {
  context.font = `${style.weight} ${style.size * (isRaised ? raisedSize : 1)}px ${fontFamily}`;
}

/** Width in points. */
export function textWidth(context: SKRSContext2D, text: string, style: TextStyle): number {
  return runsOf(text).reduce((width, run) => {
    setFont(context, style, run.isRaised);
    return width + context.measureText(run.text).width;
  }, 0);
}

/** @param align what lies at `x`; `y` is the baseline of the text */
export function drawText(
  context: SKRSContext2D,
  text: string,
  { x, y, align }: { readonly x: number; readonly y: number; readonly align: 'start' | 'middle' | 'end' },
  style: TextStyle,
): void {
  const width = align === 'start' ? 0 : textWidth(context, text, style);
  let at = x - (align === 'middle' ? width / 2 : width);
  context.fillStyle = style.color;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  for (const run of runsOf(text)) {
    setFont(context, style, run.isRaised);
    context.fillText(run.text, at, run.isRaised ? y - style.size * raisedBy : y);
    at += context.measureText(run.text).width;
  }
}

/** As `drawText`, reading upwards. */
export function drawUpwards(
  context: SKRSContext2D,
  text: string,
  at: { readonly x: number; readonly y: number; readonly align: 'start' | 'middle' | 'end' },
  style: TextStyle,
): void {
  context.save();
  context.translate(at.x, at.y);
  context.rotate(-Math.PI / 2);
  drawText(context, text, { x: 0, y: 0, align: at.align }, style);
  context.restore();
}

/** The text with its middle left out where it is wider than `width`: names differ at both ends. */
export function fitted(context: SKRSContext2D, text: string, width: number, style: TextStyle): string {
  if (textWidth(context, text, style) <= width) return text;
  const signs = [...text];
  let [low, high] = [0, signs.length];
  const shortened = (kept: number) =>
    `${signs.slice(0, Math.ceil(kept / 2)).join('')}…${signs.slice(signs.length - Math.floor(kept / 2)).join('')}`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(context, shortened(middle), style) <= width) low = middle;
    else high = middle - 1;
  }
  return shortened(low);
}
