/** Reads the YAML of a command pipeline: a definition, or everything that is wrong with it, with line and column. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../contract.js';
import { nearestName } from '../parameters/nearest.js';
import { expectationOf } from '../parameters/parse.js';
import { checkDefinition } from './check-definition.js';
import { type CommandDefinition, commandSchema, knownFields, maxFilesChars } from './definition.js';

/** Larger texts are refused unread. */
const maxDefinitionChars = 2 * maxFilesChars;
/** Aliases may repeat a value this often in all; more is taken for an attempt to exhaust memory. */
const maxAliases = 100;

export interface ReadDefinition {
  /** null when any problem is an error. */
  readonly definition: CommandDefinition | null;
  readonly problems: readonly Problem[];
}

/** Something wrong at a place of the definition. */
export interface DefinitionIssue {
  readonly path: readonly (string | number)[];
  readonly code?: string;
  /** A whole sentence. */
  readonly message: string;
  readonly expectation: string;
  readonly fix?: string;
}

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly fileName: string;
  readonly raw: unknown;
}

/** Never throws. @param fileName as the user knows it, for the problems */
export function readCommandDefinition(text: string, fileName: string): ReadDefinition {
  if (text.length > maxDefinitionChars) {
    const message = `${fileName} has ${text.length} characters; a definition may have at most ${maxDefinitionChars}.`;
    return refused('FILE_TOO_LARGE', message, { file: fileName }, 'Give the definition, not a data file.');
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      const message = `${fileName}, line ${line}, column ${col}: ${error.message}.`;
      const fix = 'Check brackets, indentation and quotes at and above this line.';
      return refused('BAD_SYNTAX', message, { file: fileName, line, column: String(col) }, fix);
    }
    const raw: unknown = document.toJS({ maxAliasCount: maxAliases });
    return judge({ document, lines, fileName, raw });
  } catch (error) {
    const message = `${fileName} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return refused(
      'UNREADABLE',
      message,
      { file: fileName },
      'Write the values out, without extreme nesting.',
    );
  }
}

function refused(code: string, message: string, place: Problem['place'], fix: string): ReadDefinition {
  return { definition: null, problems: [{ code, severity: 'error', message, place, fix }] };
}

function judge(source: Source): ReadDefinition {
  const parsed = commandSchema.safeParse(source.raw);
  const issues = parsed.success
    ? checkDefinition(parsed.data)
    : parsed.error.issues.flatMap((issue) => issuesOf(issue, source.raw));
  const problems = issues.map((issue) => problemOf(issue, source));
  return { definition: parsed.success && problems.length === 0 ? parsed.data : null, problems };
}

function issuesOf(issue: z.core.$ZodIssue, raw: unknown): DefinitionIssue[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(path, key));
  if (issue.code === 'invalid_key') {
    const expectation = issue.issues[0]?.message ?? 'another name';
    return [
      { path, message: `${String(path.at(-1))} is no name here: expected ${expectation}.`, expectation },
    ];
  }
  const value = valueAt(raw, path);
  const expectation = expectationOf(issue);
  const name = path.join('.');
  const message =
    name === ''
      ? `The file is no pipeline: expected ${expectation}.`
      : `${name} ${value === undefined ? 'is missing' : `is ${asText(value)}`}: expected ${expectation}.`;
  return [{ path, code: value === undefined ? 'MISSING_FIELD' : 'INVALID_FIELD', message, expectation }];
}

function unknownField(path: readonly (string | number)[], key: string): DefinitionIssue {
  const known = knownFields(path);
  const nearest = nearestName(key, known);
  return {
    path: [...path, key],
    code: 'UNKNOWN_FIELD',
    message: `There is no field ${[...path, key].join('.')}${nearest ? `; did you mean ${nearest}?` : '.'}`,
    expectation: `one of ${known.join(', ')}`,
    fix: nearest ? `Rename ${key} to ${nearest}, or remove it.` : `Remove ${key}.`,
  };
}

function problemOf(issue: DefinitionIssue, { document, lines, fileName, raw }: Source): Problem {
  const { path, code = 'INVALID_FIELD', message, expectation } = issue;
  const offset = offsetOf(document, path);
  const at = offset === null ? null : lines.linePos(offset);
  const name = path.join('.');
  const value = valueAt(raw, path);
  return {
    code,
    severity: 'error',
    message,
    place: {
      file: fileName,
      ...(name !== '' && { parameter: name }),
      ...(at !== null && { line: at.line, column: String(at.col) }),
    },
    ...(value !== undefined && { value: asText(value) }),
    expectation,
    fix:
      issue.fix ??
      (name === ''
        ? 'Write `name: …`, `command: […]` on lines of their own.'
        : `Set ${name} to ${expectation}.`),
  };
}

/** Start of the key, of the value, or of the nearest thing above a missing one. */
function offsetOf(document: Document, path: readonly (string | number)[]): number | null {
  for (let length = path.length; length >= 0; length--) {
    const parent = length <= 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(path[length - 1]))
      : undefined;
    const node =
      pair?.key ?? (length === 0 ? document.contents : document.getIn(path.slice(0, length), true));
    if (isNode(node) && node.range) return node.range[0];
  }
  return null;
}

function valueAt(raw: unknown, path: readonly (string | number)[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

function asText(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
