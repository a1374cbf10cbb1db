import {
  adaptiveSchema,
  crossValidationSchema,
  designSchema,
  earlyStoppingSchema,
  entryFieldNames,
  listedJobSchema,
  objectiveSchema,
} from '@batchyard/domain';
import { nearestName, type Problem } from '@batchyard/pipelines';
import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';
import type { AttachedTable } from './attachments.js';

/** What is needed to say where in the file an issue lies. */
export interface IssueContext {
  readonly raw: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly fileName: string;
  /** Parts of `raw` that stand in files of their own. */
  readonly tables: readonly AttachedTable[];
}

type Issue = NonNullable<ReturnType<typeof designSchema.safeParse>['error']>['issues'][number];
type Path = readonly (string | number)[];

/** One schema issue as problems: one for each unknown key, else one. */
export function problemOfIssue(issue: Issue, context: IssueContext): Problem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], context));
  }
  const value = valueAt(context.raw, path);
  if (issue.code === 'custom') return [brokenRule(issue, value, path, context)];
  const expectation = expectationOf(issue);
  const name = path.join('.');
  const found = value === undefined ? 'is missing' : `is ${asText(value)}`;
  return [
    {
      code: value === undefined ? 'MISSING_FIELD' : 'INVALID_FIELD',
      severity: 'error',
      message:
        name === ''
          ? `The file is not a design: expected ${expectation}.`
          : `${name} ${found}: expected ${expectation}.`,
      place: placeOf(path, context),
      value: value === undefined ? undefined : asText(value),
      expectation,
      fix:
        name === ''
          ? 'Write `name: …`, `pipeline: …`, `inputs: …` on lines of their own.'
          : `Set ${name} to ${expectation}.`,
    },
  ];
}

/** A rule between fields says itself what is wrong and what to do. */
function brokenRule(
  { message, params }: Issue & { code: 'custom' },
  value: unknown,
  path: Path,
  context: IssueContext,
): Problem {
  return {
    code: value === undefined ? 'MISSING_FIELD' : 'INVALID_FIELD',
    severity: 'error',
    message,
    place: placeOf(path, context),
    ...(value !== undefined && { value: asText(value) }),
    expectation: String(params?.expectation ?? ''),
    fix: String(params?.fix ?? ''),
  };
}

function unknownKey(path: Path, context: IssueContext): Problem {
  const key = String(path.at(-1));
  const known = path.length === 1 ? Object.keys(designSchema.shape) : siblingsOf(path);
  const nearest = nearestName(key, known);
  return {
    code: 'UNKNOWN_FIELD',
    severity: 'error',
    message: `A design has no field ${path.join('.')}${nearest ? `; did you mean ${nearest}?` : '.'}`,
    place: placeOf(path, context),
    value: asText(valueAt(context.raw, path)),
    expectation: `one of ${known.join(', ')}`,
    fix: nearest ? `Rename ${key} to ${nearest}, or remove it.` : `Remove ${key}.`,
  };
}

/** Fields of the nested objects whose keys are fixed. */
function siblingsOf(path: Path): string[] {
  switch (path[0]) {
    case 'axes':
      return [...entryFieldNames];
    case 'jobs':
      return Object.keys(listedJobSchema.shape);
    case 'objective':
    case 'furtherObjectives':
      return Object.keys(objectiveSchema.shape);
    case 'crossValidation':
      return Object.keys(crossValidationSchema.shape);
    case 'adaptive':
      return Object.keys(adaptiveSchema.shape);
    case 'earlyStopping':
      return Object.keys(earlyStoppingSchema.shape);
    default:
      return [];
  }
}

/** Where a part of the design stands: in the file itself, or in a table that it names. */
export function placeOf(path: Path, { document, lines, fileName, tables }: IssueContext): Problem['place'] {
  const source = tables.find((each) => each.path.every((key, index) => path[index] === key));
  const index = source && path[source.path.length];
  if (source !== undefined && typeof index === 'number') {
    return source.table.placeOf(index, path.slice(source.path.length + 1));
  }
  const offset = offsetOf(document, path);
  return {
    file: fileName,
    ...(path.length > 0 && { parameter: path.join('.') }),
    ...(offset !== null && { line: lines.linePos(offset).line }),
  };
}

/** Start of the key, of the value, or of the nearest thing above a missing one. */
function offsetOf(document: Document, path: Path): number | null {
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

function expectationOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_value':
      return issue.values.map(asText).join(' or ');
    case 'invalid_union':
      return 'a file, or a list of files';
    case 'too_small':
      return issue.origin === 'array'
        ? `at least ${issue.minimum} in the list`
        : limit('at least', issue.minimum, issue.origin);
    case 'too_big':
      return issue.origin === 'array'
        ? `at most ${issue.maximum} in the list`
        : limit('at most', issue.maximum, issue.origin);
    default:
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

function limit(relation: string, bound: number | bigint, origin: string): string {
  return origin === 'string'
    ? `a text of ${relation} ${bound} characters`
    : `a number of ${relation} ${bound}`;
}

function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
