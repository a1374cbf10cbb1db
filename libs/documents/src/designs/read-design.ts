import { type DesignSpec, designSchema } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { attach } from './attachments.js';
import type { DesignFiles } from './design-files.js';
import { placeOf, problemOfIssue } from './issue-problem.js';

/** Larger texts are refused unread: a list of 20,000 jobs has about 50 bytes for each. */
export const maxDesignBytes = 2 * 1024 * 1024;

/** Aliases may repeat a value this often in all; more is taken for an attempt to exhaust memory. */
const maxAliases = 100;

export interface ReadDesign {
  /** null when any problem is an error. Inputs are as written: paths or file ids. */
  readonly spec: DesignSpec | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads a design from YAML 1.2 or JSON (which is YAML). Never throws on bad text: every problem is returned at
 * once, with file, line, path, value, expectation and fix.
 * @param fileName as the user knows it, for the problems
 * @param files what the design may name beside itself; null: nothing
 */
export function readDesign(text: string, fileName: string, files: DesignFiles | null = null): ReadDesign {
  if (Buffer.byteLength(text) > maxDesignBytes) return { spec: null, problems: [tooLarge(text, fileName)] };
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) {
      return { spec: null, problems: document.errors.map((error) => syntaxProblem(error, lines, fileName)) };
    }
    return validate(document, lines, fileName, files);
  } catch (error) {
    // Too many aliases, or nesting deeper than the stack.
    return { spec: null, problems: [unreadable(error, fileName)] };
  }
}

function validate(
  document: Document,
  lines: LineCounter,
  fileName: string,
  files: DesignFiles | null,
): ReadDesign {
  const { raw, tables, problems: found } = attach(document.toJS({ maxAliasCount: maxAliases }), files);
  const context = { raw, document, lines, fileName, tables };
  const problems = found.map(({ path, problem }) => ({ place: placeOf(path, context), ...problem }));
  const parsed = designSchema.safeParse(raw);
  if (parsed.success && problems.length === 0) return { spec: parsed.data, problems };
  // What could not be read would be reported again as missing.
  const isNews = (path: readonly PropertyKey[]) =>
    !found.some((each) => each.path.every((key, index) => path[index] === key));
  const issues = parsed.error?.issues.filter(({ path }) => isNews(path)) ?? [];
  return {
    spec: null,
    problems: [...problems, ...issues.flatMap((issue) => problemOfIssue(issue, context))],
  };
}

function syntaxProblem(
  error: { readonly code: string; readonly message: string; readonly pos: readonly [number, number] },
  lines: LineCounter,
  file: string,
): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  return {
    code: 'BAD_SYNTAX',
    severity: 'error',
    message: `${file}, line ${line}, column ${col}: ${error.message}.`,
    place: { file, line, column: String(col) },
    expectation: 'YAML or JSON',
    fix: 'Check brackets, indentation and quotes at and above this line.',
  };
}

function tooLarge(text: string, file: string): Problem {
  const sizeKb = Math.ceil(Buffer.byteLength(text) / 1024);
  return {
    code: 'FILE_TOO_LARGE',
    severity: 'error',
    message: `${file} has ${sizeKb} kB; a design may have at most ${maxDesignBytes / 1024} kB.`,
    place: { file },
    value: `${sizeKb} kB`,
    expectation: `at most ${maxDesignBytes / 1024} kB`,
    fix: 'Give the design file, not a data file; split a design that is really this long.',
  };
}

function unreadable(error: unknown, file: string): Problem {
  return {
    code: 'UNREADABLE',
    severity: 'error',
    message: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    place: { file },
    expectation: `at most ${maxAliases} repeated values (YAML aliases), and no extreme nesting`,
    fix: 'Write the values out.',
  };
}
