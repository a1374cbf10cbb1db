/** A form filled in with a design that exists: in its fields, else as text, with what could not be taken over. */
import { type DesignSpec, isJsonObject, type JsonObject } from '@batchyard/domain';
import { factsOf } from '../facts';
import { emptyForm, type FormPipeline, type FormState } from '../form-state';
import { formFor, prefill, withKnownParameters } from '../prefill';
import { designText } from '../yaml/design-text';

export interface FilledForm {
  readonly form: FormState;
  /** Parameters that the pipeline no longer has: left out. */
  readonly gone: readonly string[];
}

/**
 * As fields where these say the very same, else as text.
 * @param pipeline null where it no longer exists
 * @param batch its options and facts
 */
export function filledForm(
  spec: DesignSpec,
  batch: { readonly options: unknown; readonly metadata: unknown },
  pipeline: FormPipeline | null,
  nameOf: (id: string) => string,
): FilledForm {
  if (pipeline === null) return { form: { ...emptyForm, yaml: designText(spec, nameOf) }, gone: [] };
  const known = withKnownParameters(spec, pipeline);
  const filled = {
    ...prefill(known.spec, objectOf(batch.options), pipeline, nameOf),
    metadata: factsOf(objectOf(batch.metadata)) ?? [],
  };
  const fits = formFor(known.spec, emptyForm, pipeline, nameOf) !== null;
  return {
    form: fits ? filled : { ...filled, yaml: designText(known.spec, nameOf) },
    gone: known.gone,
  };
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value as never) ? (value as JsonObject) : {};
}
