/** What an adaptive design may choose: one dimension for each entry of its axes, mapped to [0, 1] or to options. */
import type { Json, JsonObject } from '@batchyard/pipelines';
import type { Axis } from '../designs/axes.js';
import { sampleAxis, scaleOf } from '../designs/axis-values.js';
import { canonicalJson } from '../designs/canonical.js';

/** An axis with a range, of any distribution. */
export interface NumberDimension {
  readonly kind: 'number';
  readonly axis: Axis;
}

/** One of several options without an order; each sets one parameter, or several that move together. */
export interface ChoiceDimension {
  readonly kind: 'choice';
  readonly options: readonly JsonObject[];
}

export type Dimension = NumberDimension | ChoiceDimension;

/** A setting that may be computed. `key` is equal for settings that are equal to the pipeline. */
export interface AllowedSetting {
  readonly setting: JsonObject;
  readonly key: string;
}

export interface SearchSpace {
  readonly dimensions: readonly Dimension[];
  /**
   * The setting that values for all dimensions make: parameters whose condition does not hold are left out. Null where
   * the design or the pipeline does not allow it.
   */
  resolve(values: JsonObject): AllowedSetting | null;
}

/**
 * One coordinate for each dimension: of a number its place in [0, 1], of a choice the index of the option, null where a
 * setting does not have the dimension.
 */
export type Point = readonly (number | null)[];

/** How many values a dimension has; null: as many as there are numbers. */
export function levelCount(dimension: Dimension): number | null {
  if (dimension.kind === 'choice') return dimension.options.length;
  const { distribution, min = 0, max = 0, step = 1 } = dimension.axis;
  if (distribution === 'integer') return max - min + 1;
  return distribution === 'step' ? Math.floor((max - min) / step + 1e-9) + 1 : null;
}

/** What a dimension sets at a coordinate. */
export function valuesAt(dimension: Dimension, coordinate: number): JsonObject {
  if (dimension.kind === 'choice') return dimension.options[coordinate] ?? {};
  return { [dimension.axis.parameter]: sampleAxis(dimension.axis, coordinate) };
}

/** Level `index` of a dimension with a finite number of values, as a coordinate. */
export function coordinateOfLevel(dimension: Dimension, index: number): number {
  return dimension.kind === 'choice' ? index : (index + 0.5) / (levelCount(dimension) ?? 1);
}

/** The setting of a point. */
export function valuesOf(space: SearchSpace, point: Point): JsonObject {
  return Object.assign(
    {},
    ...space.dimensions.map((dimension, index) => {
      const coordinate = point[index];
      return coordinate == null ? {} : valuesAt(dimension, coordinate);
    }),
  );
}

/** The point of a setting; null for dimensions it does not have, or has outside their bounds. */
export function pointOf(space: SearchSpace, setting: JsonObject): Point {
  return space.dimensions.map((dimension) =>
    dimension.kind === 'choice' ? optionOf(dimension, setting) : placeOf(dimension, setting),
  );
}

function optionOf({ options }: ChoiceDimension, setting: JsonObject): number | null {
  const index = options.findIndex((option) =>
    Object.entries(option).every(([path, value]) => isEqual(setting[path], value)),
  );
  return index < 0 ? null : index;
}

const isEqual = (a: Json | undefined, b: Json) =>
  a !== undefined && (a === b || canonicalJson(a) === canonicalJson(b));

function placeOf(dimension: NumberDimension, setting: JsonObject): number | null {
  const { parameter, min = 0, max = 0, distribution, step = 1 } = dimension.axis;
  const value = setting[parameter];
  if (typeof value !== 'number' || value < min || value > max) return null;
  if (levelCount(dimension) !== null) {
    return coordinateOfLevel(dimension, Math.round((value - min) / (distribution === 'step' ? step : 1)));
  }
  const isLog = scaleOf(dimension.axis) === 'log';
  return isLog ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}
