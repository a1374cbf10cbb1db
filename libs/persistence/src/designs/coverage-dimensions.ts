/** What the map of a design can be laid out by: parameters that vary, inputs, replicates. Pure. */
import { canonicalJson, type Json } from '@batchyard/domain';
import type { DesignCell } from './design-cells.js';

/** One row or column of the map. */
export interface CoverageLevel {
  /** The value, or the first of several that stand together; null also where the parameter is not set. */
  readonly value: Json;
  /** The last of several values that stand together; null: it is one value. */
  readonly to: Json;
}

export interface CoverageDimension {
  /** Dotted path of a parameter, `input` or `replicate`. */
  readonly name: string;
  readonly levels: readonly CoverageLevel[];
}

export interface PlacedDimension extends CoverageDimension {
  /** Index of each cell's level. */
  readonly levelOf: Uint16Array;
}

/** More different values than this are put together, because nobody reads a map of hundreds of rows. */
const maxLevels = 60;
/** Rows or columns that they are put together to. */
const bandCount = 20;
/** The same for parameters of drawn settings. */
const drawnBands = 6;

/** All dimensions with at least two levels: parameters in the order of the design, then inputs, then replicates. */
export function dimensionsOf(cells: readonly DesignCell[]): PlacedDimension[] {
  const settings = [...new Set(cells.map(({ setting }) => setting))];
  const paths = new Set(settings.flatMap((setting) => Object.keys(setting)));
  const readers: (readonly [string, (cell: DesignCell) => Json])[] = [
    ...[...paths].map((path) => [path, ({ setting }: DesignCell) => setting[path] ?? null] as const),
    ['input', ({ inputLabel }) => inputLabel],
    ['replicate', ({ replicate }) => replicate],
  ];
  // Where every setting has a value of its own in several parameters, the settings were drawn, and a map of single
  // values would be empty but for a diagonal.
  const isDrawn = settings.length > drawnBands && paths.size > 1;
  return readers
    .map(([name, read]) => {
      const values = cells.map(read);
      const isOwn = isDrawn && paths.has(name) && new Set(values.map(keyOf)).size === settings.length;
      return placed(name, values, isOwn ? drawnBands : null);
    })
    .filter(({ levels }) => levels.length > 1);
}

/** @param bands number of rows or columns at most; null: one a value, as long as there are few */
function placed(name: string, values: readonly Json[], bands: number | null): PlacedDimension {
  const distinct = inOrder([...new Map(values.map((value) => [keyOf(value), value])).values()]);
  const most = bands ?? (distinct.length > maxLevels ? bandCount : distinct.length);
  const perBand = Math.ceil(distinct.length / most);
  const place = new Map(distinct.map((value, index) => [keyOf(value), Math.floor(index / perBand)]));
  const levels = Array.from({ length: Math.ceil(distinct.length / perBand) }, (_, band) => {
    const members = distinct.slice(band * perBand, (band + 1) * perBand);
    return { value: members[0] ?? null, to: members.length > 1 ? (members.at(-1) ?? null) : null };
  });
  return { name, levels, levelOf: Uint16Array.from(values, (value) => place.get(keyOf(value)) ?? 0) };
}

/** Numbers ascending before all else; other values as they first occur in the design, null last. */
function inOrder(values: readonly Json[]): Json[] {
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const others = values.filter((value) => typeof value !== 'number' && value !== null);
  return [...numbers, ...others, ...values.filter((value) => value === null)];
}

const keyOf = (value: Json) => (typeof value === 'number' ? value : canonicalJson(value));
