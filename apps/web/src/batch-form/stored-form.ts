/** The unfinished form of a project as text in the browser's storage, so that a reload loses nothing. */
import { isJsonObject, type Json } from '@batchyard/domain';
import { noDesign } from './design-draft';
import { emptyForm, type FormState } from './form-state';

/** Part of the key: a form that was stored in another shape is not read. */
const shape = 3;

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
  const { selection, parameters, options, design, metadata, yaml } = raw;
  return (
    isJsonObject(selection ?? null) &&
    isFileList((selection as { main?: Json }).main) &&
    isJsonObject((selection as { beside?: Json }).beside ?? null) &&
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
    !raw.furtherObjectives.every(isJsonObject)
  )
    return false;
  return Object.entries(noDesign).every(([field, value]) => typeof raw[field] === typeof value);
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
