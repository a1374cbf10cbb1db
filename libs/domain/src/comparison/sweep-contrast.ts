/** Sweep against sweep: did B do better than A where both tried the same? */
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import type { Json } from '../designs/canonical.js';
import type { CompareOptions } from './compare.js';
import type { ComparedMetric, SettingAggregate, VaryingParameter } from './comparison.js';
import { metricOf } from './metric.js';
import type { Observation } from './pairing.js';
import { byValue, type SplitParameters, splitParameters, valueKey, valueText } from './parameters.js';
import { contrastPairs, type SettingContrast } from './verdict.js';
import { type ComparisonWarning, incomparable, outcomes } from './warnings.js';

/** One combination of values of the shared axes; each side averages over whatever else it varied. */
export interface SweepRow {
  /** Values of the shared axes by path. */
  readonly values: Readonly<Record<string, Json>>;
  /** The metric over all values of that side; null where it has none. */
  readonly a: ComparedMetric | null;
  readonly b: ComparedMetric | null;
  /** B minus A: `better` means that B is. Null where a side has no value. */
  readonly contrast: SettingContrast | null;
  readonly jobsA: number;
  readonly jobsB: number;
  readonly failedA: number;
  readonly failedB: number;
}

export interface SweepContrast {
  readonly metric: MetricSpec;
  readonly direction: MetricDirection;
  /** Parameters that vary in both, with the values of either. */
  readonly shared: readonly VaryingParameter[];
  readonly onlyInA: readonly VaryingParameter[];
  readonly onlyInB: readonly VaryingParameter[];
  /** In order of the shared values; one row of all settings where nothing is shared. */
  readonly rows: readonly SweepRow[];
  readonly warnings: readonly ComparisonWarning[];
}

interface Sweep extends SplitParameters {
  readonly settings: readonly SettingAggregate[];
}

/**
 * Aligns two sweeps along the parameters that both vary and contrasts B with A in each row: paired where the same
 * inputs ran in both, otherwise by Welch's test; p is corrected over the rows (Holm).
 */
export function compareSweeps(
  a: readonly SettingAggregate[],
  b: readonly SettingAggregate[],
  { metric, direction, smallestDifference }: CompareOptions,
): SweepContrast {
  const [first, second] = [sweepOf(a), sweepOf(b)];
  const pathsOf = (sweep: Sweep) => new Set(sweep.varying.map(({ path }) => path));
  const [inA, inB] = [pathsOf(first), pathsOf(second)];
  const shared = first.varying.flatMap(({ path, values }): VaryingParameter[] => {
    const others = second.varying.find((parameter) => parameter.path === path);
    return others === undefined ? [] : [{ path, values: distinct([...values, ...others.values]) }];
  });
  const onlyInA = first.varying.filter(({ path }) => !inB.has(path));
  const onlyInB = second.varying.filter(({ path }) => !inA.has(path));
  const rows = alignedRows(first, second, shared);
  const contrasts = contrastPairs(
    rows.flatMap(({ key, a: reference, b: values }) =>
      reference.observations.length === 0 || values.observations.length === 0
        ? []
        : [{ key, values: values.observations, reference: reference.observations }],
    ),
    { direction, smallestDifference },
  );
  return {
    metric,
    direction,
    shared,
    onlyInA,
    onlyInB,
    rows: rows.map((row) => presentRow(row, contrasts.get(row.key) ?? null)),
    warnings: warningsOf(first, second, { onlyInA, onlyInB, metric }),
  };
}

function sweepOf(aggregates: readonly SettingAggregate[]): Sweep {
  const settings = [...aggregates].sort((a, b) => a.position - b.position);
  return { settings, ...splitParameters(settings.map(({ params }) => params)) };
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [valueKey(value), value])).values()].sort(byValue);
}

/** What one side contributes to a row. */
interface Side {
  jobs: number;
  failed: number;
  readonly observations: Observation[];
}

interface AlignedRow {
  readonly key: string;
  readonly values: Readonly<Record<string, Json>>;
  readonly a: Side;
  readonly b: Side;
}

function alignedRows(a: Sweep, b: Sweep, shared: readonly VaryingParameter[]): AlignedRow[] {
  const rows = new Map<string, AlignedRow>();
  for (const [side, sweep] of [['a', a] as const, ['b', b] as const]) {
    for (const aggregate of sweep.settings) {
      const values = shared.map(({ path }) => [path, sweep.valueIn(aggregate.params, path)] as const);
      const key = values.map(([, value]) => valueKey(value)).join('\n');
      const row = rows.get(key) ?? {
        key,
        values: Object.fromEntries(values),
        a: emptySide(),
        b: emptySide(),
      };
      rows.set(key, row);
      row[side].jobs += aggregate.jobs;
      row[side].failed += aggregate.failed;
      row[side].observations.push(...aggregate.observations);
    }
  }
  return [...rows.values()].sort((one, other) => {
    const path = shared.find((axis) =>
      byValue(one.values[axis.path] ?? null, other.values[axis.path] ?? null),
    )?.path;
    return path === undefined ? 0 : byValue(one.values[path] ?? null, other.values[path] ?? null);
  });
}

function emptySide(): Side {
  return { jobs: 0, failed: 0, observations: [] };
}

function presentRow({ values, a, b }: AlignedRow, contrast: SettingContrast | null): SweepRow {
  return {
    values,
    a: valuesOf(a.observations),
    b: valuesOf(b.observations),
    contrast,
    jobsA: a.jobs,
    jobsB: b.jobs,
    failedA: a.failed,
    failedB: b.failed,
  };
}

function valuesOf(observations: readonly Observation[]): ComparedMetric | null {
  return observations.length === 0 ? null : metricOf(observations.map(({ value }) => value));
}

function warningsOf(
  a: Sweep,
  b: Sweep,
  { onlyInA, onlyInB, metric }: Pick<SweepContrast, 'onlyInA' | 'onlyInB' | 'metric'>,
): ComparisonWarning[] {
  const differing = [...new Set([...Object.keys(a.constant), ...Object.keys(b.constant)])].filter(
    (path) =>
      ![...onlyInA, ...onlyInB].some((parameter) => parameter.path === path) &&
      valueKey(a.constant[path]) !== valueKey(b.constant[path]),
  );
  const unshared = [...onlyInA, ...onlyInB].map(({ path }) => path);
  return [
    incomparable([...unshared, ...differing], metric),
    averaged('A', onlyInA),
    averaged('B', onlyInB),
    alsoDifferent(a, b, differing),
    ...outcomes([...a.settings, ...b.settings]),
  ].filter((warning) => warning !== null);
}

function averaged(side: 'A' | 'B', parameters: readonly VaryingParameter[]): ComparisonWarning | null {
  if (parameters.length === 0) return null;
  const paths = parameters.map(({ path }) => path).join(', ');
  return {
    code: 'AVERAGED',
    message: `The rows of ${side} average over ${paths}, which only ${side} varies.`,
  };
}

function alsoDifferent(a: Sweep, b: Sweep, paths: readonly string[]): ComparisonWarning | null {
  if (paths.length === 0) return null;
  const text = (value: Json | undefined) => valueText(value ?? null);
  const each = paths.map((path) => `${path} (A ${text(a.constant[path])}, B ${text(b.constant[path])})`);
  return { code: 'ALSO_DIFFERENT', message: `A and B differ in all rows by ${each.join(', ')}.` };
}
