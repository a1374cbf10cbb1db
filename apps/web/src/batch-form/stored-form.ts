/** The unfinished form of a project as text in the browser's storage, so that a reload loses nothing. */
import { isJsonObject, type Json, type JsonObject } from '@batchyard/domain';
import { noDesign } from './design-draft';
import { emptyForm, type FormState } from './form-state';
import { memberKinds } from './groups/group-draft';

/** Part of the key: a form that was stored in another shape is not read. */
const shape = 4;

/** Storage key of a project's unfinished form. */
export function storageKey(slug: string): string {
  return `batchyard:new-batch:${shape}:${slug}`;
}

/** Text to store; null where there is nothing worth keeping. */
export function writeStored(state: FormState): string | null {
  return isUntouched(state) ? null : JSON.stringify(state);
}

/** A stored form; null where there is none or the text is not one (somebody else may write to the storage). */
export function readStored(text: string | null): FormState | null {
  if (text === null) return null;
  try {
    const raw = JSON.parse(text) as Json;
    return isForm(raw) ? (raw as unknown as FormState) : null;
  } catch {
    return null;
  }
}

/** Whether nothing was entered; the pipeline alone does not count, since it may have been picked by the page. */
export function isUntouched(state: FormState): boolean {
  return JSON.stringify({ ...state, pipeline: null }) === JSON.stringify(emptyForm);
}

function isForm(raw: Json): boolean {
  if (!isJsonObject(raw)) return false;
  const { selection, keptSets, parameters, options, design, metadata, yaml } = raw;
  return (
    isJsonObject(selection ?? null) &&
    isFileList((selection as { main?: Json }).main) &&
    ['beside', 'facts', 'names'].every((key) => isJsonObject((selection as JsonObject)[key] ?? null)) &&
    isSetList(keptSets) &&
    isDrafts(parameters) &&
    isDrafts(options) &&
    isDesign(design) &&
    isFactList(metadata) &&
    (yaml === null || typeof yaml === 'string') &&
    ['replicates', 'seed', 'name'].every((key) => typeof raw[key] === 'string') &&
    ['pipeline', 'metric', 'direction'].every((key) => raw[key] === null || typeof raw[key] === 'string')
  );
}

function isFileList(raw: Json | undefined): boolean {
  return (
    Array.isArray(raw) &&
    raw.every((file) => isJsonObject(file) && typeof file.id === 'string' && typeof file.name === 'string')
  );
}

function isSetList(raw: Json | undefined): boolean {
  return (
    Array.isArray(raw) &&
    raw.every(
      (kept) => isJsonObject(kept) && typeof kept.label === 'string' && isJsonObject(kept.set ?? null),
    )
  );
}

function isFactList(raw: Json | undefined): boolean {
  return (
    Array.isArray(raw) &&
    raw.every((fact) => isJsonObject(fact) && typeof fact.name === 'string' && typeof fact.value === 'string')
  );
}

/** Each field has the type that it has in a new form. */
function isDesign(raw: Json | undefined): boolean {
  if (
    !isJsonObject(raw) ||
    !Array.isArray(raw.furtherObjectives) ||
    !raw.furtherObjectives.every(isJsonObject) ||
    !Array.isArray(raw.groups) ||
    !raw.groups.every(isGroupDraft)
  )
    return false;
  return Object.entries(noDesign).every(([field, value]) => typeof raw[field] === typeof value);
}

function isGroupDraft(raw: Json): boolean {
  if (!isJsonObject(raw)) return false;
  const { kind, members, samples, table, when, entry, place } = raw;
  if (kind === 'kept') return isJsonObject(entry ?? null) && typeof place === 'number';
  if (typeof when !== 'string') return false;
  if (kind === 'rows') return typeof table === 'string' && (place === null || typeof place === 'number');
  const isMembers = Array.isArray(members) && members.every((path) => typeof path === 'string');
  return isMembers && typeof samples === 'string' && memberKinds.some((each) => each === kind);
}

function isDrafts(raw: Json | undefined): boolean {
  if (!isJsonObject(raw)) return false;
  const { values, sweeps, ranges, conditions } = raw;
  return (
    isJsonObject(values) &&
    isTexts(sweeps) &&
    isTexts(conditions) &&
    isJsonObject(ranges) &&
    Object.values(ranges).every(isTexts)
  );
}

function isTexts(raw: Json | undefined): boolean {
  return isJsonObject(raw) && Object.values(raw).every((entry) => typeof entry === 'string');
}
