/** Charts as files. */
import type { Drawing } from './drawing';

/** Pixels of a picture in one pixel of the page: sharp in print at the size of the page. */
const pictureRatio = 3;

export const pictureFormats = ['png', 'svg'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** Saves a drawing in the reader's downloads; `name` without ending. */
export async function download(
  drawing: Drawing,
  format: PictureFormat,
  { name, background }: { readonly name: string; readonly background: string },
): Promise<void> {
  const blob = format === 'png' ? await pictureOf(drawing, background) : await linesOf(drawing, background);
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${fileName(name)}.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}

/** `Mean edge error by λ (mm)` → `Mean-edge-error-by-λ-mm`. */
export function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N}._]+/gu, '-').replace(/^-+|-+$/g, '') || 'chart';
}

async function pictureOf({ widthPx, heightPx, draw }: Drawing, background: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(widthPx * pictureRatio);
  canvas.height = Math.round(heightPx * pictureRatio);
  const ctx = canvas.getContext('2d');
  if (!ctx) throw new Error('The browser gives no canvas to draw the picture on.');
  ctx.scale(pictureRatio, pictureRatio);
  draw(ctx, { ratio: pictureRatio, background });
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))),
      'image/png',
    ),
  );
}

async function linesOf({ widthPx, heightPx, draw }: Drawing, background: string): Promise<Blob> {
  // Only who saves an SVG loads what writes it.
  const { Context } = await import('svgcanvas');
  const ctx = new Context({ width: widthPx, height: heightPx });
  draw(ctx, { ratio: 1, background });
  return new Blob([ctx.getSerializedSvg()], { type: 'image/svg+xml' });
}
