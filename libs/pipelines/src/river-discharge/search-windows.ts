/** Square windows on the water whose pattern is followed, along the axes of the cross-section, and the verticals they speak for. */
import type { WettedSection } from './discharge/index.js';
import { projectPoint } from './rectification/camera.js';
import type { PixelPoint, PlanePoint } from './rectification/points.js';
import type { Rectification } from './rectification/rectification.js';
import type { GridSearch, LineSearch } from './scaffold/scaffold.js';
import { axesOf, placeOf, type SearchedSite, searchFans, visible } from './search-lines.js';

export interface SearchWindow {
  readonly center: PlanePoint;
  readonly stationM: number;
  /** Of its samples, row by row: columns along the section, rows downstream; null where one of them is not seen. */
  readonly pixels: readonly PixelPoint[] | null;
}

/** A vertical and the windows at its station. */
export interface WindowVertical {
  readonly id: string;
  readonly stationM: number;
  readonly center: PlanePoint;
  /** Indices of windows. */
  readonly windows: readonly number[];
}

export interface SearchWindows {
  readonly windows: readonly SearchWindow[];
  readonly verticals: readonly WindowVertical[];
  readonly windowPx: number;
  /** Ground size of a sample. */
  readonly pixelM: number;
  readonly across: PlanePoint;
  readonly downstream: PlanePoint;
}

/** Samples along the side of a window: finer ones cost more and find displacements no better. */
const windowPx = 32;

/** Windows of a scaffold at a water level, those in the water, with the verticals they belong to. */
export function searchWindows(
  scaffold: SearchedSite,
  search: GridSearch,
  wetted: WettedSection,
  { camera }: Rectification,
): SearchWindows {
  const { across, downstream } = axesOf(scaffold.section);
  const pixelM = search.windowM / windowPx;
  const stationOf = ([x, y]: PlanePoint) =>
    scaffold.section.startStationM +
    (x - scaffold.section.start[0]) * across[0] +
    (y - scaffold.section.start[1]) * across[1];
  const centers = search.points ?? rowsOfCenters(scaffold, search, wetted);
  const windows = centers
    .map((center) => ({ center, stationM: stationOf(center) }))
    .filter(({ stationM }) => stationM > wetted.startEdgeM && stationM < wetted.endEdgeM)
    .map(({ center, stationM }) => {
      const seen = samplesOf(center, across, downstream, pixelM).map(([x, y]) =>
        visible(scaffold, projectPoint(camera, [x, y, wetted.levelM])),
      );
      const pixels = seen.every((pixel) => pixel !== null) ? (seen as PixelPoint[]) : null;
      return { center, stationM, pixels };
    });
  const verticals = verticalsOf(scaffold, windows, search.spacingM);
  return { windows, verticals, windowPx, pixelM, across, downstream };
}

/** Rows along the section, `spacing` apart in both directions, in the middle of the water. */
function rowsOfCenters({ section }: SearchedSite, { spacingM, rows }: GridSearch, wetted: WettedSection) {
  const { downstream } = axesOf(section);
  const widthM = wetted.endEdgeM - wetted.startEdgeM;
  const columns = Math.max(1, Math.floor(widthM / spacingM));
  const firstM = wetted.startEdgeM + (widthM - (columns - 1) * spacingM) / 2;
  return Array.from({ length: rows * columns }, (_, i): PlanePoint => {
    const place = placeOf(section, firstM + Math.floor(i / rows) * spacingM);
    const alongM = ((i % rows) - (rows - 1) / 2) * spacingM;
    return [place[0] + alongM * downstream[0], place[1] + alongM * downstream[1]];
  });
}

function samplesOf(center: PlanePoint, across: PlanePoint, downstream: PlanePoint, pixelM: number) {
  return Array.from({ length: windowPx * windowPx }, (_, i): PlanePoint => {
    const a = ((i % windowPx) + 0.5 - windowPx / 2) * pixelM;
    const d = (Math.floor(i / windowPx) + 0.5 - windowPx / 2) * pixelM;
    return [center[0] + a * across[0] + d * downstream[0], center[1] + a * across[1] + d * downstream[1]];
  });
}

/** Windows whose stations lie within half a spacing of the first are one vertical. */
function verticalsOf(
  { section }: SearchedSite,
  windows: readonly SearchWindow[],
  spacingM: number,
): WindowVertical[] {
  const order = windows.map((_, i) => i).sort((a, b) => windows[a]!.stationM - windows[b]!.stationM);
  const groups: number[][] = [];
  for (const i of order) {
    const group = groups.at(-1);
    const isNear = group && windows[i]!.stationM - windows[group[0]!]!.stationM < spacingM / 2;
    if (isNear) group.push(i);
    else groups.push([i]);
  }
  return groups.map((group, i) => {
    const stationM = group.reduce((sum, at) => sum + windows[at]!.stationM, 0) / group.length;
    return { id: String(i + 1), stationM, center: placeOf(section, stationM), windows: group };
  });
}

/** Windows at the stations of search lines: three in a row along each, of a quarter of its length. */
export function gridAlongLines(
  scaffold: SearchedSite,
  search: LineSearch,
  wetted: WettedSection,
  rectification: Rectification,
): GridSearch {
  const windowM = search.lengthM / 4;
  const points = searchFans(scaffold, { ...search, directionRangeDeg: 0 }, wetted, rectification).flatMap(
    ([line]) =>
      [-1, 0, 1].map(
        (row): PlanePoint => [
          line!.center[0] + row * windowM * line!.direction[0],
          line!.center[1] + row * windowM * line!.direction[1],
        ],
      ),
  );
  return { kind: 'grid', points, spacingM: windowM, windowM, rows: 3 };
}

/** Search lines at the verticals of a grid, as long as it reaches along the flow. */
export function linesThroughGrid(
  scaffold: SearchedSite,
  search: GridSearch,
  wetted: WettedSection,
  rectification: Rectification,
): LineSearch {
  const { verticals, windows, downstream } = searchWindows(scaffold, search, wetted, rectification);
  const along = windows.map(({ center }) => center[0] * downstream[0] + center[1] * downstream[1]);
  return {
    kind: 'lines',
    stationsM: verticals.map(({ stationM }) => stationM),
    count: verticals.length,
    lengthM: Math.max(...along) - Math.min(...along) + search.windowM,
    skewDeg: 0,
    directionDeg: null,
    directionRangeDeg: 0,
    directionStepDeg: 1,
    blurSigmaPx: 0,
    correlationPx: null,
  };
}
