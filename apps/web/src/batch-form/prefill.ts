/** A form filled in from a batch that exists, to start another one like it. */
import {
  type Axis,
  canonicalJson,
  type DesignSpec,
  flattenParams,
  isGroup,
  isJsonObject,
  type Json,
  type JsonObject,
  parametersOf,
  valueAt,
} from '@batchyard/domain';
import { selectionOf } from '../inputs/selection';
import { type Draft, noDrafts, type ParameterDrafts, toDraft } from '../parameters/drafts';
import type { Field } from '../parameters/fields';
import { rangeDraftOf } from '../parameters/ranges';
import { designDraftOf } from './design-draft';
import { emptyForm, type FormPipeline, type FormState, objectiveOf, readForm } from './form-state';
import { tableText } from './table/parse-table';

/**
 * The form for a batch's spec and options. Parameters that the pipeline no longer has are left out; the plan
 * says what else does not fit. What the form has no field for is left out as well: see `formFor`.
 * @param nameOf name of a file by its id
 */
export function prefill(
  spec: DesignSpec,
  options: Json,
  pipeline: FormPipeline,
  nameOf: (id: string) => string,
): FormState {
  const parameters = draftsOf(pipeline.fields, spec.params);
  const axes = spec.axes.flatMap((entry) => (isGroup(entry) ? [] : [entry]));
  const rows = spec.axes.flatMap((entry) =>
    isGroup(entry) && entry.kind === 'rows' ? (entry.rows ?? []) : [],
  );
  return {
    ...emptyForm,
    pipeline: pipeline.name,
    selection: selectionOf(pipeline.inputs, spec.inputs, nameOf),
    parameters: { ...parameters, ...axisDrafts(pipeline.fields, axes) },
    options: draftsOf(pipeline.optionFields, isJsonObject(options) ? options : {}),
    design: { ...designDraftOf(spec), table: rows.length > 0 ? (tableText(rows) ?? '') : '' },
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
  const whole = { ...spec, params: Object.fromEntries(params), objective };
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

function axisDrafts(fields: readonly Field[], axes: readonly Axis[]): Omit<ParameterDrafts, 'values'> {
  const known = new Map(fields.map((field) => [field.path, field]));
  const kept = axes.flatMap((axis) => {
    const field = known.get(axis.parameter);
    return field ? [{ axis, field }] : [];
  });
  const entries = <T>(read: (entry: (typeof kept)[number]) => T | null | undefined) =>
    Object.fromEntries(
      kept.flatMap((entry) => {
        const value = read(entry);
        return value === null || value === undefined ? [] : [[entry.field.path, value] as const];
      }),
    );
  return {
    sweeps: entries(({ axis, field }) =>
      (axis.values ?? []).map((value) => sweepText(field, value)).join(', '),
    ),
    ranges: entries(({ axis }) => rangeDraftOf(axis)),
    conditions: entries(({ axis }) => axis.when),
  };
}

function sweepText(field: Field, value: Json): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(toDraft(field, value));
}
