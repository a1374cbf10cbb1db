import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Pipeline, Problem } from '../contract.js';
import type { Json, JsonObject } from '../json.js';
import { nearestName } from './nearest.js';
import { type ParamsJsonSchema, parameterPaths, paramsJsonSchema } from './schema.js';

/** Either typed parameters or everything that is wrong with the raw ones. */
export type ParsedParams<P> = { readonly params: P } | { readonly problems: Problem[] };

type Issue = z.core.$ZodIssue;

/**
 * Parses raw parameters (as written in a form, sheet or file) with all defaults filled in.
 * Reports every problem at once, each with its dotted path, the value found, what was expected and a fix.
 */
export function parseParams<P>(pipeline: Pipeline<P>, raw: unknown): ParsedParams<P> {
  const result = pipeline.params.safeParse(raw ?? {});
  if (result.success) return { params: result.data };
  const known = parameterPaths(paramsJsonSchema(pipeline as Pipeline));
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, raw, known)) };
}

/** What planning a design takes of a pipeline: its identity, and parameters as the JSON that jobs store. */
export function plannable(pipeline: Pipeline) {
  // Parameters are JSON by contract: they are stored and compared as such.
  const parse = (raw: JsonObject) => parseParams(pipeline as Pipeline<JsonObject>, raw);
  const inputNames = pipeline.inputs.map(({ name }) => name);
  const { name, version, memoryBytes } = pipeline;
  const declared = memoryBytes === undefined ? {} : { memoryBytes };
  return { name, version, inputNames, parse, sha256, nearest: nearestName, ...declared };
}

/** As 64 lower-case hex digits. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The parameters of a job for which nothing was given. Throws only where a pipeline has required parameters. */
export function defaultParams<P>(pipeline: Pipeline<P>): P {
  return pipeline.params.parse({});
}

/** What parameters are when nothing was given; those that must be given are left out. */
export function knownDefaults(pipeline: Pipeline): JsonObject {
  const parsed = pipeline.params.safeParse({});
  return parsed.success ? (parsed.data as JsonObject) : defaultsIn(paramsJsonSchema(pipeline));
}

function defaultsIn({ properties = {} }: ParamsJsonSchema): JsonObject {
  const entries = Object.entries(properties).flatMap(([name, field]): [string, Json][] => {
    if (field.properties !== undefined) return [[name, defaultsIn(field)]];
    return field.default === undefined ? [] : [[name, field.default as Json]];
  });
  return Object.fromEntries(entries);
}

function problemsOf(issue: Issue, raw: unknown, known: readonly string[]): Problem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownParameter([...path, key], raw, known));
  }
  const parameter = path.join('.');
  const value = valueAt(raw, path);
  const missing = value === undefined;
  const expectation = expectationOf(issue);
  return [
    {
      code: missing ? 'MISSING_PARAMETER' : 'INVALID_PARAMETER',
      severity: 'error',
      message: missing
        ? `Parameter ${parameter || '(all)'} is missing: expected ${expectation}.`
        : `Parameter ${parameter || '(all)'} is ${asText(value)}: expected ${expectation}.`,
      place: { parameter },
      value: missing ? undefined : asText(value),
      expectation,
      fix: `Set ${parameter || 'the parameters'} to ${expectation}.`,
    },
  ];
}

function unknownParameter(path: readonly string[], raw: unknown, known: readonly string[]): Problem {
  const parameter = path.join('.');
  const nearest = nearestKnownPath(parameter, known);
  return {
    code: 'UNKNOWN_PARAMETER',
    severity: 'error',
    message: `There is no parameter ${parameter}${nearest ? `; did you mean ${nearest}?` : '.'}`,
    place: { parameter },
    value: asText(valueAt(raw, path)),
    expectation: nearest ?? `one of ${known.filter((name) => !name.includes('.')).join(', ')}`,
    fix: nearest ? `Rename ${parameter} to ${nearest}, or remove it.` : `Remove ${parameter}.`,
  };
}

/** A field given outside its group (`lambda_rigid`) is nearest to the path that ends in it. */
function nearestKnownPath(parameter: string, known: readonly string[]): string | null {
  const leaf = parameter.slice(parameter.lastIndexOf('.') + 1);
  return known.find((path) => path.endsWith(`.${leaf}`) || path === leaf) ?? nearestName(parameter, known);
}

/** What the schema wants in the place of an issue, in words. */
export function expectationOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return expectedType(issue.expected);
    case 'too_small':
      return bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_value':
      if (!issue.message.startsWith('Invalid ')) return issue.message;
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(asText).join(', ')}`;
    case 'invalid_union': {
      const first = issue.errors.flatMap((branch) => branch.slice(0, 1)).map(expectationOf);
      return first.length > 0 ? [...new Set(first)].join(' or ') : issue.message;
    }
    default:
      return issue.message;
  }
}

function expectedType(expected: string): string {
  if (expected === 'int') return 'a whole number';
  if (expected === 'boolean') return 'true or false';
  if (expected === 'string') return 'a text';
  if (expected === 'array' || expected === 'tuple') return 'a list';
  if (expected === 'object' || expected === 'record') return 'a group of named parameters';
  return `a ${expected}`;
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'array') return `a list of ${relation} ${limit} entries`;
  if (origin === 'string') return `a text of ${relation} ${limit} characters`;
  return `a number of ${relation} ${limit}`;
}

function valueAt(raw: unknown, path: readonly string[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function asText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
