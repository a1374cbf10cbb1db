/** From a JSON Schema to the fields of a form: flat, grouped by object, each with its kind and limits. */
import type { Json, JsonObject } from '@batchyard/pipelines';
import { isJsonObject, valueAt } from '../designs/paths.js';

/** How a field is edited. `time` is seconds or a text such as `00:01:30`; `choices` are several of a fixed set; `rows` are lists of lists, one row a line; `json` is what nothing else fits. */
export type SchemaFieldKind =
  | 'number'
  | 'integer'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'text'
  | 'time'
  | 'texts'
  | 'numbers'
  | 'rows'
  | 'json';

export interface SchemaField {
  /** Dotted path, for example `weights.lambda_rigid`. */
  readonly path: string;
  readonly title: string;
  readonly description?: string;
  readonly unit?: string;
  /** Other names that people know it by. */
  readonly aliases?: readonly string[];
  readonly kind: SchemaFieldKind;
  /** Whether it may be left empty, which means null. */
  readonly nullable: boolean;
  readonly default: Json | undefined;
  readonly choices: readonly Json[];
  readonly limits: SchemaLimits;
}

export interface SchemaLimits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** The fields of one object of the schema. */
export interface SchemaGroup {
  /** Dotted path of the object; empty for the outermost one. */
  readonly path: string;
  readonly title: string;
  readonly description?: string;
  readonly fields: readonly SchemaField[];
}

/** Leaf fields of a schema in its order, nested objects flattened. */
export function fieldsOfSchema(schema: Json, defaults: JsonObject = {}): SchemaField[] {
  return groupsOfSchema(schema, defaults).flatMap((group) => group.fields);
}

/** Fields grouped by their object; fields outside any object come first. */
export function groupsOfSchema(schema: Json, defaults: JsonObject = {}): SchemaGroup[] {
  if (!isJsonObject(schema)) return [];
  return collect(schema, '', schema, defaults).filter((group) => group.fields.length > 0);
}

function collect(node: JsonObject, path: string, root: JsonObject, defaults: JsonObject): SchemaGroup[] {
  const properties = isJsonObject(node.properties) ? node.properties : {};
  const fields: SchemaField[] = [];
  const inner: SchemaGroup[] = [];
  for (const [name, raw] of Object.entries(properties)) {
    const child = resolve(raw, root);
    const childPath = path === '' ? name : `${path}.${name}`;
    if (isJsonObject(child.properties)) inner.push(...collect(child, childPath, root, defaults));
    else fields.push(fieldOf(child, childPath, root, defaults));
  }
  const own = {
    path,
    title: text(node.title) ?? titleFrom(path),
    description: text(node.description),
    fields,
  };
  return [own, ...inner];
}

function fieldOf(node: JsonObject, path: string, root: JsonObject, defaults: JsonObject): SchemaField {
  const { schema, nullable } = withoutNull(node, root);
  return {
    path,
    title: text(node.title) ?? text(schema.title) ?? titleFrom(path),
    description: text(node.description) ?? text(schema.description),
    unit: text(node.unit) ?? text(schema.unit),
    ...(Array.isArray(node.aliases) && { aliases: node.aliases.map(String) }),
    kind: node.format === 'time-span' ? 'time' : kindOf(schema, root),
    nullable,
    default: valueAt(defaults, path) ?? node.default,
    choices: choicesOf(schema, root),
    limits: {
      minimum: number(schema.minimum),
      maximum: number(schema.maximum),
      exclusiveMinimum: number(schema.exclusiveMinimum),
      exclusiveMaximum: number(schema.exclusiveMaximum),
    },
  };
}

/** What can be chosen; for a list, what its entries can be. */
function choicesOf(schema: JsonObject, root: JsonObject): readonly Json[] {
  if (Array.isArray(schema.enum)) return schema.enum;
  if (schema.type === 'array') return choicesOf(resolve(schema.items ?? null, root), root);
  return schema.const === undefined ? [] : [schema.const];
}

function kindOf(schema: JsonObject, root: JsonObject): SchemaFieldKind {
  if (Array.isArray(schema.enum)) return 'choice';
  switch (schema.type) {
    case 'number':
    case 'integer':
    case 'boolean':
      return schema.type;
    case 'string':
      return 'text';
    case 'array':
      return kindOfList(schema, root);
    default:
      return 'json';
  }
}

function kindOfList(schema: JsonObject, root: JsonObject): SchemaFieldKind {
  if (Array.isArray(schema.prefixItems)) return 'json';
  const entry = resolve(schema.items ?? null, root);
  if (Array.isArray(entry.enum)) return 'choices';
  if (entry.type === 'string') return 'texts';
  if (entry.type === 'number' || entry.type === 'integer') return 'numbers';
  const forms = Array.isArray(entry.anyOf) ? entry.anyOf.map((form) => resolve(form, root)) : [entry];
  const areRows = forms.every((form) => form.type === 'array' && rowOfScalars(form, root));
  return areRows ? 'rows' : 'json';
}

/** Whether a list holds only numbers and texts, so that it can be written as `a, b`. */
function rowOfScalars(list: JsonObject, root: JsonObject): boolean {
  const entries = Array.isArray(list.prefixItems) ? list.prefixItems : [list.items ?? null];
  return entries.every((entry) =>
    ['string', 'number', 'integer'].includes(String(resolve(entry, root).type ?? '')),
  );
}

/** `anyOf [X, null]` and `type: [x, "null"]` are the nullable form of X. */
function withoutNull(node: JsonObject, root: JsonObject): { schema: JsonObject; nullable: boolean } {
  if (Array.isArray(node.anyOf)) {
    const branches = node.anyOf.map((branch) => resolve(branch, root));
    const others = branches.filter((branch) => branch.type !== 'null');
    const nullable = others.length < branches.length;
    return others.length === 1 && others[0] ? { schema: others[0], nullable } : { schema: {}, nullable };
  }
  if (Array.isArray(node.type)) {
    const types = node.type.filter((type) => type !== 'null');
    return { schema: { ...node, type: types[0] ?? 'null' }, nullable: types.length < node.type.length };
  }
  return { schema: node, nullable: false };
}

/** Follows a reference inside the schema (`#/$defs/Edge`). */
function resolve(node: Json, root: JsonObject): JsonObject {
  if (!isJsonObject(node)) return {};
  if (typeof node.$ref !== 'string') return node;
  const target = valueAt(root, node.$ref.replace(/^#\//, '').replaceAll('/', '.'));
  return isJsonObject(target) ? { ...target, ...node } : node;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** `optimization.max_iterations` → `Max iterations`. */
function titleFrom(path: string): string {
  const words = path.slice(path.lastIndexOf('.') + 1).replaceAll('_', ' ');
  return words === '' ? 'General' : words.charAt(0).toUpperCase() + words.slice(1);
}
