import { type TemplateFile, templateFileSchema } from '@batchyard/domain';
import { nearestName, type Problem } from '@batchyard/pipelines';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** Larger descriptions are refused unread. */
export const maxDescriptionBytes = 2 * 1024 * 1024;
/** Aliases may repeat a value this often in all; more is taken for an attempt to exhaust memory. */
const maxAliases = 100;

export interface ReadDescription {
  /** null when there are problems. */
  readonly template: TemplateFile | null;
  readonly problems: readonly Problem[];
}

/** Reads the description of a template, YAML or JSON; every problem at once, with its place. Never throws. */
export function readDescription(text: string, file: string): ReadDescription {
  if (Buffer.byteLength(text) > maxDescriptionBytes) {
    const problem = { message: `${file} is larger than 2 MB.`, expectation: 'a file of at most 2 MB' };
    return refused({ code: 'TOO_LARGE', severity: 'error', place: { file }, ...problem });
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      return refused({
        code: 'BAD_SYNTAX',
        severity: 'error',
        message: `${file}, line ${line}, column ${col}: ${error.message}.`,
        place: { file, line, column: String(col) },
        expectation: 'YAML or JSON',
        fix: 'Check brackets, indentation and quotes at and above this line.',
      });
    }
    return validate(document, lines, file);
  } catch (error) {
    return refused({
      code: 'BAD_SYNTAX',
      severity: 'error',
      message: `${file} cannot be read: ${(error as Error).message}.`,
      place: { file },
      expectation: 'YAML or JSON',
    });
  }
}

const refused = (problem: Problem): ReadDescription => ({ template: null, problems: [problem] });

function validate(document: Document, lines: LineCounter, file: string): ReadDescription {
  const parsed = templateFileSchema.safeParse(document.toJS({ maxAliasCount: maxAliases }));
  if (parsed.success) return { template: parsed.data, problems: [] };
  const lineOf = (path: readonly (string | number)[]) => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, document, file, lineOf));
  return { template: null, problems };
}

type Path = readonly (string | number)[];

function problemsOf(
  issue: z.core.$ZodIssue,
  document: Document,
  file: string,
  lineOf: (path: Path) => number,
): Problem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const problem = (place: Path, part: Pick<Problem, 'code' | 'message'> & Partial<Problem>): Problem => ({
    severity: 'error',
    place: { file, parameter: place.join('.'), line: lineOf(place) },
    ...part,
  });
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(templateFileSchema.shape);
    return issue.keys.map((key) => {
      const nearest = path.length === 0 ? nearestName(key, known) : undefined;
      const hint = nearest ? `; did you mean ${nearest}?` : '.';
      const name = [...path, key].join('.');
      return problem([...path, key], {
        code: 'UNKNOWN_FIELD',
        message: `${file}: a template has no field ${name}${hint}`,
        fix: nearest ? `Rename ${key} to ${nearest}, or remove it.` : `Remove ${key}.`,
      });
    });
  }
  const found: unknown = path.length === 0 ? document.toJS() : document.getIn(path);
  const value = isNode(found) ? JSON.stringify(found.toJSON()) : JSON.stringify(found);
  const name = path.length === 0 ? 'the contents' : path.join('.');
  const shown = value === undefined ? 'is missing' : `is ${value.slice(0, 100)}`;
  const expectation = expectationOf(issue);
  return [
    problem(path, {
      code: value === undefined ? 'MISSING_FIELD' : 'INVALID_FIELD',
      message: `${file}: ${name} ${shown}: expected ${expectation}.`,
      ...(value !== undefined && { value: value.slice(0, 100) }),
      expectation,
    }),
  ];
}

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'record' || issue.expected === 'object'
        ? 'a group of fields'
        : `a value of type ${issue.expected}`;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'too_small':
      return `at least ${issue.minimum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
    default:
      return issue.message.replace(/^expected /, '');
  }
}
