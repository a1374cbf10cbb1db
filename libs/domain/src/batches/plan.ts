/**
 * From a design to the jobs of a batch: every cell with its parameters, inputs and identity.
 * Pure: parameters are parsed by the function handed in, and what can be reused is looked up by the caller.
 */
import type { InputSizes, Problem } from '@batchyard/pipelines';
import { canonicalJson } from '../designs/canonical.js';
import { type CountContext, countDesign } from '../designs/count-cells.js';
import { type DesignSpec, maxCells } from '../designs/design.js';
import type { JsonObject } from '../designs/paths.js';
import { type CellLists, isError } from './cell.js';
import { expandList } from './expand-list.js';
import { completeBase, expandSettings, type GrowingCells, settingProblems } from './expand-settings.js';
import { cellSetsOf } from './fold-sets.js';
import { refuseDoubles } from './refuse-doubles.js';

/** One file of an input set, already known by content. */
export interface PlannedFile {
  /** File id on a server, path on the command line. */
  readonly reference: string;
  readonly name: string;
  readonly sha256: string;
}
export type PlannedInputs = Readonly<Record<string, readonly PlannedFile[]>>;

export interface PlannedJob {
  /** Place in the design, from 0; there are gaps where cells were excluded. */
  readonly position: number;
  /** Of a list: id and name. */
  readonly label: string;
  /** SHA-256 of pipeline version, canonical parameters, input digests, seed and replicate. */
  readonly cellKey: string;
  /** SHA-256 of the canonical parameters alone: jobs that differ only in input or replicate share it. */
  readonly settingKey: string;
  /** What this cell sets, by dotted path: axis values, or the parameters that a list gives. */
  readonly setting: JsonObject;
  /** Complete parameters, defaults filled in. */
  readonly params: JsonObject;
  readonly inputs: PlannedInputs;
  readonly inputLabel: string;
  /** From 1. */
  readonly replicate: number;
  readonly seed: string;
  /** The id that a list gives; absent in a grid. */
  readonly givenId?: string;
  /** Among the jobs of its batch, higher starts first; absent: 0. */
  readonly priority?: number;
  /** The user's own facts, unchanged; absent: none. */
  readonly metadata?: JsonObject;
  /** Size of all its input files; absent or null: not known. */
  readonly inputBytes?: number | null;
  /** What the pipeline says that it needs at most; absent or null: not known. */
  readonly memoryBytes?: number | null;
  /** Folder of its files in downloads; absent or null: none (another job took over its name). */
  readonly outputName?: string | null;
}

/** What planning must know of a pipeline. */
export interface PlannablePipeline {
  readonly name: string;
  readonly version: string;
  /** Declared inputs, the main one first. */
  readonly inputNames: readonly string[];
  /** Checks raw parameters and fills in all defaults. */
  parse(raw: JsonObject): { readonly params: JsonObject } | { readonly problems: readonly Problem[] };
  /** The known name nearest to an unknown one; absent: none is suggested. */
  nearest?(name: string, known: readonly string[]): string | null;
  /** As the pipeline declares it; absent: not known. */
  memoryBytes?(inputSizes: InputSizes, params: JsonObject): number;
  /** SHA-256 as `digestText` makes it, ten times as fast; absent in a browser. */
  sha256?(text: string): string;
}

/** A cell that cannot run, and everything that is wrong with it. */
export interface InvalidCell {
  readonly position: number;
  readonly label: string;
  readonly problems: readonly Problem[];
}

export interface ExpandedDesign {
  /** Valid cells in the order of the design. */
  readonly jobs: readonly PlannedJob[];
  readonly invalid: readonly InvalidCell[];
  /** Cells that the design's `where` leaves out. */
  readonly excludedByWhere: number;
  /** What is wrong with the design as a whole; there are no cells then. */
  readonly problems: readonly Problem[];
}

export interface PlanResult {
  readonly jobs: readonly PlannedJob[];
  /** Cells that the design's `where` leaves out. */
  readonly excludedByWhere: number;
  readonly problems: readonly Problem[];
}

/**
 * Expands a design into valid and invalid cells. The order is that of the design: the first axis varies slowest, the
 * last fastest, and below a setting come inputs, then replicates. Of an adaptive design there are the settings that it
 * begins with.
 * @param inputs one resolved input set for each of `inputSetsOf(spec)`, in the same order
 * @param inputProblems what is wrong with each of them; a cell of a set with an error is invalid
 */
export function expandDesign(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  inputs: readonly PlannedInputs[],
  inputProblems: readonly (readonly Problem[])[] = [],
): ExpandedDesign {
  const steps = expandInSteps(spec, pipeline, inputs, inputProblems);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As `expandDesign`, one setting or listed job at a time, so that a server can do other things in between. */
export function* expandInSteps(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  inputs: readonly PlannedInputs[],
  inputProblems: readonly (readonly Problem[])[] = [],
): Generator<undefined, ExpandedDesign> {
  const checked = inputs.map((files, index) => ({ files, problems: inputProblems[index] ?? [] }));
  if (spec.kind === 'list') {
    const problems = checkSize(spec, {});
    if (problems.length > 0) return noCells(problems);
    const listed: CellLists = { jobs: [], invalid: [] };
    yield* expandList(spec, pipeline, checked, listed);
    return { ...refuseDoubles(listed.jobs, listed.invalid), excludedByWhere: 0, problems: [] };
  }
  const { sets, problems } = cellSetsOf(spec, pipeline, checked);
  if (problems.length > 0) return noCells(problems);
  const wrong = settingProblems(spec, pipeline, sets);
  if (wrong.length > 0) return noCells(wrong);
  const inputLabels = sets.map(({ label }) => label);
  const tooMany = checkSize(spec, { base: completeBase(spec, pipeline), inputLabels });
  if (tooMany.length > 0) return noCells(tooMany);
  const cells: GrowingCells = { jobs: [], invalid: [], excludedByWhere: 0 };
  yield* expandSettings(spec, pipeline, sets, cells);
  const { excludedByWhere } = cells;
  if (cells.jobs.length === 0 && cells.invalid.length === 0) return noCells([nothingLeft(excludedByWhere)]);
  return { ...refuseDoubles(cells.jobs, cells.invalid), excludedByWhere, problems: [] };
}

function noCells(problems: readonly Problem[]): ExpandedDesign {
  return { jobs: [], invalid: [], excludedByWhere: 0, problems };
}

function nothingLeft(excludedByWhere: number): Problem {
  return {
    code: 'NO_CELLS',
    severity: 'error',
    message: `The design has no cell left: where excludes all ${excludedByWhere.toLocaleString('en')}.`,
    place: { parameter: 'where' },
    expectation: 'a condition that some cells meet',
    fix: 'Loosen where, or add values.',
  };
}

/** Expands a design that must be valid as a whole. @returns no jobs at all when anything is wrong */
export function planJobs(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  inputs: readonly PlannedInputs[],
): PlanResult {
  const { jobs, invalid, excludedByWhere, problems } = expandDesign(spec, pipeline, inputs);
  const all = [...problems, ...cellProblems(spec, invalid)];
  if (all.length > 0) return { jobs: [], excludedByWhere: 0, problems: all };
  return { jobs, excludedByWhere, problems: [] };
}

/** The problems of cells, each said once however many cells have it; of a list with the job that has it. */
export function cellProblems(spec: Pick<DesignSpec, 'kind'>, invalid: readonly InvalidCell[]): Problem[] {
  const found = new Map<string, { problem: Problem; first: InvalidCell; cells: number }>();
  for (const cell of invalid) {
    for (const problem of cell.problems) {
      const key = canonicalJson(problem);
      const known = found.get(key);
      if (known === undefined) found.set(key, { problem, first: cell, cells: 1 });
      else known.cells++;
    }
  }
  return [...found.values()].map(({ problem, first, cells }) =>
    spec.kind === 'list' ? { ...problem, message: `${jobNames(first, cells)}: ${problem.message}` } : problem,
  );
}

function jobNames(first: InvalidCell, cells: number): string {
  return cells === 1 ? `Job ${first.label}` : `Job ${first.label} and ${cells - 1} more`;
}

/** Moves the cells in which `problemsOf` finds an error to the invalid ones. */
export function rejectCells(
  expanded: ExpandedDesign,
  problemsOf: (job: PlannedJob) => readonly Problem[],
): ExpandedDesign {
  const jobs: PlannedJob[] = [];
  const invalid = [...expanded.invalid];
  for (const job of expanded.jobs) {
    const problems = problemsOf(job).filter(isError);
    if (problems.length === 0) jobs.push(job);
    else invalid.push({ position: job.position, label: job.label, problems });
  }
  return { ...expanded, jobs, invalid: invalid.sort((a, b) => a.position - b.position) };
}

function checkSize(spec: DesignSpec, context: CountContext): Problem[] {
  const { cells, isCapped } = countDesign(spec, context);
  if (cells <= maxCells && !isCapped) return [];
  const found = isCapped ? 'more than a million combinations' : `${cells.toLocaleString('en')} cells`;
  return [
    {
      code: 'TOO_MANY_CELLS',
      severity: 'error',
      message: `The design has ${found}; at most ${maxCells.toLocaleString('en')} cells are allowed.`,
      place: { parameter: spec.kind === 'list' ? 'jobs' : 'axes' },
      value: String(cells),
      expectation:
        spec.kind === 'list'
          ? `at most ${maxCells} jobs`
          : `at most ${maxCells} cells (settings × inputs × replicates)`,
      fix: 'Use fewer values, inputs or replicates, or split the design.',
    },
  ];
}
