/** Velocities at places on the water by particle-image velocimetry: correlation over all pairs of neighbouring frames. */
import type { ComplexGrid } from '../fft.js';
import {
  addPair,
  addSum,
  type CorrelationPeak,
  type CorrelationSum,
  emptySum,
  findPeak,
  meanCorrelation,
  windowSpectrum,
} from './correlate-windows.js';
import { medianResiduals, neighboursOf } from './median-test.js';

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
  readonly maxMps: number;
}

export const defaultGridSettings: GridSettings = { minSignalToNoise: 1.3, maxResidual: 2, maxMps: 10 };

export type GridRejection = 'out-of-view' | 'no-peak' | 'low-signal' | 'outlier' | 'outside-limits';

/** What people read of a rejection. */
export const gridRejectionText: Readonly<Record<GridRejection, string>> = {
  'out-of-view': 'the window leaves the picture',
  'no-peak': 'the pattern is not found again',
  'low-signal': 'no displacement stands out from the others',
  outlier: 'the velocity differs from all around it',
  'outside-limits': 'the velocity lies at or beyond the limits',
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

/** Pairs in a piece, by whose differences uncertainty is told. */
const pairsInPiece = 12;

interface Cell {
  previous: ComplexGrid | null;
  piece: CorrelationSum;
  readonly all: CorrelationSum;
  readonly pieces: CorrelationPeak[];
}

/** An empty measurement; its memory does not grow with the number of frames. @throws RangeError for windows too small */
export function measureGrid(grid: WindowGrid): GridMeasurement {
  const { centers, windowPx } = grid;
  if (windowPx < 8) throw new RangeError(`Windows of ${windowPx} samples: at least 8 are needed.`);
  const cells = centers.map(
    (): Cell => ({ previous: null, piece: emptySum(windowPx), all: emptySum(windowPx), pieces: [] }),
  );
  return {
    add(samples) {
      cells.forEach((cell, i) => {
        addFrame(cell, windowSpectrum(samples, i * windowPx * windowPx, windowPx));
      });
    },
    finish: (settings) => velocitiesOf(cells, grid, settings),
  };
}

function addFrame(cell: Cell, spectrum: ComplexGrid): void {
  if (cell.previous) addPair(cell.piece, cell.previous, spectrum);
  cell.previous = spectrum;
  if (cell.piece.pairs === pairsInPiece) closePiece(cell);
}

function closePiece(cell: Cell): void {
  const { windowPx } = cell.piece;
  addSum(cell.all, cell.piece);
  const peak = findPeak(meanCorrelation(cell.piece), windowPx);
  if (peak) cell.pieces.push(peak);
  cell.piece = emptySum(windowPx);
}

function velocitiesOf(cells: readonly Cell[], grid: WindowGrid, settings: GridSettings): GridVelocity[] {
  const peaks = cells.map((cell) => {
    const sum = emptySum(grid.windowPx);
    addSum(sum, cell.all);
    addSum(sum, cell.piece);
    return sum.pairs > 1 ? findPeak(meanCorrelation(sum), grid.windowPx) : null;
  });
  const residuals = medianResiduals(peaks, neighboursOf(grid.centers));
  const toMps = grid.pixelM / grid.intervalS;
  return cells.map((cell, i) => {
    const peak = peaks[i]!;
    const rejection = rejectionOf(peak, residuals[i]!, toMps, settings);
    const kept = rejection === null ? peak : null;
    return {
      rightMps: kept && kept.dx * toMps,
      downMps: kept && kept.dy * toMps,
      uncertaintyMps: kept && cell.pieces.length > 1 ? standardError(cell.pieces) * toMps : null,
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
