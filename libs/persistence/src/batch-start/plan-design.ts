/** From a design with file ids to the jobs it makes, with every problem at once. Nothing is written. */
import {
  type DesignSpec,
  type Objective,
  type PlannedInputs,
  type PlannedJob,
  planJobs,
} from '@batchyard/domain';
import {
  checkInputs,
  checkObjective,
  defaultObjective,
  findPipeline,
  nearestName,
  type Pipeline,
  type Problem,
  pipelines,
  plannable,
} from '@batchyard/pipelines';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Session } from '../database/session.js';
import { resolveInputs } from './resolve-inputs.js';

export interface PlannedDesign {
  readonly pipeline: Pipeline;
  readonly objective: Objective;
  /** In the order of the design's inputs. */
  readonly inputs: readonly PlannedInputs[];
  readonly jobs: readonly PlannedJob[];
}

/** A plan, or everything that is wrong with the design. */
export type DesignPlan =
  | { readonly plan: PlannedDesign; readonly problems: readonly [] }
  | { readonly plan: null; readonly problems: readonly Problem[] };

export async function planDesign(
  session: Session,
  blobs: BlobStore,
  projectId: string,
  spec: DesignSpec,
): Promise<DesignPlan> {
  const pipeline = findPipeline(spec.pipeline);
  if (pipeline === undefined) return { plan: null, problems: [unknownPipeline(spec.pipeline)] };
  const objective = spec.objective ?? defaultObjective(pipeline);
  const resolved = await resolveInputs(session, projectId, spec.inputs);
  const { jobs, problems } = planJobs(spec, plannable(pipeline), resolved.inputs);
  const all = [
    ...resolved.problems,
    ...(resolved.problems.length > 0 ? [] : await checkFiles(pipeline, blobs, resolved.inputs)),
    ...checkObjective(pipeline, objective.metric),
    ...problems,
  ];
  if (all.some((problem) => problem.severity === 'error')) return { plan: null, problems: all };
  return {
    plan: { pipeline, objective, inputs: resolved.inputs, jobs },
    problems: [],
  };
}

async function checkFiles(
  pipeline: Pipeline,
  blobs: BlobStore,
  inputs: readonly PlannedInputs[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const set of inputs) {
    const files = Object.entries(set).map(([name, list]) => [
      name,
      list.map((file) => ({ name: file.name, path: blobs.pathOf(file.sha256) })),
    ]);
    problems.push(...(await checkInputs(pipeline, Object.fromEntries(files))));
  }
  return problems;
}

function unknownPipeline(name: string): Problem {
  const names = pipelines.map((pipeline) => pipeline.name);
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
