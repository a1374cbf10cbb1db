/**
 * Velocities at places on the water by particle-image velocimetry: correlation summed over all pairs of frames that lie
 * one, two, four, eight or sixteen apart. Between neighbouring frames water moves by a pixel or less, and video codecs freeze what
 * moves so little; so each window is followed over as many frames as its pattern allows.
 */
import {
  addPair,
  addSum,
  type CorrelationPeak,
  type CorrelationSum,
  emptySum,
  findPeak,
  type KeptSpectrum,
  meanCorrelation,
  windowSpectrum,
} from './correlate-windows.js';
import { medianResiduals, neighboursOf } from './median-test.js';
import { addNearPiece, copyOfPieces, type NearPieces, noPieces } from './still-pattern.js';

/** Square windows on the water, all of one size, their axes parallel. */
export interface WindowGrid {
  /** Centre of each window; any unit. Windows are judged by those nearest to them. */
  readonly centers: readonly (readonly [number, number])[];
  /** Samples along the side of a window. */
  readonly windowPx: number;
  /** Distance of neighbouring samples on the water. */
  readonly pixelM: number;
  readonly intervalS: number;
}

export interface GridSettings {
  readonly minSignalToNoise: number;
  /** Normalised median residual above which a vector is an outlier. */
  readonly maxResidual: number;
  /** Standard uncertainty over speed above which a vector is unsteady. */
  readonly maxUncertainty: number;
  readonly maxMps: number;
}

export const defaultGridSettings: GridSettings = {
  minSignalToNoise: 1.3,
  maxResidual: 2,
  maxUncertainty: 1 / 3,
  maxMps: 10,
};

export type GridRejection =
  | 'out-of-view'
  | 'no-peak'
  | 'low-signal'
  | 'outlier'
  | 'outside-limits'
  | 'unsteady';

/** What people read of a rejection. */
export const gridRejectionText: Readonly<Record<GridRejection, string>> = {
  'out-of-view': 'the window leaves the picture',
  'no-peak': 'the pattern is not found again',
  'low-signal': 'no displacement stands out from the others',
  outlier: 'the velocity differs from all around it',
  'outside-limits': 'the velocity lies at or beyond the limits',
  unsteady: 'pieces of time differ by more than a third of the velocity',
};

export interface GridVelocity {
  /** Along the rows of samples of a window, and down its columns; null where the vector is rejected. */
  readonly rightMps: number | null;
  readonly downMps: number | null;
  /** Standard uncertainty (1 sigma) of either component, the larger; null where rejected or of too few frames. */
  readonly uncertaintyMps: number | null;
  readonly signalToNoise: number;
  readonly rejection: GridRejection | null;
}

export interface GridMeasurement {
  /** Takes the samples of all windows in the next frame, window after window, each row by row. */
  add(samples: ArrayLike<number>): void;
  /** Velocities in the order of the windows. */
  finish(settings: GridSettings): GridVelocity[];
}

/** Frames between the two of a pair. */
const lags = [1, 2, 4, 8, 16] as const;
/** After so many frames a window keeps to the lag that suits it. */
const tryingFrames = 40;
/** Pairs in a piece, by whose differences uncertainty is told. */
const pairsInPiece = 16;

/** Sums of one lag. */
interface LagSum {
  readonly lag: number;
  readonly all: CorrelationSum;
}

interface Cell {
  /** Spectra of the last frames, the newest first. */
  readonly last: KeptSpectrum[];
  /** One that is no longer needed, to be overwritten. */
  spare: KeptSpectrum | null;
  frames: number;
  /** All lags while they are tried, then the chosen one. */
  tried: LagSum[];
  piece: CorrelationSum;
  /** Of the chosen lag, for what stands still. */
  near: NearPieces;
  readonly pieces: CorrelationPeak[];
}

/** An empty measurement; its memory does not grow with the number of frames. @throws RangeError for windows too small */
export function measureGrid(grid: WindowGrid): GridMeasurement {
  const { centers, windowPx } = grid;
  if (windowPx < 8) throw new RangeError(`Windows of ${windowPx} samples: at least 8 are needed.`);
  const cells = centers.map(
    (): Cell => ({
      last: [],
      spare: null,
      frames: 0,
      tried: lags.map((lag) => ({ lag, all: emptySum(windowPx) })),
      piece: emptySum(windowPx),
      near: noPieces(windowPx),
      pieces: [],
    }),
  );
  const work = emptySum(windowPx).cross;
  return {
    add(samples) {
      const count = cells.length * windowPx * windowPx;
      let mean = 0;
      for (let i = 0; i < count; i++) mean += samples[i]! / count;
      cells.forEach((cell, i) => {
        const from = i * windowPx * windowPx;
        addFrame(cell, windowSpectrum(samples, from, windowPx, mean, work, cell.spare ?? undefined));
      });
    },
    finish: (settings) => velocitiesOf(cells, grid, settings),
  };
}

function addFrame(cell: Cell, spectrum: KeptSpectrum): void {
  const isTrying = cell.tried.length > 1;
  for (const { lag, all } of cell.tried) {
    const before = cell.last[lag - 1];
    if (before) addPair(isTrying ? all : cell.piece, before, spectrum);
  }
  cell.last.unshift(spectrum);
  const longest = cell.tried.at(-1)!.lag;
  cell.spare = cell.last.length > longest ? cell.last[longest]! : null;
  cell.last.length = Math.min(cell.last.length, longest);
  cell.frames++;
  if (isTrying && cell.frames === tryingFrames) chooseLag(cell);
  if (cell.piece.pairs === pairsInPiece) closePiece(cell);
}

/** Pairs of the trial are the first piece of time. */
function chooseLag(cell: Cell): void {
  const { sum: best, peak } = bestLag(cell.tried);
  const { lag, all } = best;
  const sum = emptySum(all.windowPx);
  addSum(sum, all);
  cell.tried = [{ lag, all: sum }];
  cell.near = addNearPiece(cell.near, all);
  if (peak) cell.pieces.push(peak);
}

function closePiece(cell: Cell): void {
  const { windowPx } = cell.piece;
  addSum(cell.tried[0]!.all, cell.piece);
  cell.near = addNearPiece(cell.near, cell.piece);
  const peak = findPeak(meanCorrelation(cell.piece), windowPx);
  if (peak) cell.pieces.push(peak);
  cell.piece = emptySum(windowPx);
}

/** Displacements of neighbouring lags may differ by so many pixels; the shorter ones come out too small. */
const agreementPx = 2;
/** So much of the height of the peak must be left at the longer lag. */
const clearEnough = 1.3;

/** The longest lag whose displacement goes on from that of the shorter ones. */
function bestLag(sums: readonly LagSum[]): { readonly sum: LagSum; readonly peak: CorrelationPeak | null } {
  const peaks = sums.map(({ all }) => (all.pairs > 1 ? findPeak(meanCorrelation(all), all.windowPx) : null));
  let best = 0;
  for (let i = 1; i < sums.length; i++) {
    const [shorter, longer] = [peaks[best]!, peaks[i]!];
    if (!shorter || !longer || longer.signalToNoise < clearEnough) break;
    const ratio = sums[i]!.lag / sums[best]!.lag;
    const off = Math.hypot(longer.dx - ratio * shorter.dx, longer.dy - ratio * shorter.dy);
    if (off > agreementPx) break;
    best = i;
  }
  return { sum: sums[best]!, peak: peaks[best]! };
}

/** All pairs of a cell at the lag that suits it. */
function peakOf(cell: Cell): { readonly lag: number; readonly peak: CorrelationPeak | null } {
  if (cell.tried.length > 1) {
    const { sum, peak } = bestLag(cell.tried);
    return { lag: sum.lag, peak };
  }
  const { lag, all } = cell.tried[0]!;
  const sum = emptySum(all.windowPx);
  addSum(sum, all);
  addSum(sum, cell.piece);
  const near = cell.piece.pairs === 0 ? cell.near : addNearPiece(copyOfPieces(cell.near), cell.piece);
  return { lag, peak: findPeak(meanCorrelation(sum, near), all.windowPx) };
}

function velocitiesOf(cells: readonly Cell[], grid: WindowGrid, settings: GridSettings): GridVelocity[] {
  const found = cells.map(peakOf);
  // A frame, so that windows of different lags can be compared.
  const perFrame = found.map(({ lag, peak }) => peak && { ...peak, dx: peak.dx / lag, dy: peak.dy / lag });
  const shortest = Math.min(...found.map(({ lag }) => lag));
  const residuals = medianResiduals(perFrame, neighboursOf(grid.centers), shortest);
  const toMps = grid.pixelM / grid.intervalS;
  return cells.map((cell, i) => {
    const peak = perFrame[i]!;
    const uncertainty = cell.pieces.length > 1 ? standardError(cell.pieces) / found[i]!.lag : null;
    const isUnsteady =
      peak !== null &&
      uncertainty !== null &&
      uncertainty > settings.maxUncertainty * Math.hypot(peak.dx, peak.dy);
    const rejection = rejectionOf(peak, residuals[i]!, toMps, settings) ?? (isUnsteady ? 'unsteady' : null);
    const kept = rejection === null ? peak : null;
    return {
      rightMps: kept && kept.dx * toMps,
      downMps: kept && kept.dy * toMps,
      uncertaintyMps: kept && uncertainty !== null ? uncertainty * toMps : null,
      signalToNoise: peak?.signalToNoise ?? 0,
      rejection,
    };
  });
}

function rejectionOf(
  peak: CorrelationPeak | null,
  residual: number | null,
  toMps: number,
  { minSignalToNoise, maxResidual, maxMps }: GridSettings,
): GridRejection | null {
  if (peak === null) return 'no-peak';
  if (peak.signalToNoise < minSignalToNoise) return 'low-signal';
  if (Math.hypot(peak.dx, peak.dy) * toMps > maxMps) return 'outside-limits';
  return residual !== null && residual > maxResidual ? 'outlier' : null;
}

function standardError(pieces: readonly CorrelationPeak[]): number {
  const of = (part: 'dx' | 'dy') => {
    const mean = pieces.reduce((sum, piece) => sum + piece[part], 0) / pieces.length;
    const squares = pieces.reduce((sum, piece) => sum + (piece[part] - mean) ** 2, 0);
    return Math.sqrt(squares / (pieces.length - 1) / pieces.length);
  };
  return Math.max(of('dx'), of('dy'));
}
