/** What an adaptive design may choose: one dimension for each entry of its axes, mapped to [0, 1] or to options. */
import type { Json, JsonObject } from '@batchyard/pipelines';
import { canonicalJson } from '../designs/canonical.js';

/** A number between two bounds, both included. */
export interface NumberDimension {
  readonly kind: 'number';
  readonly parameter: string;
  readonly min: number;
  readonly max: number;
  /** On `log` equal ratios are equal distances; `min` is above 0 then. */
  readonly scale: 'linear' | 'log';
  /** Values are min, min + step, …; null: every number between the bounds. Linear scale only. */
  readonly step: number | null;
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
  if (dimension.min === dimension.max) return 1;
  return dimension.step === null
    ? null
    : Math.floor((dimension.max - dimension.min) / dimension.step + 1e-9) + 1;
}

/** What a dimension sets at a coordinate. */
export function valuesAt(dimension: Dimension, coordinate: number): JsonObject {
  if (dimension.kind === 'choice') return dimension.options[coordinate] ?? {};
  return { [dimension.parameter]: numberAt(dimension, coordinate) };
}

function numberAt(dimension: NumberDimension, coordinate: number): number {
  const { min, max, step, scale } = dimension;
  const levels = levelCount(dimension);
  if (levels !== null) {
    const level = Math.min(levels - 1, Math.floor(coordinate * levels));
    // Sums of steps such as 0.1 are rounded to what a person would write.
    return Math.min(max, Number((min + level * (step ?? 0)).toPrecision(12)));
  }
  const value = scale === 'log' ? min * (max / min) ** coordinate : min + coordinate * (max - min);
  return Math.min(max, Math.max(min, Number(value.toPrecision(digitsBetween(min, max)))));
}

/** Significant digits that tell apart a millionth of the range. */
function digitsBetween(min: number, max: number): number {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  return Math.min(15, 6 + Math.ceil(Math.log10(largest / (max - min) + 1)));
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
  const { parameter, min, max, scale, step } = dimension;
  const value = setting[parameter];
  if (typeof value !== 'number' || value < min || value > max) return null;
  if (min === max) return 0.5;
  if (step !== null) return coordinateOfLevel(dimension, Math.round((value - min) / step));
  return scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}
