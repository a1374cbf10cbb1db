/** From a design with file ids to its cells, with every problem at once. Nothing is written. */
import {
  cellProblems,
  checkEarlyStopping,
  type DesignSpec,
  type ExpandedDesign,
  firstSettings,
  inputSetsOf,
  isError,
  type JsonObject,
  metricsOf,
  type Objective,
  type PlannablePipeline,
  type PlannedInputs,
  type PlannedJob,
  withSettings,
} from '@batchyard/domain';
import {
  checkInputs,
  checkObjective,
  defaultObjective,
  type Inputs,
  nearestName,
  type Pipeline,
  type Problem,
  plannable,
  storedInput,
} from '@batchyard/pipelines';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Session } from '../database/session.js';
import { listPipelines, offeredPipeline } from '../pipelines/pipeline-catalog.js';
import { expandInSlices } from './expand-in-slices.js';
import { type ResolvedSet, resolveInputs } from './resolve-inputs.js';

/** A design that fits its pipeline as a whole; single cells may be invalid. */
export interface ResolvedDesign {
  readonly pipeline: Pipeline;
  readonly objective: Objective;
  readonly cells: ExpandedDesign;
  /** Of the input sets; each may stand for many cells. */
  readonly warnings: readonly Problem[];
}

export interface PlannedDesign {
  readonly pipeline: Pipeline;
  readonly objective: Objective;
  readonly jobs: readonly PlannedJob[];
}

/** A plan, or everything that is wrong with the design and how many of its cells are valid all the same. */
export type DesignPlan =
  | { readonly plan: PlannedDesign; readonly problems: readonly [] }
  | { readonly plan: null; readonly problems: readonly Problem[]; readonly validCells: number };

/**
 * A design whose cells must all be valid; what only the pipeline's own check finds is not looked for.
 * @param pipeline absent: the one that is offered now
 */
export async function planDesign(
  session: Session,
  blobs: BlobStore,
  projectId: string,
  spec: DesignSpec,
  pipeline?: Pipeline,
): Promise<DesignPlan> {
  const { design, problems } = await resolveDesign(session, blobs, projectId, spec, undefined, pipeline);
  if (design === null) return { plan: null, problems, validCells: 0 };
  const { objective, cells } = design;
  if (cells.invalid.length > 0) {
    return { plan: null, problems: cellProblems(spec, cells.invalid), validCells: cells.jobs.length };
  }
  return { plan: { pipeline: design.pipeline, objective, jobs: cells.jobs }, problems: [] };
}

/**
 * Finds pipeline, files and cells. `design` is null where something is wrong with the whole of it.
 * @param tried settings that an adaptive design begins with instead of its first ones
 * @param began the version that a batch has begun with; absent: the one that is offered now
 */
export async function resolveDesign(
  session: Session,
  blobs: BlobStore,
  projectId: string,
  spec: DesignSpec,
  tried?: readonly JsonObject[],
  began?: Pipeline,
): Promise<
  | { readonly design: ResolvedDesign; readonly problems: readonly [] }
  | { readonly design: null; readonly problems: readonly Problem[] }
> {
  const pipeline = began ?? (await offeredPipeline(session, spec.pipeline));
  if (pipeline === undefined)
    return { design: null, problems: [await unknownPipeline(session, spec.pipeline)] };
  const objective = spec.objective ?? defaultObjective(pipeline);
  const sets = await checkSets(pipeline, blobs, await resolveInputs(session, projectId, inputSetsOf(spec)));
  const planned = plannable(pipeline);
  const settled = spec.kind === 'adaptive' ? beginning(spec, planned, tried) : spec;
  const cells = await expandInSlices(settled, planned, sets);
  const problems = [
    ...metricsOf(spec, objective).flatMap(({ metric, place }) => checkObjective(pipeline, metric, place)),
    ...checkEarlyStopping(spec, pipeline.metrics),
    ...cells.problems,
  ];
  if (problems.some(isError)) {
    return { design: null, problems: [...problems, ...cellProblems(spec, cells.invalid)] };
  }
  const warnings = [...new Set(sets.flatMap((set) => set.problems))].filter((problem) => !isError(problem));
  return { design: { pipeline, objective, cells, warnings }, problems: [] };
}

function beginning(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  tried: readonly JsonObject[] | undefined,
): DesignSpec {
  return tried === undefined ? firstSettings(spec, pipeline) : withSettings(spec, tried);
}

/** Each different set once: are the files there, and do they fit the pipeline's declaration? */
async function checkSets(
  pipeline: Pipeline,
  blobs: BlobStore,
  sets: readonly ResolvedSet[],
): Promise<readonly ResolvedSet[]> {
  const checked = new Map<ResolvedSet, ResolvedSet>();
  const asStored = { ...pipeline, inputs: pipeline.inputs.map(storedInput) };
  for (const set of new Set(sets)) {
    const problems =
      set.problems.length > 0 ? set.problems : await checkInputs(asStored, localFiles(set.files, blobs));
    checked.set(set, { ...set, problems });
  }
  return sets.map((set) => checked.get(set) ?? set);
}

/** The files of an input set as a pipeline sees them. */
export function localFiles(files: PlannedInputs, blobs: Pick<BlobStore, 'pathOf'>): Inputs {
  return Object.fromEntries(
    Object.entries(files).map(([name, list]) => [
      name,
      list.map((file) => ({ name: file.name, path: blobs.pathOf(file.sha256) })),
    ]),
  );
}

async function unknownPipeline(session: Session, name: string): Promise<Problem> {
  const names = (await listPipelines(session)).map((pipeline) => pipeline.name);
  const nearest = nearestName(name, names);
  return {
    code: 'UNKNOWN_PIPELINE',
    severity: 'error',
    message: `There is no pipeline ${name}${nearest ? `; did you mean ${nearest}?` : '.'}`,
    place: { parameter: 'pipeline' },
    value: name,
    expectation: `one of ${names.join(', ')}`,
    fix: `Set pipeline to ${nearest ?? names[0]}.`,
  };
}
