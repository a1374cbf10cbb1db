/** What pages read from a stored design; the API hands the specification out as JSON. */
import {
  type DesignSpec,
  designSchema,
  flattenParams,
  isJsonObject,
  type Json,
  type JsonObject,
  parametersOf,
  withValueAt,
} from '@batchyard/domain';

/** The design; null where a later release wrote something that this one does not know. */
export function readSpec(spec: Json): DesignSpec | null {
  const parsed = designSchema.safeParse(spec);
  return parsed.success ? parsed.data : null;
}

/** Parameters a design sets beside its axes, nested; null where it sets none. */
export function baseParams(spec: Json): JsonObject | null {
  const params = isJsonObject(spec) && isJsonObject(spec.params) ? spec.params : {};
  const swept = parametersOf(readSpec(spec)?.axes ?? []);
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

/** When poor jobs are ended on their way, in words; null where every job runs to its end. */
export function stoppingText<M extends { readonly name: string; readonly title: string }>(
  spec: Pick<DesignSpec, 'earlyStopping'>,
  { metrics }: Pick<Measured<M>, 'metrics'>,
): string | null {
  const { earlyStopping } = spec;
  if (earlyStopping === undefined) return null;
  const { rule, metric: name, afterStep, factor } = earlyStopping;
  const metric = metrics.find((each) => each.name === name)?.title ?? name;
  const which = rule === 'median' ? 'jobs worse than the median' : `all but the best 1 in ${factor} jobs`;
  return `Stops ${which} by ${metric}, from step ${afterStep}`;
}
