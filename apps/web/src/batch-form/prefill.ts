/** A form filled in from a batch that exists, to start another one like it. */
import {
  type AxisEntry,
  canonicalJson,
  type DesignSpec,
  describeInputs,
  flattenParams,
  isGroup,
  isJsonObject,
  type Json,
  type JsonObject,
  parametersOf,
  valueAt,
  withValueAt,
} from '@batchyard/domain';
import { axisDraftsOf } from '../parameters/axis-drafts';
import { type Draft, noDrafts, type ParameterDrafts, toDraft } from '../parameters/drafts';
import type { Field } from '../parameters/fields';
import { designDraftOf } from './design-draft';
import { emptyForm, type FormPipeline, type FormState, objectiveOf, readForm } from './form-state';
import { groupsOf } from './groups/group-draft';
import { inputsOf } from './kept-sets';

/**
 * The form for a batch's spec and options. Parameters that the pipeline no longer has are left out: see
 * `withKnownParameters`. Entries and inputs without fields are kept as they are; what else the form cannot express is
 * left out: see `formFor`.
 * @param nameOf name of a file by its id
 */
export function prefill(
  spec: DesignSpec,
  options: Json,
  pipeline: FormPipeline,
  nameOf: (id: string) => string,
): FormState {
  const parameters = draftsOf(pipeline.fields, spec.params);
  const { axes, groups } = groupsOf(spec.axes, spec.kind, pipeline.fields);
  return {
    ...emptyForm,
    pipeline: pipeline.name,
    ...inputsOf(pipeline, spec.inputs, nameOf),
    parameters: { ...parameters, ...axisDraftsOf(pipeline.fields, axes) },
    options: draftsOf(pipeline.optionFields, isJsonObject(options) ? options : {}),
    design: { ...designDraftOf(spec), groups },
    replicates: String(spec.replicates),
    seed: String(spec.seed),
    metric: spec.objective?.metric ?? null,
    direction: spec.objective?.direction ?? null,
  };
}

/** A form with given parameters and options of a batch; what the pipeline does not have is left out. */
export function withParams(pipeline: FormPipeline, params: JsonObject, options: JsonObject): FormState {
  return {
    ...emptyForm,
    pipeline: pipeline.name,
    parameters: draftsOf(pipeline.fields, params),
    options: draftsOf(pipeline.optionFields, options),
  };
}

/**
 * The form for a design, if its fields can express the very same one; else null.
 * @param base options, facts and name are kept from it
 */
export function formFor(
  spec: DesignSpec,
  base: FormState,
  pipeline: FormPipeline,
  nameOf: (id: string) => string,
): FormState | null {
  if (spec.kind === 'list' || spec.pipeline !== pipeline.name) return null;
  const { options, metadata } = base;
  const form = { ...prefill(spec, {}, pipeline, nameOf), options, metadata };
  const read = readForm({ ...form, name: spec.name }, pipeline);
  if (Object.keys(read.messages).some((field) => field !== 'inputs')) return null;
  const isSame = comparable(read.spec, pipeline) === comparable(spec, pipeline);
  // A name that the form would give itself is left to it.
  const name = readForm(form, pipeline).spec.name === spec.name ? '' : spec.name;
  return isSame ? { ...form, name } : null;
}

/** A design without the parameters that the pipeline no longer has, and which those are. */
export function withKnownParameters(
  spec: DesignSpec,
  { fields }: Pick<FormPipeline, 'fields'>,
): { readonly spec: DesignSpec; readonly gone: readonly string[] } {
  const known = (path: string) =>
    fields.some((field) => field.path === path || path.startsWith(`${field.path}.`));
  const params = [...flattenParams(spec.params)];
  const gone = [...params.map(([path]) => path), ...parametersOf(spec.axes)].filter((path) => !known(path));
  if (gone.length === 0) return { spec, gone };
  const axesOf = (entries: readonly AxisEntry[]): AxisEntry[] =>
    entries.flatMap((entry): AxisEntry[] => {
      if (!isGroup(entry)) return known(entry.parameter) ? [entry] : [];
      const rows = entry.rows?.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([path]) => known(path))),
      );
      const axes = entry.axes && axesOf(entry.axes);
      const isEmpty = axes?.length === 0 || rows?.every((row) => Object.keys(row).length === 0);
      return isEmpty ? [] : [{ ...entry, ...(axes && { axes }), ...(rows && { rows }) }];
    });
  const kept = params
    .filter(([path]) => known(path))
    .reduce<JsonObject>((object, [path, value]) => withValueAt(object, path, value), {});
  return { spec: { ...spec, params: kept, axes: axesOf(spec.axes) }, gone: [...new Set(gone)] };
}

/** What a design says, whether or not it writes out what holds anyway. */
function comparable(spec: DesignSpec, pipeline: FormPipeline): string {
  const standard = new Map(
    pipeline.fields.map((field) => [field.path, canonicalJson(field.default ?? null)]),
  );
  const varied = parametersOf(spec.axes);
  const params = [...flattenParams(spec.params)].filter(
    ([path, value]) => !varied.includes(path) && canonicalJson(value) !== standard.get(path),
  );
  const objective = spec.objective ?? objectiveOf({ metric: null, direction: null }, pipeline);
  const inputs = spec.inputs.map(describeInputs);
  const whole = { ...spec, params: Object.fromEntries(params), objective, inputs };
  return canonicalJson(JSON.parse(JSON.stringify(whole)) as Json);
}

/** Drafts of the values that an object gives, where they differ from the default. */
function draftsOf(fields: readonly Field[], object: JsonObject): ParameterDrafts {
  const values: Record<string, Draft> = {};
  for (const field of fields) {
    const value = valueAt(object, field.path);
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(field.default ?? null)) {
      values[field.path] = toDraft(field, value);
    }
  }
  return { ...noDrafts, values };
}
