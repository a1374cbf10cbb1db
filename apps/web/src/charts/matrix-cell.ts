/** One cell of a matrix chart: where it lies, which texts fit into it, and how it is drawn. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How a cell looks; colours as CSS. */
export interface CellLook {
  readonly fill: string;
  readonly border: string | null;
  /** Colour of texts and marks; legible on `fill`. */
  readonly ink: string;
  /** Lines of text, the important one first; those that do not fit are dropped from the end. */
  readonly lines: readonly string[];
  readonly fontFamily: string;
  /** Two diagonals in this colour: the cell has no value. */
  readonly cross: string | null;
  /** A diamond in the corner. */
  readonly diamond: boolean;
  /** A dashed line inside. */
  readonly dashed: boolean;
}

const firstFontPx = 13;
const otherFontPx = 11;
const lineFactor = 1.25;
const paddingPx = 3;
/** Below this no line of text fits. */
const smallPx = 12;

/** The drawn part of a cell around its centre: whole pixels, with a gap to its neighbours that shrinks with it. */
export function cellBox(centerX: number, centerY: number, widthPx: number, heightPx: number): Box {
  const gap = Math.min(3, Math.floor(Math.min(widthPx, heightPx) / 8)) / 2;
  const left = Math.round(centerX - widthPx / 2 + gap);
  const top = Math.round(centerY - heightPx / 2 + gap);
  return {
    left,
    top,
    width: Math.max(1, Math.round(centerX + widthPx / 2 - gap) - left),
    height: Math.max(1, Math.round(centerY + heightPx / 2 - gap) - top),
  };
}

/** Font size of a line of a cell in pixels. */
export function fontPxOf(line: number): number {
  return line === 0 ? firstFontPx : otherFontPx;
}

/**
 * The longest beginning of `lines` that fits into a cell, none at worst: a shortened number would be a wrong one.
 * `widthOf` measures a text at a font size in pixels.
 */
export function fittingLines(
  lines: readonly string[],
  { width, height }: Pick<Box, 'width' | 'height'>,
  widthOf: (text: string, fontPx: number) => number,
): readonly string[] {
  let used = 0;
  const tooBig = lines.findIndex((text, index) => {
    used += fontPxOf(index) * lineFactor;
    return used > height - paddingPx || widthOf(text, fontPxOf(index)) > width - 2 * paddingPx;
  });
  return tooBig === -1 ? lines : lines.slice(0, tooBig);
}

/** Draws the cell; `hovered` frames it thinly. */
export function drawCell(ctx: CanvasRenderingContext2D, box: Box, look: CellLook, hovered: boolean): void {
  const { width, height } = box;
  const isPlain = !hovered && !look.diamond && !look.dashed;
  if (isPlain && Math.min(width, height) < smallPx) {
    // Thousands of cells come at this size; corners, borders and texts would not be seen, but take seconds to draw.
    ctx.fillStyle = look.cross !== null ? (look.border ?? look.fill) : look.fill;
    if (look.cross === null) ctx.fillRect(box.left, box.top, width, height);
    else ctx.fillRect(box.left, box.top + height / 2 - 0.5, width, 1);
    return;
  }
  ctx.save();
  outline(ctx, box, 0);
  ctx.fillStyle = look.fill;
  ctx.fill();
  if (look.border !== null) stroke(ctx, box, 0.5, 1, look.border);
  const isRoomy = Math.min(box.width, box.height) >= 12;
  if (look.cross !== null && isRoomy) drawCross(ctx, box, look.cross);
  drawLines(ctx, box, look);
  if (look.dashed) {
    ctx.setLineDash([4, 3]);
    // Low cells have no room between the line and their text.
    stroke(ctx, box, box.height >= 40 ? 3 : 1, 1.5, look.ink);
    ctx.setLineDash([]);
  }
  if (look.diamond) drawDiamond(ctx, box, look.ink);
  if (hovered) stroke(ctx, box, 2.5, 2, look.ink);
  ctx.restore();
}

/** A strong frame around a cell; `surface` parts it from the fill. */
export function drawFrame(
  ctx: CanvasRenderingContext2D,
  box: Box,
  { color, surface }: { readonly color: string; readonly surface: string },
): void {
  ctx.save();
  if (Math.min(box.width, box.height) >= smallPx) stroke(ctx, box, 3.5, 1, surface);
  stroke(ctx, box, Math.min(1.5, box.width / 4, box.height / 4), Math.min(3, box.width / 2), color);
  ctx.restore();
}

function outline(ctx: CanvasRenderingContext2D, { left, top, width, height }: Box, inset: number): void {
  const innerWidth = Math.max(0, width - 2 * inset);
  const innerHeight = Math.max(0, height - 2 * inset);
  const radius = Math.max(0, Math.min(4, innerWidth / 6, innerHeight / 6) - inset / 2);
  ctx.beginPath();
  ctx.roundRect(left + inset, top + inset, innerWidth, innerHeight, radius);
}

function stroke(ctx: CanvasRenderingContext2D, box: Box, inset: number, width: number, color: string): void {
  outline(ctx, box, inset);
  ctx.lineWidth = width;
  ctx.strokeStyle = color;
  ctx.stroke();
}

function drawCross(ctx: CanvasRenderingContext2D, { left, top, width, height }: Box, color: string): void {
  ctx.beginPath();
  ctx.moveTo(left + 1, top + 1);
  ctx.lineTo(left + width - 1, top + height - 1);
  ctx.moveTo(left + 1, top + height - 1);
  ctx.lineTo(left + width - 1, top + 1);
  ctx.lineWidth = 1;
  ctx.strokeStyle = color;
  ctx.stroke();
}

function drawLines(ctx: CanvasRenderingContext2D, box: Box, look: CellLook): void {
  const setFont = (fontPx: number) => {
    ctx.font = `${fontPx}px ${look.fontFamily}`;
  };
  const widthOf = (text: string, fontPx: number) => {
    setFont(fontPx);
    return ctx.measureText(text).width;
  };
  const lines = fittingLines(look.lines, box, widthOf);
  const heights = lines.map((_, index) => fontPxOf(index) * lineFactor);
  const centerX = box.left + box.width / 2;
  let y = box.top + (box.height - heights.reduce((sum, height) => sum + height, 0)) / 2;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  lines.forEach((text, index) => {
    const height = heights[index] as number;
    const width = widthOf(text, fontPxOf(index)) + 6;
    // The diagonals must not run through the reason.
    ctx.fillStyle = look.fill;
    if (look.cross !== null) ctx.fillRect(centerX - width / 2, y, width, height);
    ctx.fillStyle = look.ink;
    ctx.fillText(text, centerX, y + height / 2 + 0.5);
    y += height;
  });
}

function drawDiamond(ctx: CanvasRenderingContext2D, { left, top, width, height }: Box, color: string): void {
  const radius = Math.max(1.5, Math.min(5, width / 14, height / 6));
  const x = left + radius + Math.min(5, width / 25);
  const y = top + radius + Math.min(5, width / 25, height / 8);
  ctx.beginPath();
  ctx.moveTo(x, y - radius);
  ctx.lineTo(x + radius, y);
  ctx.lineTo(x, y + radius);
  ctx.lineTo(x - radius, y);
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
}
