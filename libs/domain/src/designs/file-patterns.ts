/** Choosing and grouping files by name, as in `data/subject_*.csv`. Paths have `/` between folders. */

/** A path that a pattern matches. */
export interface MatchedFile {
  readonly path: string;
  /** What stood for the stars, `…` between several. */
  readonly matched: string;
}

/** Stars of one pattern; more would take too long to match. */
const maxStars = 6;

/**
 * The paths that a pattern matches, sorted by name. `*` is any text within a name, `?` one character, `**` any folders;
 * without a slash the pattern is one of file names.
 * @param recursive looks in all folders below, which `**` in the pattern does by itself
 * @returns null where the pattern has too many stars
 */
export function matchFiles(
  paths: readonly string[],
  pattern: string,
  recursive = false,
): readonly MatchedFile[] | null {
  const whole = recursive && !pattern.includes('**') ? `**/${pattern}` : pattern;
  if ((whole.match(/\*+/g) ?? []).length > maxStars) return null;
  const expression = expressionOf(whole);
  return paths
    .flatMap((path) => {
      const match = expression.exec(path);
      return match === null ? [] : [{ path, matched: match.slice(1).join('…') }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*\/|\*\*|\*|\?)/).map((part) => {
    switch (part) {
      case '**/':
        return '(?:[^/]+/)*';
      case '**':
        return '.*';
      case '*':
        return '([^/]*)';
      case '?':
        return '[^/]';
      default:
        return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    }
  });
  return new RegExp(`^${parts.join('')}$`, 'su');
}

/** How files are grouped: by what the stars match, by the name up to its first number, or by a regular expression. */
export type GroupBy = 'match' | 'prefix' | RegExp;

/** The name up to the end of its first number: `subject_01` of `subject_01_walk`. */
const prefix = /^(.*?\d+)/;

/**
 * Files by group, groups and files in the order given. A name that the expression does not match is a group of itself.
 * @param files as from `matchFiles`
 * @param groupBy an expression is tried on the name without extension; its group named `group` counts, else the first
 */
export function groupFiles(
  files: readonly MatchedFile[],
  groupBy: GroupBy = 'prefix',
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { path, matched } of files) {
    const name =
      groupBy === 'match' ? matched : groupOf(stemOf(path), groupBy === 'prefix' ? prefix : groupBy);
    groups.set(name, [...(groups.get(name) ?? []), path]);
  }
  return groups;
}

function groupOf(stem: string, expression: RegExp): string {
  const match = expression.exec(stem);
  return match?.groups?.group ?? match?.[1] ?? match?.[0] ?? stem;
}

/** The file name without folders and without its last extension. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.replace(/(?<=.)\.[^.]*$/, '');
}
