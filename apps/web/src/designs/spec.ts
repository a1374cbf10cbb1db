/** What pages read from a stored design; the API hands the specification out as JSON. */
import { flattenParams, isJsonObject, type Json, type JsonObject, withValueAt } from '@batchyard/domain';

export interface DesignAxis {
  readonly parameter: string;
  readonly values: readonly Json[];
}

/** The axes of a design, in order. */
export function axesOf(spec: Json): DesignAxis[] {
  const axes = isJsonObject(spec) ? spec.axes : undefined;
  if (!Array.isArray(axes)) return [];
  return axes
    .filter(isJsonObject)
    .flatMap((axis) =>
      typeof axis.parameter === 'string' && Array.isArray(axis.values)
        ? [{ parameter: axis.parameter, values: axis.values as readonly Json[] }]
        : [],
    );
}

/** Parameters a design sets beside its axes, nested; null where it sets none. */
export function baseParams(spec: Json): JsonObject | null {
  const params = isJsonObject(spec) && isJsonObject(spec.params) ? spec.params : {};
  const swept = axesOf(spec).map(({ parameter }) => parameter);
  const base = [...flattenParams(params)].filter(([path]) => !swept.includes(path));
  if (base.length === 0) return null;
  return base.reduce<JsonObject>((object, [path, value]) => withValueAt(object, path, value), {});
}

/** Times each setting runs on each input. */
export function replicatesOf(spec: Json): number {
  return isJsonObject(spec) && typeof spec.replicates === 'number' ? spec.replicates : 1;
}

/** The metric and direction a design ranks by, where it names one. */
export function objectiveOf(spec: Json): { readonly metric: string; readonly direction: string } | null {
  const objective = isJsonObject(spec) ? spec.objective : undefined;
  if (!isJsonObject(objective)) return null;
  return { metric: String(objective.metric), direction: String(objective.direction) };
}

/** `27 cells = 3 × 3 × 3 × 1 input`, with replicates where there are several. */
export function cellsText(axes: readonly DesignAxis[], inputs: number, replicates: number): string {
  const cells = axes.reduce((product, axis) => product * axis.values.length, inputs * replicates);
  const factors = [
    ...axes.map((axis) => String(axis.values.length)),
    `${inputs} ${inputs === 1 ? 'input' : 'inputs'}`,
    ...(replicates > 1 ? [`${replicates} replicates`] : []),
  ];
  return `${cells.toLocaleString('en')} ${cells === 1 ? 'cell' : 'cells'} = ${factors.join(' × ')}`;
}

interface Measured<M extends { readonly name: string }> {
  readonly objective: string;
  readonly metrics: readonly M[];
}

/** The metric a design ranks by: its own, or its pipeline's. */
export function metricOf<M extends { readonly name: string }>(
  spec: Json,
  pipeline: Measured<M>,
): M | undefined {
  const name = objectiveOf(spec)?.metric ?? pipeline.objective;
  return pipeline.metrics.find((metric) => metric.name === name);
}
