/**
 * From a design to the jobs of a batch: every cell with its parameters, inputs, identity and reason.
 * Pure: parameters are parsed by the function handed in, and what can be reused is looked up by the caller.
 */
import type { Json, Problem } from '@batchyard/pipelines';
import { canonicalJson, digest } from '../designs/canonical.js';
import { type DesignSpec, maxCells } from '../designs/design.js';
import { type JsonObject, withValueAt } from '../designs/paths.js';

/** One file of an input set, already known by content. */
export interface PlannedFile {
  /** File id on a server, path on the command line. */
  readonly reference: string;
  readonly name: string;
  readonly sha256: string;
}
export type PlannedInputs = Readonly<Record<string, readonly PlannedFile[]>>;

export interface PlannedJob {
  readonly position: number;
  readonly label: string;
  /** SHA-256 of pipeline version, canonical parameters, input digests, seed and replicate. */
  readonly cellKey: string;
  /** SHA-256 of the canonical parameters alone: jobs that differ only in input or replicate share it. */
  readonly settingKey: string;
  /** Axis values of this cell by dotted path. */
  readonly setting: JsonObject;
  /** Complete parameters, defaults filled in. */
  readonly params: JsonObject;
  readonly inputs: PlannedInputs;
  readonly inputLabel: string;
  /** From 1. */
  readonly replicate: number;
  readonly seed: string;
}

/** What planning must know of a pipeline. */
export interface PlannablePipeline {
  readonly name: string;
  readonly version: string;
  /** Declared inputs, the main one first. */
  readonly inputNames: readonly string[];
  /** Checks raw parameters and fills in all defaults. */
  parse(raw: JsonObject): { readonly params: JsonObject } | { readonly problems: readonly Problem[] };
}

export interface PlanResult {
  readonly jobs: readonly PlannedJob[];
  readonly problems: readonly Problem[];
}

/** Settings × inputs × replicates without building them. */
export function countCells(spec: Pick<DesignSpec, 'axes' | 'inputs' | 'replicates'>): number {
  return spec.axes.reduce(
    (product, axis) => product * axis.values.length,
    spec.inputs.length * spec.replicates,
  );
}

/**
 * Expands a design. The first axis varies slowest, the last fastest; below a setting come inputs, then replicates.
 * @param inputs one resolved input set for each entry of `spec.inputs`, in the same order
 * @returns no jobs at all when anything is wrong
 */
export function planJobs(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  inputs: readonly PlannedInputs[],
): PlanResult {
  const problems = [...checkSize(spec), ...checkAxes(spec, pipeline)];
  if (problems.length > 0) return { jobs: [], problems };
  const jobs: PlannedJob[] = [];
  for (const setting of settingsOf(spec)) {
    const raw = Object.entries(setting).reduce(
      (params, [path, value]) => withValueAt(params, path, value),
      spec.params,
    );
    const parsed = pipeline.parse(raw);
    if ('problems' in parsed) {
      problems.push(...parsed.problems);
      continue;
    }
    jobs.push(...jobsOfSetting(spec, pipeline, setting, parsed.params, inputs, jobs.length));
  }
  problems.push(...checkDoubles(jobs));
  return problems.length > 0 ? { jobs: [], problems: withoutRepeats(problems) } : { jobs, problems: [] };
}

/** A rule between parameters that many settings break is one problem to the reader. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [canonicalJson(problem), problem])).values()];
}

function jobsOfSetting(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  setting: JsonObject,
  params: JsonObject,
  inputs: readonly PlannedInputs[],
  firstPosition: number,
): PlannedJob[] {
  const settingKey = digest(params);
  return inputs.flatMap((files, inputIndex) =>
    Array.from({ length: spec.replicates }, (_, index): PlannedJob => {
      const replicate = index + 1;
      const seed = `${spec.seed}/${replicate}`;
      const digests = Object.fromEntries(
        Object.entries(files).map(([name, list]) => [name, list.map((file) => file.sha256)]),
      );
      const inputLabel = labelOfInputs(files, pipeline.inputNames);
      return {
        position: firstPosition + inputIndex * spec.replicates + index,
        label: labelOfJob(setting, inputLabel, replicate, spec.replicates),
        cellKey: digest({
          pipeline: pipeline.name,
          version: pipeline.version,
          params,
          inputs: digests,
          seed,
          replicate,
        }),
        settingKey,
        setting,
        params,
        inputs: files,
        inputLabel,
        replicate,
        seed,
      };
    }),
  );
}

/** Cartesian product of the axes, last one fastest; one empty setting where there are no axes. */
export function settingsOf(spec: Pick<DesignSpec, 'axes'>): JsonObject[] {
  return spec.axes.reduce<JsonObject[]>(
    (settings, axis) =>
      settings.flatMap((setting) => axis.values.map((value) => ({ ...setting, [axis.parameter]: value }))),
    [{}],
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

/** Short, for people: `lambda_rigid=500, walk_01.csv, replicate 2`. */
function labelOfJob(setting: JsonObject, inputLabel: string, replicate: number, replicates: number): string {
  const values = Object.entries(setting).map(
    ([path, value]) =>
      `${path.split('.').at(-1)}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [...values, inputLabel, ...(replicates > 1 ? [`replicate ${replicate}`] : [])].join(', ');
}

function checkSize(spec: DesignSpec): Problem[] {
  const cells = countCells(spec);
  if (cells <= maxCells) return [];
  return [
    {
      code: 'TOO_MANY_CELLS',
      severity: 'error',
      message: `The design has ${cells.toLocaleString('en')} cells; at most ${maxCells.toLocaleString('en')} are allowed.`,
      place: { parameter: 'axes' },
      value: String(cells),
      expectation: `at most ${maxCells} cells (settings × inputs × replicates)`,
      fix: 'Use fewer values, inputs or replicates, or split the design.',
    },
  ];
}

/** Tries each axis value alone on the base parameters, so that a bad value is named once and not once per cell. */
function checkAxes(spec: DesignSpec, pipeline: PlannablePipeline): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const axis of spec.axes) {
    if (seen.has(axis.parameter)) {
      problems.push({
        code: 'DOUBLE_AXIS',
        severity: 'error',
        message: `Two axes vary ${axis.parameter}.`,
        place: { parameter: axis.parameter },
        expectation: 'each parameter on one axis only',
        fix: 'Merge the two lists of values into one axis.',
      });
    }
    seen.add(axis.parameter);
    for (const value of axis.values) problems.push(...problemsOfValue(spec, pipeline, axis.parameter, value));
  }
  return problems;
}

/** Only problems at or below the axis' own path count here; rules between parameters are checked per setting. */
function problemsOfValue(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  path: string,
  value: Json,
): Problem[] {
  const parsed = pipeline.parse(withValueAt(spec.params, path, value));
  if (!('problems' in parsed)) return [];
  return parsed.problems.filter((problem) => (problem.place.parameter ?? '').startsWith(path));
}

function checkDoubles(jobs: readonly PlannedJob[]): Problem[] {
  const first = new Map<string, PlannedJob>();
  const problems: Problem[] = [];
  for (const job of jobs) {
    const other = first.get(job.cellKey);
    if (other === undefined) first.set(job.cellKey, job);
    else {
      problems.push({
        code: 'EQUAL_CELLS',
        severity: 'error',
        message: `Cells ${other.position + 1} and ${job.position + 1} are the same computation (${job.label}).`,
        place: { parameter: 'inputs' },
        value: job.label,
        expectation: 'different parameters, inputs (by content) or replicates in every cell',
        fix: 'Remove the doubled value or the file that has the same content, or use replicates.',
      });
    }
  }
  return problems;
}
