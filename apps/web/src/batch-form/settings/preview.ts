/** The first settings of a design and how they spread, before anything runs. */
import {
  compileExpression,
  type DesignSpec,
  type Json,
  type JsonObject,
  mergeParams,
  parametersOf,
  parseExpression,
  settingsOf,
  valueAt,
} from '@batchyard/domain';

export interface PreviewedSetting {
  readonly setting: JsonObject;
  /** Whether `where` excludes it, whatever its input and replicate. */
  readonly isExcluded: boolean;
}

export interface SettingsPreview {
  /** Parameters that vary, in the order of the design. */
  readonly parameters: readonly string[];
  readonly settings: readonly PreviewedSetting[];
}

/** @param defaults parameters of the pipeline, which conditions may name */
export function previewOf(spec: DesignSpec, defaults: JsonObject): SettingsPreview {
  const base = mergeParams(defaults, spec.params);
  const { expression } = parseExpression(spec.where ?? '');
  const holds = spec.where === undefined || expression === null ? null : compileExpression(expression);
  return {
    parameters: parametersOf(spec.axes),
    settings: settingsOf(spec, base).map((setting) => ({
      setting,
      isExcluded: holds !== null && holds((name) => setting[name] ?? valueAt(base, name)) === false,
    })),
  };
}

export interface Spread {
  readonly parameter: string;
  /** Different values. */
  readonly distinct: number;
  /** Least and largest where all values are numbers. */
  readonly range: readonly [number, number] | null;
}

/** How the values of each parameter spread over the settings that are kept. */
export function spreadOf({ parameters, settings }: SettingsPreview): readonly Spread[] {
  const kept = settings.filter(({ isExcluded }) => !isExcluded);
  return parameters.map((parameter) => {
    const values = kept.flatMap(({ setting }) => setting[parameter] ?? ([] as Json[]));
    const numbers = values.filter((value): value is number => typeof value === 'number');
    const isNumeric = numbers.length > 0 && numbers.length === values.length;
    return {
      parameter,
      distinct: new Set(values.map((value) => JSON.stringify(value))).size,
      range: isNumeric
        ? [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))]
        : null,
    };
  });
}

/** A place in the unit square, or null where a value is no number. */
export interface PlacedPoint {
  /** From left to right. */
  readonly x: number;
  /** From bottom to top. */
  readonly y: number;
  readonly isExcluded: boolean;
}

/** Where settings lie over two parameters; logarithmic where a parameter's range is. */
export function placePoints(
  { settings }: SettingsPreview,
  [across, up]: readonly [ScatterAxis, ScatterAxis],
): readonly PlacedPoint[] {
  return settings.flatMap(({ setting, isExcluded }) => {
    const x = placeOf(setting[across.parameter], across);
    const y = placeOf(setting[up.parameter], up);
    return x === null || y === null ? [] : [{ x, y, isExcluded }];
  });
}

export interface ScatterAxis {
  readonly parameter: string;
  readonly min: number;
  readonly max: number;
  readonly isLog: boolean;
}

function placeOf(value: Json | undefined, { min, max, isLog }: ScatterAxis): number | null {
  if (typeof value !== 'number') return null;
  const scale = isLog ? Math.log : (number: number) => number;
  return (scale(value) - scale(min)) / (scale(max) - scale(min));
}

/** The parameters with ranges, which a scatter can show. */
export function scatterAxes(spec: DesignSpec): readonly ScatterAxis[] {
  return spec.axes.flatMap((entry) => {
    if (!('parameter' in entry) || entry.min === undefined || entry.max === undefined) return [];
    const { parameter, min, max, distribution } = entry;
    return [{ parameter, min, max, isLog: distribution === 'log_uniform' }];
  });
}
