/** Where velocities of a video are looked for, by what its scaffold and its parameters say together. */
import { type Problem, ProblemsError } from '../contract.js';
import type { VelocitySearch } from './measure-video.js';
import type { RiverDischargeParams } from './params.js';
import type { PreparedVideo } from './prepare.js';
import { searchFans } from './search-lines.js';
import { gridAlongLines, linesThroughGrid, searchWindows } from './search-windows.js';
import { defaultLineSettings } from './velocimetry/measure-line.js';

export type VelocityMethod = Exclude<RiverDischargeParams['velocity_method'], 'scaffold'>;

/** The method of a job, where the parameter leaves it to the scaffold. */
export function velocityMethodOf(
  { scaffold: { search } }: Pick<PreparedVideo, 'scaffold'>,
  { velocity_method: asked }: Pick<RiverDischargeParams, 'velocity_method'>,
): VelocityMethod {
  if (asked !== 'scaffold') return asked;
  return search.kind === 'grid' ? 'cross-correlation' : 'autocorrelation';
}

/** Each window keeps spectra of some frames, about 0.5 MB. */
export const mostWindows = 400;

/** What a grid asks for beyond that; known before the video is opened. */
export function gridProblems({
  scaffold: { search },
  wetted,
}: Pick<PreparedVideo, 'scaffold' | 'wetted'>): Problem[] {
  if (search.kind !== 'grid') return [];
  const columns = Math.max(1, Math.floor((wetted.endEdgeM - wetted.startEdgeM) / search.spacingM));
  const count = search.points?.length ?? columns * search.rows;
  if (count <= mostWindows) return [];
  return [
    {
      code: 'GRID_TOO_LARGE',
      severity: 'error',
      message: `The grid has ${count} windows: at most ${mostWindows} are followed.`,
      place: { input: 'scaffold', parameter: search.points === null ? 'search.spacing' : 'search.points' },
      value: String(count),
      expectation: `at most ${mostWindows} windows`,
      fix: 'Set a larger spacing, or fewer rows or points.',
    },
  ];
}

/** Lines or windows in the water; throws ProblemsError where there are none. */
export function velocitySearch(site: PreparedVideo, params: RiverDischargeParams): VelocitySearch {
  const { scaffold, wetted, rectification } = site;
  const { search } = scaffold;
  const method = velocityMethodOf(site, params);
  if (method === 'cross-correlation') {
    const grid = search.kind === 'grid' ? search : gridAlongLines(scaffold, search, wetted, rectification);
    const windows = searchWindows(scaffold, grid, wetted, rectification);
    if (windows.windows.length === 0) throw nothingInWater(site);
    return { kind: 'windows', windows, maxSpeedMps: scaffold.maxSpeedMS };
  }
  const lines = search.kind === 'lines' ? search : linesThroughGrid(scaffold, search, wetted, rectification);
  const fans = searchFans(scaffold, lines, wetted, rectification);
  if (fans.length === 0) throw nothingInWater(site);
  const settings = {
    ...defaultLineSettings,
    method,
    minMps: -scaffold.maxSpeedMS,
    maxMps: scaffold.maxSpeedMS,
    blurPositions: lines.blurSigmaPx,
    correlationPositions: lines.correlationPx,
    spacingM: scaffold.pixelM,
  };
  return { kind: 'lines', fans, settings };
}

function nothingInWater({ scaffold, wetted }: PreparedVideo): ProblemsError {
  const isGrid = scaffold.search.kind === 'grid';
  const what = isGrid ? 'window of the grid' : 'search line';
  const range = `station ${wetted.startEdgeM.toFixed(2)} m to ${wetted.endEdgeM.toFixed(2)} m`;
  return new ProblemsError([
    {
      code: 'NO_SEARCH_LINES',
      severity: 'error',
      message: `No ${what} lies in the water, which reaches from ${range}.`,
      place: { input: 'scaffold', parameter: isGrid ? 'search.points' : 'search.stations' },
      fix: `Add a ${what} between these stations, or check the water level.`,
    },
  ]);
}
