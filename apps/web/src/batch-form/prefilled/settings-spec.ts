/** A design of some settings of a batch: its inputs with just these parameters. */
import {
  canonicalJson,
  type DesignSpec,
  designSchema,
  flattenParams,
  type JsonObject,
  withValueAt,
} from '@batchyard/domain';

/**
 * The same inputs with the parameters of these settings, each run as often as before: one setting as base parameters,
 * several as a list of rows of what they differ in.
 * @param settings complete parameters, at least one
 */
export function withSettings(spec: DesignSpec, settings: readonly JsonObject[]): DesignSpec {
  const { name, pipeline, replicates, seed, objective, inputs, jobs = [] } = spec;
  const sets = spec.kind === 'list' ? jobs.slice(0, 1).map((job) => job.inputs) : inputs;
  const { params, rows } = divided(settings);
  const axes = settings.length > 1 ? [{ kind: 'rows', rows }] : [];
  return designSchema.parse({ name, pipeline, params, axes, replicates, seed, objective, inputs: sets });
}

/** What all settings have in common, and the other parameters of each. */
function divided(settings: readonly JsonObject[]): { params: JsonObject; rows: JsonObject[] } {
  const flat = settings.map((setting) => flattenParams(setting));
  const paths = [...new Set(flat.flatMap((setting) => [...setting.keys()]))];
  const differs = paths.filter(
    (path) => new Set(flat.map((setting) => canonicalJson(setting.get(path) ?? null))).size > 1,
  );
  const params = [...(flat[0] ?? [])]
    .filter(([path]) => !differs.includes(path))
    .reduce<JsonObject>((object, [path, value]) => withValueAt(object, path, value), {});
  const rows = flat.map((setting) =>
    Object.fromEntries(differs.map((path) => [path, setting.get(path) ?? null])),
  );
  return { params, rows };
}
