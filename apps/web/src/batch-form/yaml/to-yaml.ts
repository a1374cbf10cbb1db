/** A design as YAML, for people: one field a line, short lists and objects in brackets. */
import { isJsonObject, type Json } from '@batchyard/domain';

/** Longest bracketed list or object. */
const maxLine = 100;

/**
 * Writes an object as YAML 1.2 in block style.
 * @param noteOf a remark behind a text, for example the name of the file with that id
 */
export function toYaml(
  object: { readonly [key: string]: Json | undefined },
  noteOf: NoteOf = () => undefined,
) {
  return `${blockOf(object as Json, '', noteOf, []).join('\n')}\n`;
}

/** @param path keys that lead to the text */
export type NoteOf = (text: string, path: readonly string[]) => string | undefined;

function blockOf(value: Json, indent: string, noteOf: NoteOf, path: readonly string[]): string[] {
  if (isJsonObject(value)) {
    return entriesOf(value).flatMap(([key, entry]) =>
      field(`${indent}${scalarOf(key)}:`, entry, indent, noteOf, [...path, key]),
    );
  }
  return (value as readonly Json[]).flatMap((entry) => field(`${indent}-`, entry, indent, noteOf, path));
}

function field(head: string, value: Json, indent: string, noteOf: NoteOf, path: readonly string[]): string[] {
  const line = `${head} ${flowOf(value)}`;
  const notes = notesOf(value, noteOf, path);
  const remark = notes.length > 0 ? `  # ${notes.join(', ')}` : '';
  const isShort = line.length <= maxLine && depthOf(value) <= 2 && !isListOfObjects(value);
  if (isEmpty(value) || typeof value !== 'object' || isShort) return [line + remark];
  const inner = blockOf(value, `${indent}  `, noteOf, path);
  // The first line of an object in a list stands behind the dash.
  if (head.endsWith('-') && isJsonObject(value)) return [`${head} ${inner[0]?.trim()}`, ...inner.slice(1)];
  return [head, ...inner];
}

function notesOf(value: Json, noteOf: NoteOf, path: readonly string[]): string[] {
  if (typeof value === 'string') return [noteOf(value, path) ?? []].flat();
  if (isJsonObject(value))
    return entriesOf(value).flatMap(([key, entry]) => notesOf(entry, noteOf, [...path, key]));
  return Array.isArray(value) ? value.flatMap((entry: Json) => notesOf(entry, noteOf, path)) : [];
}

const entriesOf = (object: { readonly [key: string]: Json | undefined }) =>
  Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

const isListOfObjects = (value: Json) => Array.isArray(value) && value.some(isJsonObject);

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((entry) => depthOf(entry as Json)));
}

/** In brackets, on one line. */
function flowOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flowOf).join(', ')}]`;
  if (isJsonObject(value)) {
    const entries = entriesOf(value).map(([key, entry]) => `${scalarOf(key)}: ${flowOf(entry)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? scalarOf(value) : JSON.stringify(value);
}

/** Plain where nobody could take the text for anything else, else in the quotes of JSON, which are those of YAML. */
function scalarOf(text: string): string {
  const isPlain =
    /^[A-Za-z_][\w.-]*( [\w.()×,-]+)*$/.test(text) &&
    !/,( |$)|^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain && !text.includes(',') ? text : JSON.stringify(text);
}
