/** From the JSON Schema of a definition's parameters to the type that checks them, like those of built-in pipelines. */
import { z } from 'zod';

type Path = readonly (string | number)[];

/** Something in the schema that cannot be used. */
export interface SchemaIssue {
  readonly path: Path;
  readonly message: string;
  readonly expectation: string;
}

export interface ReadSchema {
  readonly type: z.ZodType;
  readonly issues: readonly SchemaIssue[];
}

type Node = Readonly<Record<string, unknown>>;

const everywhere = ['type', 'title', 'description', 'unit', 'default', 'enum'];
const keywords: Readonly<Record<string, readonly string[]>> = {
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  string: ['minLength', 'maxLength', 'pattern'],
  boolean: [],
  array: ['items', 'minItems', 'maxItems'],
  object: ['properties', 'required', 'additionalProperties'],
};
const parameterName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads either a JSON Schema of type object, or directly its properties. Of the latter those without a default must be
 * given; a schema names them itself, as `required`.
 */
export function readParamsSchema(params: Node): ReadSchema {
  const issues: SchemaIssue[] = [];
  const isSchema = params.type === 'object';
  const path: Path = ['params'];
  const type = isSchema ? objectType(params, path, issues) : propertiesType(params, path, () => true, issues);
  return { type, issues };
}

function objectType(node: Node, path: Path, issues: SchemaIssue[]): z.ZodType {
  refuseUnknown(node, 'object', path, issues, ['$schema']);
  const { properties = {}, required = [] } = node;
  if (!isNode(properties)) return broken(issues, [...path, 'properties'], 'parameters by name');
  const names = Array.isArray(required) ? required : [];
  const unknown = names.find((name) => !Object.hasOwn(properties, String(name)));
  if (unknown !== undefined)
    broken(issues, [...path, 'required'], `names of properties; ${String(unknown)} is none`);
  return propertiesType(properties, [...path, 'properties'], (name) => names.includes(name), issues);
}

function propertiesType(
  properties: Node,
  path: Path,
  isRequired: (name: string) => boolean,
  issues: SchemaIssue[],
): z.ZodType {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, node] of Object.entries(properties)) {
    const at = [...path, name];
    if (!parameterName.test(name)) broken(issues, at, 'a name of letters, digits and _');
    else if (!isNode(node)) broken(issues, at, 'a group such as {type: number, default: 1}');
    else shape[name] = fieldType(node, at, isRequired(name), issues);
  }
  return z.strictObject(shape);
}

function fieldType(node: Node, path: Path, isRequired: boolean, issues: SchemaIssue[]): z.ZodType {
  const types = [node.type].flat().map(String);
  const isNullable = types.includes('null');
  const [type = 'string', second] = types.filter((each) => each !== 'null');
  const known = Object.keys(keywords);
  if (node.type === undefined && Array.isArray(node.enum))
    return described(node, enumType(node, path, issues), isNullable, path, isRequired, issues);
  if (node.type === undefined || !known.includes(type) || second !== undefined) {
    return broken(issues, [...path, 'type'], `one of ${known.join(', ')}, or a list of it and "null"`);
  }
  if (type === 'object') return groupType(node, path, isRequired, issues);
  refuseUnknown(node, type, path, issues);
  const bare = Array.isArray(node.enum) ? enumType(node, path, issues) : bareType(type, node, path, issues);
  return described(node, bare, isNullable, path, isRequired, issues);
}

/** A group is filled in by itself where each of its members has a default. */
function groupType(node: Node, path: Path, isRequired: boolean, issues: SchemaIssue[]): z.ZodType {
  const type = objectType(node, path, issues);
  const fills = type.safeParse({}).success;
  return withMeta(node, fills ? type.prefault({}) : isRequired ? type : type.optional());
}

function described(
  node: Node,
  bare: z.ZodType,
  isNullable: boolean,
  path: Path,
  isRequired: boolean,
  issues: SchemaIssue[],
): z.ZodType {
  const type = isNullable ? bare.nullable() : bare;
  if (node.default === undefined) return withMeta(node, isRequired ? type : type.optional());
  if (!type.safeParse(node.default).success)
    broken(issues, [...path, 'default'], 'a default that fits the parameter');
  return withMeta(node, type.default(node.default as never));
}

function withMeta(node: Node, type: z.ZodType): z.ZodType {
  const texts = ['title', 'description', 'unit'].filter((key) => typeof node[key] === 'string');
  return type.meta(Object.fromEntries(texts.map((key) => [key, node[key]])));
}

function enumType(node: Node, path: Path, issues: SchemaIssue[]): z.ZodType {
  const values = node.enum as unknown[];
  const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  if (values.length === 0 || !values.every(isPlain)) {
    return broken(issues, [...path, 'enum'], 'a list of texts or numbers');
  }
  if (values.every((value) => typeof value === 'string')) return z.enum(values as [string, ...string[]]);
  return z.literal(values as [number, ...number[]]);
}

function bareType(type: string, node: Node, path: Path, issues: SchemaIssue[]): z.ZodType {
  const limit = (key: string) => numberAt(node, key, path, issues);
  if (type === 'boolean') return z.boolean();
  if (type === 'string') {
    let text = z.string();
    const [min, max] = [limit('minLength'), limit('maxLength')];
    if (min !== undefined) text = text.min(min);
    if (max !== undefined) text = text.max(max);
    return node.pattern === undefined ? text : withPattern(text, node.pattern, path, issues);
  }
  if (type === 'array') {
    const items = isNode(node.items)
      ? fieldType(node.items, [...path, 'items'], true, issues)
      : broken(issues, [...path, 'items'], 'the type of the entries, for example {type: number}');
    let list = z.array(items);
    const [min, max] = [limit('minItems'), limit('maxItems')];
    if (min !== undefined) list = list.min(min);
    if (max !== undefined) list = list.max(max);
    return list;
  }
  let value: z.ZodNumber = type === 'integer' ? z.int() : z.number();
  const [min, max] = [limit('minimum'), limit('maximum')];
  const [above, below] = [limit('exclusiveMinimum'), limit('exclusiveMaximum')];
  if (min !== undefined) value = value.min(min);
  if (max !== undefined) value = value.max(max);
  if (above !== undefined) value = value.gt(above);
  if (below !== undefined) value = value.lt(below);
  return value;
}

function withPattern(text: z.ZodString, pattern: unknown, path: Path, issues: SchemaIssue[]): z.ZodType {
  try {
    return text.regex(new RegExp(String(pattern), 'u'), `a text like ${String(pattern)}`);
  } catch {
    return broken(issues, [...path, 'pattern'], 'a regular expression');
  }
}

function numberAt(node: Node, key: string, path: Path, issues: SchemaIssue[]): number | undefined {
  const value = node[key];
  if (value === undefined || typeof value === 'number') return value;
  broken(issues, [...path, key], 'a number');
  return undefined;
}

function refuseUnknown(
  node: Node,
  type: string,
  path: Path,
  issues: SchemaIssue[],
  more: readonly string[] = [],
) {
  const known = [...everywhere, ...(keywords[type] ?? []), ...more];
  for (const key of Object.keys(node).filter((name) => !known.includes(name))) {
    broken(issues, [...path, key], `one of ${known.join(', ')}`);
  }
}

/** Notes the issue; what is read on goes on with a type that takes anything. */
function broken(issues: SchemaIssue[], path: Path, expectation: string): z.ZodType {
  issues.push({ path, message: `${path.join('.')} cannot be used`, expectation });
  return z.any();
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
