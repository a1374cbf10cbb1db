/** What differs between two versions of a template, for people: with titles, units, and what a default stands for. */
import { canonicalJson, type Json } from '../designs/canonical.js';
import { flattenParams, type JsonObject } from '../designs/paths.js';
import type { SchemaField } from '../parameters/schema-fields.js';
import type { SharedFile, TemplateContents } from './contents.js';

export const templateParts = ['parameter', 'option', 'file'] as const;
export type TemplatePart = (typeof templateParts)[number];

export const templateChanges = ['added', 'removed', 'changed'] as const;
export type TemplateChange = (typeof templateChanges)[number];

export interface TemplateDifference {
  readonly part: TemplatePart;
  /** Dotted path of a parameter, name of an option, or of the input that a file is for. */
  readonly path: string;
  readonly title: string;
  readonly unit: string | null;
  readonly change: TemplateChange;
  /** What jobs get: the value, or the default where none is given; a file by its name. null: none. */
  readonly before: Json;
  readonly after: Json;
  /** Whether jobs get the same from both: a default that was written out, or left out again. */
  readonly sameValue: boolean;
}

/** What titles, units and defaults are taken from. */
export interface TemplateWords {
  readonly parameters: readonly SchemaField[];
  readonly options: readonly SchemaField[];
  readonly inputs: readonly { readonly name: string; readonly title: string }[];
}

/** Parameters first, in the order of the pipeline, then options, then files. Empty: both are the same. */
export function diffTemplates(
  before: TemplateContents,
  after: TemplateContents,
  words: TemplateWords,
): readonly TemplateDifference[] {
  return [
    ...diffValues('parameter', before.params, after.params, words.parameters),
    ...diffValues('option', before.options, after.options, words.options),
    ...diffFiles(before.files, after.files, words.inputs),
  ];
}

/** Whether jobs of both would be the same ones. */
export function isSameTemplate(one: TemplateContents, other: TemplateContents): boolean {
  const textOf = ({ params, options, files }: TemplateContents) =>
    canonicalJson([params, options, files.map(({ input, name, sha256 }) => [input, name, sha256])]);
  return textOf(one) === textOf(other);
}

function diffValues(
  part: TemplatePart,
  before: JsonObject,
  after: JsonObject,
  fields: readonly SchemaField[],
): TemplateDifference[] {
  const [old, now] = [flattenParams(before), flattenParams(after)];
  const order = new Map(fields.map((field, index) => [field.path, { field, index }]));
  const placeOf = (path: string) => order.get(path)?.index ?? fields.length;
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort((a, b) => placeOf(a) - placeOf(b));
  return paths.flatMap((path) => {
    const isSame =
      old.has(path) === now.has(path) && canonicalJson(old.get(path)) === canonicalJson(now.get(path));
    if (isSame) return [];
    const field = order.get(path)?.field;
    const valueIn = (leaves: ReadonlyMap<string, Json>): Json => leaves.get(path) ?? field?.default ?? null;
    const row = {
      part,
      path,
      title: field?.title ?? path,
      unit: field?.unit ?? null,
      change: changeOf(old.has(path), now.has(path)),
      before: valueIn(old),
      after: valueIn(now),
    };
    return [{ ...row, sameValue: canonicalJson(row.before) === canonicalJson(row.after) }];
  });
}

function diffFiles(
  before: readonly SharedFile[],
  after: readonly SharedFile[],
  inputs: TemplateWords['inputs'],
): TemplateDifference[] {
  const names = new Set([
    ...inputs.map(({ name }) => name),
    ...[...before, ...after].map(({ input }) => input),
  ]);
  return [...names].flatMap((input) => {
    const of = (files: readonly SharedFile[]) => files.filter((file) => file.input === input);
    const [old, now] = [of(before), of(after)];
    const textOf = (files: readonly SharedFile[]) =>
      files.map(({ name, sha256 }) => `${sha256} ${name}`).join();
    if (textOf(old) === textOf(now)) return [];
    return [
      {
        part: 'file' as const,
        path: input,
        title: inputs.find(({ name }) => name === input)?.title ?? input,
        unit: null,
        change: changeOf(old.length > 0, now.length > 0),
        before: namesOf(old),
        after: namesOf(now),
        sameValue: false,
      },
    ];
  });
}

const changeOf = (was: boolean, is: boolean): TemplateChange =>
  was ? (is ? 'changed' : 'removed') : 'added';

/** With the beginning of the contents' digest, since files of one name may differ. */
function namesOf(files: readonly SharedFile[]): Json {
  if (files.length === 0) return null;
  return files.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 8)})`).join(', ');
}
