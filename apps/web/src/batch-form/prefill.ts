/** A form filled in from a batch that exists, to start another one like it. */
import {
  axisLevels,
  type DesignSpec,
  inputSetsOf,
  isGroup,
  isJsonObject,
  type Json,
  type JsonObject,
  valueAt,
} from '@batchyard/domain';
import { selectionOf } from '../inputs/selection';
import { type Draft, type ParameterDrafts, toDraft } from '../parameters/drafts';
import type { Field } from '../parameters/fields';
import { emptyForm, type FormPipeline, type FormState } from './form-state';

/**
 * The form for a batch's spec and options. Parameters that the pipeline no longer has are left out; the plan
 * says what else does not fit.
 * @param nameOf name of a file by its id
 */
export function prefill(
  spec: DesignSpec,
  options: Json,
  pipeline: FormPipeline,
  nameOf: (id: string) => string,
): FormState {
  const parameters = draftsOf(pipeline.fields, spec.params);
  return {
    ...emptyForm,
    pipeline: pipeline.name,
    selection: selectionOf(pipeline.inputs, inputSetsOf(spec), nameOf),
    parameters: { ...parameters, sweeps: sweepsOf(pipeline.fields, spec) },
    options: draftsOf(pipeline.optionFields, isJsonObject(options) ? options : {}),
    replicates: String(spec.replicates),
    seed: String(spec.seed),
    metric: spec.objective?.metric ?? null,
    direction: spec.objective?.direction ?? null,
  };
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
  return { values, sweeps: {} };
}

function sweepsOf(fields: readonly Field[], { axes }: DesignSpec): Record<string, string> {
  const known = new Map(fields.map((field) => [field.path, field]));
  return Object.fromEntries(
    axes.flatMap((entry) => {
      const field = isGroup(entry) ? undefined : known.get(entry.parameter);
      if (isGroup(entry) || field === undefined) return [];
      return [
        [
          entry.parameter,
          axisLevels(entry)
            .map((value) => sweepText(field, value))
            .join(', '),
        ],
      ];
    }),
  );
}

function sweepText(field: Field, value: Json): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(toDraft(field, value));
}
