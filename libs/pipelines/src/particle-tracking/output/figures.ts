import { colorAt } from '../../figures/color-map.js';
import type { Layer, Plot } from '../../figures/plot.js';
import { renderPlot } from '../../figures/render.js';
import { encodePng } from '../../images/encode-png.js';
import type { GreyImage } from '../../images/grey-image.js';
import type { Targets } from '../detection/targets.js';
import type { DrawnTrack } from '../tracking/trajectories.js';

const COLOURS = 8;
const sizes = { dpi: 110, widthIn: 9, heightIn: 6, style: 'screen' } as const;

const css = (share: number) => `rgb(${colorAt(share).join(' ')})`;

/** Tracks in space, seen obliquely and coloured by speed, as a PNG. */
export function tracksFigure(tracks: readonly DrawnTrack[]): Promise<Buffer> {
  const fastest = Math.max(1e-9, ...tracks.flatMap(({ xyzMm }) => stepsOf(xyzMm)));
  const bins = Array.from({ length: COLOURS }, () => ({ x: [] as number[], y: [] as number[] }));
  for (const { xyzMm } of tracks) {
    const flat = project(xyzMm);
    stepsOf(xyzMm).forEach((step, i) => {
      const bin = bins[Math.min(COLOURS - 1, Math.floor((step / fastest) * COLOURS))]!;
      bin.x.push(flat[i * 2]!, flat[i * 2 + 2]!, Number.NaN);
      bin.y.push(flat[i * 2 + 1]!, flat[i * 2 + 3]!, Number.NaN);
    });
  }
  const speed = (bin: number) => ((bin / COLOURS) * fastest).toPrecision(2);
  const layers = bins.map(({ x, y }, bin): Layer => {
    const name = `${speed(bin)}–${speed(bin + 1)} mm/frame`;
    return {
      kind: 'line',
      name: x.length > 0 ? name : '',
      color: css(bin / (COLOURS - 1)),
      x,
      y,
      width: 0.8,
    };
  });
  const plot: Plot = {
    title: `Tracks by speed (${tracks.length} drawn)`,
    x: { label: 'x + z/2 (mm)' },
    panels: [{ y: { label: 'y + z/3 (mm)' }, layers }],
  };
  return renderPlot(plot, { ...sizes, format: 'png' });
}

/** Oblique projection of x, y, z onto x, y. */
function project(xyzMm: readonly number[]): number[] {
  const flat: number[] = [];
  for (let i = 0; i < xyzMm.length; i += 3) {
    flat.push(xyzMm[i]! + xyzMm[i + 2]! / 2, xyzMm[i + 1]! + xyzMm[i + 2]! / 3);
  }
  return flat;
}

function stepsOf(xyzMm: readonly number[]): number[] {
  const steps: number[] = [];
  for (let i = 3; i < xyzMm.length; i += 3) {
    steps.push(
      Math.hypot(xyzMm[i]! - xyzMm[i - 3]!, xyzMm[i + 1]! - xyzMm[i - 2]!, xyzMm[i + 2]! - xyzMm[i - 1]!),
    );
  }
  return steps;
}

/** Share of the particles of each frame that have a next one, as a PNG. */
export function fractionFigure(frames: readonly number[], percent: readonly number[]): Promise<Buffer> {
  const plot: Plot = {
    title: 'Tracked fraction per frame',
    x: { label: 'frame', whole: true },
    panels: [
      {
        y: { label: 'particles with a next one (%)', min: 0, max: 100 },
        layers: [
          { kind: 'line', name: '', color: '#1976d2', x: frames, y: percent },
          {
            kind: 'points',
            name: '',
            color: '#1976d2',
            x: frames,
            y: percent,
            radius: frames.length > 100 ? 1 : 2.5,
          },
        ],
      },
    ],
  };
  return renderPlot(plot, { ...sizes, heightIn: 4, format: 'png' });
}

/** Width of one picture in the figure of detections, px. */
const SHOWN_WIDTH = 640;
/** Room for what stands above a picture, however small that is, px. */
const TITLE_WIDTH = 480;

/** What one camera saw: its picture (null: there is none) and its targets. */
export interface CameraView {
  readonly image: GreyImage | null;
  readonly targets: Targets;
}

/** Targets on the pictures of one frame, those of a particle in another colour, as an SVG. */
export function detectionsFigure(
  frame: number,
  views: readonly CameraView[],
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): string {
  const shrink = Math.max(1, Math.ceil(widthPx / SHOWN_WIDTH));
  const [width, height] = [Math.ceil(widthPx / shrink), Math.ceil(heightPx / shrink)];
  const columns = Math.min(2, views.length);
  const [cellWidth, cellHeight] = [Math.max(width, TITLE_WIDTH) + 20, height + 40];
  const [fullWidth, fullHeight] = [columns * cellWidth, Math.ceil(views.length / columns) * cellHeight];
  const parts = views.map((view, c) => {
    const at = `translate(${(c % columns) * cellWidth + 10} ${Math.floor(c / columns) * cellHeight + 30})`;
    return `<g transform="${at}">${viewSvg(view, c + 1, frame, shrink, width, height)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${fullWidth} ${fullHeight}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>Targets of frame ${frame}</title>`,
    `<rect width="${fullWidth}" height="${fullHeight}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function viewSvg(
  { image, targets }: CameraView,
  camera: number,
  frame: number,
  shrink: number,
  width: number,
  height: number,
): string {
  let [matched, circles] = [0, ''];
  for (let i = 0; i < targets.count; i++) {
    const isMatched = targets.particle[i]! >= 0;
    if (isMatched) matched++;
    const radius = Math.max(2, Math.max(targets.width[i]!, targets.height[i]!) / 2 / shrink + 1).toFixed(1);
    const place = `cx="${(targets.x[i]! / shrink).toFixed(1)}" cy="${(targets.y[i]! / shrink).toFixed(1)}"`;
    circles += `<circle ${place} r="${radius}" stroke="${isMatched ? '#22d3ee' : '#f59e0b'}"/>`;
  }
  const title = `Camera ${camera}, frame ${frame}: ${targets.count} targets, ${matched} of them in particles (blue)`;
  const under =
    image === null
      ? `<rect width="${width}" height="${height}" fill="#111827"/>`
      : `<image width="${width}" height="${height}" href="data:image/png;base64,${shrunkPng(image, shrink, width, height)}"/>`;
  return `<text y="-8">${title}</text>${under}<g fill="none" stroke-width="0.8">${circles}</g>`;
}

/** The brightest of each block of pixels, so that small targets stay visible. */
function shrunkPng(
  { width, height, pixels }: GreyImage,
  shrink: number,
  toWidth: number,
  toHeight: number,
): string {
  const small = new Uint8Array(toWidth * toHeight);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / shrink) * toWidth;
    for (let x = 0; x < width; x++) {
      const at = row + Math.floor(x / shrink);
      if (pixels[y * width + x]! > small[at]!) small[at] = pixels[y * width + x]!;
    }
  }
  return Buffer.from(encodePng(toWidth, toHeight, small)).toString('base64');
}
