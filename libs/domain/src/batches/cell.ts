/** What one cell is: its identity, its label, and the job or the problems it becomes. */
import type { Problem } from '@batchyard/pipelines';
import { canonicalJson, digestText } from '../designs/canonical.js';
import type { JsonObject } from '../designs/paths.js';
import type { InvalidCell, PlannablePipeline, PlannedInputs, PlannedJob } from './plan.js';

/** An input set with what is wrong with it. */
export interface CheckedSet {
  readonly files: PlannedInputs;
  readonly problems: readonly Problem[];
}

export interface CellLists {
  readonly jobs: PlannedJob[];
  readonly invalid: InvalidCell[];
}

/** Parsed parameters with their canonical text and key, made once for all cells that share them. */
export interface ParsedSetting {
  readonly params: JsonObject;
  readonly text: string;
  readonly key: string;
  readonly problems: readonly Problem[];
}

/** Parameters with defaults filled in, or what is wrong with them. */
export function parseSetting(pipeline: PlannablePipeline, raw: JsonObject): ParsedSetting {
  const parsed = pipeline.parse(raw);
  if ('problems' in parsed) return { params: {}, text: '', key: '', problems: parsed.problems };
  const text = canonicalJson(parsed.params);
  return { params: parsed.params, text, key: (pipeline.sha256 ?? digestText)(text), problems: [] };
}

/** What makes a cell invalid: the errors of its inputs and of its parameters. */
export function errorsOfCell(set: CheckedSet, setting: ParsedSetting): readonly Problem[] {
  return [...set.problems.filter(isError), ...setting.problems];
}

export function isError(problem: Problem): boolean {
  return problem.severity === 'error';
}

/** Canonical text of an input set: digests by input name. */
export function inputsText(files: PlannedInputs): string {
  return canonicalJson(
    Object.fromEntries(Object.entries(files).map(([name, list]) => [name, list.map((file) => file.sha256)])),
  );
}

/** What identifies a cell, parameters and inputs as canonical text. */
export interface CellIdentity {
  readonly pipeline: string;
  readonly version: string;
  readonly paramsText: string;
  readonly inputsText: string;
  readonly seed: string;
  readonly replicate: number;
}

/** Digest of the canonical JSON of an identity, put together from its parts because they repeat in many cells. */
export function cellKeyOf(cell: CellIdentity, sha256: (text: string) => string = digestText): string {
  const { pipeline, version, seed, replicate } = cell;
  const [name, semver, seedText] = [pipeline, version, seed].map((text) => JSON.stringify(text));
  return sha256(
    `{"inputs":${cell.inputsText},"params":${cell.paramsText},"pipeline":${name},"replicate":${replicate},` +
      `"seed":${seedText},"version":${semver}}`,
  );
}

/** The key that each job's cell has in another version of the pipeline, in the order of `jobs`. */
export function cellKeysInVersion(
  jobs: readonly PlannedJob[],
  pipeline: string,
  version: string,
): readonly string[] {
  const texts = new Map<object, string>();
  const textOf = <T extends object>(value: T, make: (value: T) => string) => {
    const text = texts.get(value) ?? make(value);
    texts.set(value, text);
    return text;
  };
  return jobs.map(({ params, inputs, seed, replicate }) =>
    cellKeyOf({
      pipeline,
      version,
      paramsText: textOf(params, canonicalJson),
      inputsText: textOf(inputs, inputsText),
      seed,
      replicate,
    }),
  );
}

/**
 * Names an input set by its main file.
 * @param inputNames declared inputs, the main one first (stored sets do not keep an order of their own)
 */
export function labelOfInputs(files: PlannedInputs, inputNames: readonly string[]): string {
  const main = inputNames.find((name) => files[name] !== undefined);
  const first = (main === undefined ? Object.values(files)[0] : files[main]) ?? [];
  return first.length > 1 ? `${first[0]?.name} and ${first.length - 1} more` : (first[0]?.name ?? 'no input');
}
