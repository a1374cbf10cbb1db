/** Inputs given as a folder and a pattern, or as a list of files: one input set for each file or group. */
import { type GroupBy, groupFiles, type MatchedFile, matchFiles, stemOf } from '@batchyard/domain';
import { findPipeline, type InputSpec, type Problem } from '@batchyard/pipelines';
import type { DesignFiles } from './design-files.js';

export interface FoundInputs {
  /** As a design has them. */
  readonly sets: readonly unknown[];
  readonly problems: readonly Omit<Problem, 'place'>[];
}

const fields = ['folder', 'files', 'pattern', 'recursive', 'input', 'groupBy', 'with'];

/** Whether inputs are written as one group of fields instead of a list of sets. */
export function isSource(inputs: unknown): inputs is Readonly<Record<string, unknown>> {
  return typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs);
}

/** @param pipelineName as written; decides whether a group of files is one set or several */
export function findInputs(
  source: Readonly<Record<string, unknown>>,
  pipelineName: unknown,
  files: DesignFiles | null,
): FoundInputs {
  const { input: named, groupBy } = source;
  const wrong = checkFields(source);
  if (wrong.length > 0) return { sets: [], problems: wrong };
  const declared = inputsOf(pipelineName, files)?.find(({ name, optional }) =>
    named === undefined ? !optional : name === named,
  );
  const input = typeof named === 'string' ? named : (declared?.name ?? 'input');
  const beside = (source.with ?? {}) as Readonly<Record<string, string>>;
  const found = source.folder === undefined ? listed(source) : inFolder(source, files);
  if (!Array.isArray(found)) return { sets: [], problems: [found as Omit<Problem, 'place'>] };
  // A baseline may lie in the folder of its samples.
  const matched = (found as readonly MatchedFile[]).filter(
    ({ path }) => !Object.values(beside).includes(path),
  );
  const groups = groupBy === undefined ? null : groupingOf(groupBy);
  if (groups === 'unknown') return { sets: [], problems: [badField('groupBy', groupBy, knownGroupings)] };
  const sets = setsOf(matched, groups, input, declared?.count === 'many');
  return { sets: sets.map((set) => ({ ...set, files: { ...set.files, ...beside } })), problems: [] };
}

/** Of the pipeline, as far as it is known here. */
function inputsOf(pipeline: unknown, files: DesignFiles | null): readonly InputSpec[] | undefined {
  if (typeof pipeline !== 'string') return undefined;
  return findPipeline(pipeline)?.inputs ?? files?.inputsOf?.(pipeline);
}

interface FoundSet {
  readonly files: Readonly<Record<string, string | readonly string[]>>;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
}

function setsOf(
  files: readonly MatchedFile[],
  groupBy: GroupBy | null,
  input: string,
  takesMany: boolean,
): readonly FoundSet[] {
  if (groupBy === null) {
    return files.map(({ path }) => setOf(input, path, {}));
  }
  return [...groupFiles(files, groupBy)].flatMap(([group, paths]): readonly FoundSet[] =>
    takesMany
      ? [{ files: { [input]: [...paths] }, name: group, metadata: { group } }]
      : paths.map((path) => setOf(input, path, { group })),
  );
}

function setOf(input: string, path: string, facts: Readonly<Record<string, string>>): FoundSet {
  return { files: { [input]: path }, name: stemOf(path), metadata: { ...facts, source_file: path } };
}

function listed({ files }: Readonly<Record<string, unknown>>): readonly MatchedFile[] {
  return (files as readonly string[]).map((path) => ({ path, matched: stemOf(path) }));
}

function inFolder(
  { folder, pattern = '*', recursive = false }: Readonly<Record<string, unknown>>,
  files: DesignFiles | null,
): readonly MatchedFile[] | Omit<Problem, 'place'> {
  const [where, wanted, isRecursive] = [folder as string, pattern as string, recursive as boolean];
  if (files === null) {
    return {
      ...badField(
        'folder',
        where,
        'input sets by file; only a design file read by the command can name a folder',
      ),
      message: 'A folder can be named only in a design file that the command reads.',
    };
  }
  let paths: readonly string[];
  try {
    paths = files.listFiles(where, isRecursive || wanted.includes('**') || wanted.includes('/'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      code: 'FOLDER_MISSING',
      severity: 'error',
      message: `The folder ${where} cannot be read: ${why}.`,
      value: where,
      expectation: 'a folder, by its path from the design file',
      fix: 'Correct the path, or create the folder.',
    };
  }
  const matched = matchFiles(paths, wanted, isRecursive);
  if (matched === null) return badField('pattern', wanted, 'a pattern of at most 6 stars');
  if (matched.length === 0) return nothingMatches(where, wanted, isRecursive, paths.length);
  const prefix = where.replace(/\/+$/, '');
  return matched.map((file) => ({ ...file, path: prefix === '.' ? file.path : `${prefix}/${file.path}` }));
}

function nothingMatches(folder: string, pattern: string, recursive: boolean, among: number) {
  return {
    code: 'NO_FILES',
    severity: 'error',
    message: `No file in ${folder} matches ${pattern}; there ${among === 1 ? 'is 1 file' : `are ${among} files`}.`,
    value: pattern,
    expectation: 'at least one file',
    fix: recursive
      ? 'Correct the pattern.'
      : 'Correct the pattern, or set recursive: true for folders below.',
  } as const;
}

const knownGroupings = 'match, prefix, or a regular expression such as (?<group>subject_\\d+)';

function groupingOf(groupBy: unknown): GroupBy | 'unknown' {
  if (groupBy === 'match' || groupBy === 'prefix') return groupBy;
  if (typeof groupBy !== 'string') return 'unknown';
  try {
    return new RegExp(groupBy, 'u');
  } catch {
    return 'unknown';
  }
}

function checkFields(source: Readonly<Record<string, unknown>>): Omit<Problem, 'place'>[] {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);
  const unknown = Object.keys(source).find((key) => !fields.includes(key));
  if (unknown !== undefined) return [badField(unknown, source[unknown], `one of ${fields.join(', ')}`)];
  const { folder, files, pattern, recursive, input, with: beside } = source;
  const isSet = typeof beside === 'object' && beside !== null && Object.values(beside).every(isText);
  if (beside !== undefined && !isSet)
    return [badField('with', beside, 'names of inputs, each with one file')];
  if (files !== undefined) return isTexts(files) ? [] : [badField('files', files, 'a list of files')];
  if (!isText(folder)) return [badField('folder', folder, 'the path of a folder')];
  if (pattern !== undefined && !isText(pattern))
    return [badField('pattern', pattern, 'a text such as *.csv')];
  if (input !== undefined && !isText(input)) return [badField('input', input, 'the name of an input')];
  const isFlag = recursive === undefined || typeof recursive === 'boolean';
  return isFlag ? [] : [badField('recursive', recursive, 'true or false')];
}

function badField(field: string, value: unknown, expectation: string): Omit<Problem, 'place'> {
  const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  return {
    code: value === undefined ? 'MISSING_FIELD' : 'INVALID_FIELD',
    severity: 'error',
    message: `inputs.${field} ${found}: expected ${expectation}.`,
    ...(value !== undefined && { value: JSON.stringify(value) }),
    expectation,
    fix: `Set inputs.${field} to ${expectation}.`,
  };
}
