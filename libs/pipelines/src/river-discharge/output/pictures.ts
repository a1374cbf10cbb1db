/** Pictures made of a frame: as the camera sees it, with arrows, and as seen from above. */
import { createCanvas } from '@napi-rs/canvas';
import { encodePng } from '../../images/encode-png.js';
import { projectPoint } from '../rectification/camera.js';
import type { PixelPoint, PlanePoint } from '../rectification/points.js';
import { gridPoints, groundGrid, planAtLevel, sampleFrame } from '../rectification/sampling.js';
import type { RiverResults } from '../results.js';
import { speedColor } from './figures.js';

const rejectedColor = '#d62728';

/** The first frame with its search lines and an arrow for each velocity; rejected lines are red and have none. */
export function annotatedFrame({ site, measured }: RiverResults): Promise<Buffer> {
  const { widthPx, heightPx } = site.scaffold.camera;
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  const image = context.createImageData(widthPx, heightPx);
  const { data } = image;
  for (let i = 0, at = 0; i < measured.frame.length; i++) {
    const grey = measured.frame[i]!;
    data[at++] = grey;
    data[at++] = grey;
    data[at++] = grey;
    data[at++] = 255;
  }
  context.putImageData(image, 0, 0);
  const fastest = Math.max(1e-9, ...measured.lines.map(({ velocityMps }) => Math.abs(velocityMps ?? 0)));
  const stroke = (points: readonly (PixelPoint | null)[], color: string, width: number) => {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    for (const [u, v] of points.filter((point) => point !== null)) context.lineTo(u, v);
    context.stroke();
  };
  for (const { line, velocityMps, first } of measured.lines) {
    if (first !== null && line.pixels.length < 2) continue;
    const color = velocityMps === null ? rejectedColor : speedColor(Math.abs(velocityMps), fastest);
    if (first !== null) stroke([line.pixels[0]!, line.pixels.at(-1)!], color, 1);
    if (velocityMps === null) continue;
    for (const part of arrow(site, line, velocityMps / fastest)) stroke(part, color, 3);
  }
  for (const { place, velocityMps } of measured.vectors) {
    const speed = velocityMps === null ? 0 : Math.hypot(...velocityMps);
    const color = velocityMps === null ? rejectedColor : speedColor(speed, fastest);
    const direction = velocityMps && ([velocityMps[0] / speed, velocityMps[1] / speed] as const);
    if (direction === null) {
      stroke(cross(site, place), color, 1);
    } else
      for (const part of arrow(site, { center: place, direction }, speed / fastest / 2))
        stroke(part, color, 1);
  }
  return canvas.encode('png');
}

/** Half the length of a search line, or what fits between the windows of a grid. */
function reachOf({ scaffold: { search } }: RiverResults['site']): number {
  return search.kind === 'lines' ? search.lengthM / 2 : search.spacingM;
}

/** A mark where a window has no vector. */
function cross(site: RiverResults['site'], [x, y]: PlanePoint) {
  const size = reachOf(site) / 10;
  return [-size, size].map((off) => projectPoint(site.rectification.camera, [x + off, y + off, site.levelM]));
}

/** Shaft and head of an arrow on the water; the fastest one is half as long as a search line. */
function arrow(
  site: RiverResults['site'],
  { center, direction }: { readonly center: PlanePoint; readonly direction: PlanePoint },
  share: number,
): (PixelPoint | null)[][] {
  const { rectification, levelM } = site;
  const length = reachOf(site) * share;
  const at = (along: number, aside: number) =>
    projectPoint(rectification.camera, [
      center[0] + along * direction[0] - aside * direction[1],
      center[1] + along * direction[1] + aside * direction[0],
      levelM,
    ]);
  const tip = at(length, 0);
  const head = length * 0.25;
  return [
    [at(0, 0), tip],
    [at(length - head, head / 2), tip, at(length - head, -head / 2)],
  ];
}

/** A picture from above has at most so many pixels along a side. */
const mostPixels = 1600;

/** The first frame from above, y upwards, around the search lines; what the camera does not show is black. */
export function rectifiedFrame({ site, measured }: RiverResults): Uint8Array {
  const { rectification, levelM, scaffold } = site;
  const reach = reachOf(site);
  const xs = measured.lines.map(({ line }) => line.center[0]);
  const ys = measured.lines.map(({ line }) => line.center[1]);
  const extent = {
    minX: Math.min(...xs) - reach,
    maxX: Math.max(...xs) + reach,
    minY: Math.min(...ys) - reach,
    maxY: Math.max(...ys) + reach,
  };
  const sideM = Math.max(extent.maxX - extent.minX, extent.maxY - extent.minY);
  const grid = groundGrid(extent, Math.max(scaffold.pixelM, sideM / mostPixels));
  const samples = new Float32Array(grid.columns * grid.rows);
  sampleFrame(
    planAtLevel(rectification.camera, gridPoints(grid), levelM, scaffold.camera),
    measured.frame,
    samples,
    0,
  );
  return encodePng(grid.columns, grid.rows, Uint8Array.from(samples, Math.round));
}
