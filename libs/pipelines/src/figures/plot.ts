/**
 * Figures of pipelines as plain data: what to draw, without how. `render.ts` makes files of them.
 * All panels stand above each other and share the x axis.
 */

/** One axis. Limits not given are those of the data. */
export interface Axis {
  /** With its unit; superscript characters (cm⁻¹) are set as such. */
  readonly label: string;
  readonly min?: number;
  readonly max?: number;
  /** Drawn from high to low, as wavenumbers are by convention. */
  readonly reversed?: boolean;
  /** Of things that are counted, such as frames: no fractions beside it. */
  readonly whole?: boolean;
}

interface NamedLayer {
  /** As the legend has it; empty: not in the legend. */
  readonly name: string;
  /** CSS colour. */
  readonly color: string;
}

/** A curve through points in their order; a NaN breaks it. `x` and `y` of equal length. */
export interface LineLayer extends NamedLayer {
  readonly kind: 'line';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** In points. */
  readonly width?: number;
  /** Lengths of dashes and gaps in points. */
  readonly dash?: readonly number[];
}

/** Round marks. `x` and `y` of equal length; NaN is left out. */
export interface PointLayer extends NamedLayer {
  readonly kind: 'points';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** In points. */
  readonly radius?: number;
}

/** Values on a regular grid as colours; NaN stays clear. Row 0 lies at `y[0]`, column 0 at `x[0]`. */
export interface HeatLayer {
  readonly kind: 'heat';
  readonly columns: number;
  readonly rows: number;
  /** Row by row, `rows` × `columns` of them. */
  readonly values: ArrayLike<number>;
  /** Outer edges of the first and the last column, in units of the axis. */
  readonly x: readonly [number, number];
  /** Outer edges of the first and the last row. */
  readonly y: readonly [number, number];
  /** Values of the darkest and the brightest colour; not given: those of the data. */
  readonly range?: readonly [number, number];
}

/** Arrows from `x`, `y` with components `u`, `v`, all of equal length, in units of the axes. */
export interface VectorLayer extends NamedLayer {
  readonly kind: 'vectors';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly u: ArrayLike<number>;
  readonly v: ArrayLike<number>;
  /** Multiplies the components. */
  readonly scale?: number;
}

export type Layer = LineLayer | PointLayer | HeatLayer | VectorLayer;

/** A short text above a place in the data; those that find no room are left out, the last ones first. */
export interface PointLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
}

export interface Panel {
  readonly y: Axis;
  readonly layers: readonly Layer[];
  /** The most important first. */
  readonly labels?: readonly PointLabel[];
  /** Share of the height among the panels. Default 1. */
  readonly height?: number;
  /** Draws a thin line at zero. */
  readonly zeroLine?: boolean;
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  /** From top to bottom, at least one. */
  readonly panels: readonly Panel[];
}

/** `screen`: colours and a light grid; `publication`: black frame, ticks inside, no grid. */
export type PlotStyle = 'screen' | 'publication';

/** The smallest and the largest finite value; [0, 1] where there is none. */
export function finiteRange(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
  }
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : [0, 1];
}
