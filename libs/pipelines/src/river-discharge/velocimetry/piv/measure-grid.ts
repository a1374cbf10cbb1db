/** Velocities on a regular grid by particle-image velocimetry: correlation over all pairs of neighbouring frames. */
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
import { medianResiduals } from './median-test.js';

/** A regular grid of square windows on rectified frames. */
export interface WindowGrid {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly windowPx: number;
  /** Distance of neighbouring windows. */
  readonly stepPx: number;
  /** Size of a pixel on the water. */
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

export type GridRejection = 'no-peak' | 'low-signal' | 'outlier' | 'outside-limits';

export interface GridVelocity {
  /** Centre of the window in the rectified picture. */
  readonly x: number;
  readonly y: number;
  /** To the right and down the rectified picture; null where the vector is rejected. */
  readonly rightMps: number | null;
  readonly downMps: number | null;
  /** Standard uncertainty (1 sigma) of either component, the larger; null where rejected or of too few frames. */
  readonly uncertaintyMps: number | null;
  readonly signalToNoise: number;
  readonly rejection: GridRejection | null;
}

export interface GridMeasurement {
  readonly columns: number;
  readonly rows: number;
  /** Takes the next rectified frame, row by row. */
  add(frame: ArrayLike<number>): void;
  /** Velocities, row by row. */
  finish(settings: GridSettings): GridVelocity[];
}

/** Pairs in a piece, by whose differences uncertainty is told. */
const pairsInPiece = 12;

interface Cell {
  readonly left: number;
  readonly top: number;
  previous: ComplexGrid | null;
  piece: CorrelationSum;
  readonly all: CorrelationSum;
  readonly pieces: CorrelationPeak[];
}

/** An empty measurement; its memory does not grow with the number of frames. @throws RangeError for windows that do not fit */
export function measureGrid(grid: WindowGrid): GridMeasurement {
  const { widthPx, heightPx, windowPx, stepPx } = grid;
  if (windowPx < 8 || windowPx > Math.min(widthPx, heightPx)) {
    const fits = `8 … ${Math.min(widthPx, heightPx)}`;
    throw new RangeError(
      `Windows of ${windowPx} pixels in a picture of ${widthPx} × ${heightPx}: ${fits} fit.`,
    );
  }
  const columns = Math.floor((widthPx - windowPx) / stepPx) + 1;
  const rows = Math.floor((heightPx - windowPx) / stepPx) + 1;
  const cells = Array.from({ length: columns * rows }, (_, i): Cell => {
    const [left, top] = [(i % columns) * stepPx, Math.floor(i / columns) * stepPx];
    const sums = { piece: emptySum(windowPx), all: emptySum(windowPx) };
    return { left, top, previous: null, ...sums, pieces: [] };
  });
  return {
    columns,
    rows,
    add(frame) {
      for (const cell of cells) addFrame(cell, frame, grid);
    },
    finish: (settings) => velocitiesOf(cells, columns, grid, settings),
  };
}

function addFrame(cell: Cell, frame: ArrayLike<number>, { widthPx, windowPx }: WindowGrid): void {
  const spectrum = windowSpectrum(frame, widthPx, cell.left, cell.top, windowPx);
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

function velocitiesOf(
  cells: readonly Cell[],
  columns: number,
  grid: WindowGrid,
  settings: GridSettings,
): GridVelocity[] {
  const peaks = cells.map((cell) => {
    const sum = emptySum(grid.windowPx);
    addSum(sum, cell.all);
    addSum(sum, cell.piece);
    return sum.pairs > 1 ? findPeak(meanCorrelation(sum), grid.windowPx) : null;
  });
  const residuals = medianResiduals(peaks, columns);
  const toMps = grid.pixelM / grid.intervalS;
  return cells.map((cell, i) => {
    const peak = peaks[i]!;
    const rejection = rejectionOf(peak, residuals[i]!, toMps, settings);
    const kept = rejection === null ? peak : null;
    return {
      x: cell.left + grid.windowPx / 2,
      y: cell.top + grid.windowPx / 2,
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
