/** Patterns of file names with placeholders, such as `{embryo}_s{frame}.png`. */
import type { Problem } from '@batchyard/pipelines';

export interface FilePattern {
  /** Whether a level is among the placeholders. */
  readonly hasLevels: boolean;
  /** What stands for each placeholder; null where the path does not match. */
  match(path: string): ReadonlyMap<string, string> | null;
}

/** Placeholders and stars of one pattern; more would take too long to match. */
const maxWildcards = 8;
const maxPatternLength = 500;
const maxPathLength = 1_000;

/** @param levels names that may be placeholders, besides `frame` */
export function compilePattern(
  pattern: string,
  levels: readonly string[],
): { readonly pattern: FilePattern } | { readonly problem: Problem } {
  const pieces = pattern.split(/(\{[^{}]*\}|\*\*\/|\*)/);
  const names = pieces.flatMap((piece) => (piece.startsWith('{') ? piece.slice(1, -1) : []));
  const problem = patternProblem(pattern, pieces, names, levels);
  if (problem !== null) return { problem };
  const expression = new RegExp(
    `^${pattern.includes('/') ? '' : '(?:.*/)?'}${pieces.map(expressionOf).join('')}$`,
    'su',
  );
  return {
    pattern: {
      hasLevels: names.some((name) => name !== 'frame'),
      match(path) {
        const match = path.length > maxPathLength ? null : expression.exec(path);
        return match === null
          ? null
          : new Map(names.map((name, index) => [name, match[index + 1] as string]));
      },
    },
  };
}

function expressionOf(piece: string): string {
  if (piece === '**/') return '(?:[^/]+/)*';
  if (piece === '*') return '[^/]*?';
  if (piece === '{frame}') return '(\\d{1,15})';
  if (piece.startsWith('{')) return '([^/]+?)';
  return piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

function patternProblem(
  pattern: string,
  pieces: readonly string[],
  names: readonly string[],
  levels: readonly string[],
): Problem | null {
  const allowed = [...levels, 'frame'];
  const unknown = names.find((name) => !allowed.includes(name));
  const double = names.find((name, index) => names.indexOf(name) !== index);
  const wildcards = pieces.filter((piece) => /^[{*]/.test(piece)).length;
  const choices = allowed.map((name) => `{${name}}`).join(', ');
  const message =
    pattern.trim() === '' || pattern.length > maxPatternLength
      ? `The pattern has ${pattern.length} characters: expected 1 to ${maxPatternLength}.`
      : unknown !== undefined
        ? `The pattern has the placeholder {${unknown}}: expected ${choices}.`
        : double !== undefined
          ? `The pattern has {${double}} twice: expected each placeholder once.`
          : wildcards > maxWildcards
            ? `The pattern has ${wildcards} placeholders and stars: expected at most ${maxWildcards}.`
            : null;
  return message === null
    ? null
    : {
        code: 'INVALID_PATTERN',
        severity: 'error',
        message,
        place: { parameter: 'pattern' },
        value: pattern.slice(0, 200),
      };
}
