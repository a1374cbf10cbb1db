/** Search lines on the water: along the flow, upstream end first, centred on the cross-section. */
import type { WettedSection } from './discharge/index.js';
import { projectPoint } from './rectification/camera.js';
import type { PixelPoint, PlanePoint } from './rectification/points.js';
import type { Rectification } from './rectification/rectification.js';
import { planOfPixels, type SamplingPlan } from './rectification/sampling.js';
import type { LineSearch, Scaffold, SurveyedSection } from './scaffold/scaffold.js';
import { directionsOf } from './velocimetry/directions.js';

export interface SearchLine {
  readonly id: string;
  readonly stationM: number;
  /** On the cross-section. */
  readonly center: PlanePoint;
  /** Unit vector of the line, downstream. */
  readonly direction: PlanePoint;
  /** Samples that the camera sees within the region of interest: one unbroken run of them. */
  readonly pixels: readonly PixelPoint[];
}

/** Lines of all directions through one place, of which the one along the flow is looked for; one or more. */
export type SearchFan = readonly SearchLine[];

/** What of a scaffold places on the water need. */
export type SearchedSite = Pick<Scaffold, 'camera' | 'section' | 'regionOfInterest' | 'pixelM'>;

/** Lines of a scaffold at a water level, by station; those outside of the water are left out. */
export function searchFans(
  scaffold: SearchedSite,
  search: LineSearch,
  wetted: WettedSection,
  { camera }: Rectification,
): SearchFan[] {
  const directions = directionsOf({
    originDeg: mainDirectionDeg(scaffold.section, search),
    rangeDeg: search.directionRangeDeg,
    stepDeg: search.directionStepDeg,
  }).map(unitVector);
  return stationsOf(search, wetted).map((stationM, i) => {
    const center = placeOf(scaffold.section, stationM);
    return directions.map((direction) => {
      const points = pointsAlong(center, direction, search.lengthM, scaffold.pixelM);
      const seen = points.map(([x, y]) => visible(scaffold, projectPoint(camera, [x, y, wetted.levelM])));
      return { id: String(i + 1), stationM, center, direction, pixels: longestRun(seen) };
    });
  });
}

/** Direction that lines are laid along, or around, clockwise from the y axis. */
export function mainDirectionDeg(section: SurveyedSection, { directionDeg, skewDeg }: LineSearch): number {
  if (directionDeg !== null) return directionDeg;
  const { across, downstream } = axesOf(section);
  const skew = (skewDeg * Math.PI) / 180;
  return degreesOf([
    downstream[0] * Math.cos(skew) + across[0] * Math.sin(skew),
    downstream[1] * Math.cos(skew) + across[1] * Math.sin(skew),
  ]);
}

/** Degrees clockwise from the y axis (north, the top of a picture from above), 0 … 360. */
export function degreesOf([x, y]: PlanePoint): number {
  return ((Math.atan2(x, y) * 180) / Math.PI + 360) % 360;
}

const unitVector = (degrees: number): PlanePoint => [
  Math.sin((degrees * Math.PI) / 180),
  Math.cos((degrees * Math.PI) / 180),
];

/** One plan for all lines, one line after the other. */
export function planOfLines(
  lines: readonly SearchLine[],
  size: { readonly widthPx: number; readonly heightPx: number },
): SamplingPlan {
  return planOfPixels(
    lines.flatMap(({ pixels }) => pixels),
    size,
  );
}

/** Unit vectors from the start of the section to its end, and downstream. */
export function axesOf({ start, end, startBank }: SurveyedSection): {
  readonly across: PlanePoint;
  readonly downstream: PlanePoint;
} {
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const across: PlanePoint = [(end[0] - start[0]) / length, (end[1] - start[1]) / length];
  // Who looks downstream has the left bank to the left.
  const sign = startBank === 'left' ? 1 : -1;
  return { across, downstream: [-sign * across[1], sign * across[0]] };
}

/** Place of a station in the world. */
export function placeOf(section: SurveyedSection, stationM: number): PlanePoint {
  const { across } = axesOf(section);
  const along = stationM - section.startStationM;
  return [section.start[0] + along * across[0], section.start[1] + along * across[1]];
}

function stationsOf({ stationsM, count }: LineSearch, { startEdgeM, endEdgeM }: WettedSection): number[] {
  const all =
    stationsM ??
    Array.from({ length: count }, (_, i) => startEdgeM + ((i + 1) * (endEdgeM - startEdgeM)) / (count + 1));
  return all.filter((stationM) => stationM > startEdgeM && stationM < endEdgeM);
}

function pointsAlong(
  center: PlanePoint,
  direction: PlanePoint,
  lengthM: number,
  stepM: number,
): PlanePoint[] {
  const count = Math.floor(lengthM / stepM + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => {
    const along = (i - (count - 1) / 2) * stepM;
    return [center[0] + along * direction[0], center[1] + along * direction[1]];
  });
}

/** The pixel where the picture shows it and the region of interest has it, else null. */
export function visible(
  { camera, regionOfInterest }: SearchedSite,
  pixel: PixelPoint | null,
): PixelPoint | null {
  if (pixel === null) return null;
  const [u, v] = pixel;
  if (!(u >= 0.5 && v >= 0.5 && u <= camera.widthPx - 0.5 && v <= camera.heightPx - 0.5)) return null;
  return regionOfInterest === null || isInside(regionOfInterest, pixel) ? pixel : null;
}

/** Whether a point lies in a polygon: a ray from it crosses its sides an odd number of times. */
export function isInside(corners: readonly PixelPoint[], [u, v]: PixelPoint): boolean {
  let inside = false;
  corners.forEach(([u1, v1], i) => {
    const [u2, v2] = corners[(i + 1) % corners.length]!;
    if (v1 > v !== v2 > v && u < u1 + ((v - v1) * (u2 - u1)) / (v2 - v1)) inside = !inside;
  });
  return inside;
}

function longestRun(pixels: readonly (PixelPoint | null)[]): PixelPoint[] {
  let best: PixelPoint[] = [];
  let run: PixelPoint[] = [];
  for (const pixel of pixels) {
    run = pixel === null ? [] : [...run, pixel];
    if (run.length > best.length) best = run;
  }
  return best;
}
