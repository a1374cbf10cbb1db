/** What of a batch becomes a template: what all of its jobs have in common. */
import { canonicalJson, type Json } from '../designs/canonical.js';
import { type DesignSpec, inputSetsOf } from '../designs/design.js';
import { parametersOf } from '../designs/entry-parameters.js';
import type { InputReference } from '../designs/inputs.js';
import { flattenParams, isJsonObject, type JsonObject, mergeParams, withValueAt } from '../designs/paths.js';

export interface TemplateDraft {
  readonly params: JsonObject;
  /** References by input: what every set has the same. */
  readonly inputs: InputReference;
  /** Parameters that differ between jobs, which are left out. */
  readonly varied: readonly string[];
}

/** @param spec with references that are equal for equal files */
export function draftOfDesign(spec: DesignSpec): TemplateDraft {
  const settings = spec.kind === 'list' ? (spec.jobs ?? []).map(({ params }) => params) : [];
  const varied = [...new Set([...parametersOf(spec.axes), ...variedIn(settings)])];
  const common = mergeParams(spec.params, settings[0] ?? {});
  return { params: without(common, varied), inputs: commonInputs(inputSetsOf(spec)), varied };
}

/** Paths whose values are not the same in all of the objects. */
function variedIn(objects: readonly JsonObject[]): readonly string[] {
  const flat = objects.map((object) => flattenParams(object));
  const textOf = (leaves: ReadonlyMap<string, Json>, path: string) =>
    leaves.has(path) ? canonicalJson(leaves.get(path)) : null;
  const paths = new Set(flat.flatMap((leaves) => [...leaves.keys()]));
  return [...paths].filter((path) => new Set(flat.map((leaves) => textOf(leaves, path))).size > 1);
}

function without(params: JsonObject, paths: readonly string[]): JsonObject {
  const isLeft = (path: string) => paths.some((each) => path === each || path.startsWith(`${each}.`));
  return [...flattenParams(params)]
    .filter(([path]) => !isLeft(path))
    .reduce<JsonObject>((object, [path, value]) => withValueAt(object, path, value), {});
}

function commonInputs(sets: readonly InputReference[]): InputReference {
  const [first = {}, ...others] = sets;
  const isCommon = (name: string) =>
    others.every((set) => canonicalJson(set[name] ?? null) === canonicalJson(first[name] ?? null));
  return Object.fromEntries(Object.entries(first).filter(([name]) => isCommon(name)));
}

/** The input whose files differ from job to job: the first one a job cannot do without. */
export function mainInputOf(
  inputs: readonly { readonly name: string; readonly optional: boolean }[],
): string | undefined {
  return (inputs.find(({ optional }) => !optional) ?? inputs[0])?.name;
}

/** Options that are not the default. */
export function givenOptions(options: unknown, defaults: JsonObject): JsonObject {
  const entries = isJsonObject(options) ? Object.entries(options) : [];
  return Object.fromEntries(
    entries.filter(([name, value]) => canonicalJson(value) !== canonicalJson(defaults[name] ?? null)),
  );
}
