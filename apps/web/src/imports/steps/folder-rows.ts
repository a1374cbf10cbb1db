/** A folder of somebody's computer as a sheet: a row for each file, by its name. */
import { hasExtension } from '../../files/extension';

export interface FolderFile {
  readonly name: string;
  /** Below the folder, with the name. */
  readonly path: string;
}

export interface FolderListing {
  readonly folder: string;
  /** In natural order: `frame_2` before `frame_10`. */
  readonly files: readonly FolderFile[];
}

/** Programs leave these behind without being asked. */
const leftBehind = new Set(['thumbs.db', 'desktop.ini']);

/** @param paths as the browser gives them, the folder first: `plates/run 1/a.csv`; hidden ones are left out */
export function listFolder(paths: readonly string[]): FolderListing {
  const files = paths
    .map((path) => path.split('/').slice(1))
    .filter((parts) => !parts.some((part) => part.startsWith('.') || leftBehind.has(part.toLowerCase())))
    .map((parts) => ({ name: parts.at(-1) ?? '', path: parts.join('/') }))
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  return { folder: paths[0]?.split('/')[0] ?? '', files };
}

export interface ExtensionCount {
  /** With the dot, lower case; '' of names without one. */
  readonly extension: string;
  readonly count: number;
}

/**
 * Extensions of the files, the most frequent first.
 * @param accepted only these, with the dot and lower case; empty takes all
 */
export function extensionsOf(files: readonly FolderFile[], accepted: readonly string[]): ExtensionCount[] {
  const counts = new Map<string, number>();
  for (const { name } of files) {
    const extension = extensionOf(name, accepted);
    if (extension !== null) counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  return [...counts]
    .map(([extension, count]) => ({ extension, count }))
    .sort((a, b) => b.count - a.count || (a.extension < b.extension ? -1 : 1));
}

/** The longest of the accepted that fits (`.nii.gz` before `.gz`); null where none does. */
function extensionOf(name: string, accepted: readonly string[]): string | null {
  if (accepted.length === 0) return (/.(\.[^.]+)$/.exec(name)?.[1] ?? '').toLowerCase();
  const fitting = accepted.filter((extension) => hasExtension(name, [extension]));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** What a row calls its file. */
export type RowNaming = 'file' | 'stem';

export interface FolderRows {
  /** One for each row, all different. */
  readonly names: readonly string[];
  /** Names that stand for several files; each has one row only. */
  readonly doubles: readonly { readonly name: string; readonly paths: readonly string[] }[];
}

export interface RowChoice {
  /** Null: files of all extensions that are accepted. */
  readonly extension: string | null;
  readonly accepted: readonly string[];
  readonly naming: RowNaming;
}

/** Names of the rows that a folder becomes. */
export function folderRows(
  files: readonly FolderFile[],
  { extension, accepted, naming }: RowChoice,
): FolderRows {
  const paths = new Map<string, string[]>();
  for (const { name, path } of files) {
    const own = extensionOf(name, accepted);
    if (own === null || (extension !== null && own !== extension)) continue;
    const row = naming === 'file' ? name : stemOf(name);
    paths.set(row, [...(paths.get(row) ?? []), path]);
  }
  const doubles = [...paths].flatMap(([name, of]) => (of.length > 1 ? [{ name, paths: of }] : []));
  return { names: [...paths.keys()], doubles };
}

/** As comparisons find the subject of a file. */
const stemOf = (name: string) => name.replace(/\.[^.]*$/, '');

/**
 * The sheet as CSV: the names below one heading, all other cells blank.
 * @throws Error where the column is none of the headings
 */
export function folderSheet(headings: readonly string[], column: string, names: readonly string[]): string {
  const at = headings.indexOf(column);
  if (at < 0) throw new Error(`The sheet has no column ${column}; it has ${headings.join(', ')}.`);
  const before = ','.repeat(at);
  const after = ','.repeat(headings.length - at - 1);
  const lines = names.map((name) => `${before}${cellOf(name)}${after}`);
  return `\uFEFF${[headings.map(cellOf).join(','), ...lines].join('\r\n')}\r\n`;
}

/** Quoted where needed; behind an apostrophe, which reading takes away, where a program would run it as a formula. */
function cellOf(name: string): string {
  const isFormula = /^'*[=+\-@\t\r＝＋－＠]/.test(name);
  return `"${isFormula ? "'" : ''}${name.replaceAll('"', '""')}"`;
}
