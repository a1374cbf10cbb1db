/** From a design file to the cells of a sweep, with every problem found before anything is computed. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { readDesign } from '@batchyard/documents';
import {
  cellProblems,
  checkEarlyStopping,
  type DesignSpec,
  expandDesign,
  firstSettings,
  type InvalidCell,
  inputSetsOf,
  metricsOf,
  type Objective,
  type PlannedFile,
  type PlannedInputs,
  type PlannedJob,
  refuseOverMemory,
  withSizes,
} from '@batchyard/domain';
import {
  checkInputs,
  checkObjective,
  defaultObjective,
  findPipeline,
  type Inputs,
  type MetricSpec,
  type Pipeline,
  type Problem,
  plannable,
} from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';
import { requirePipeline } from '../job/request.js';
import { isPipelineFile } from '../pipeline/pipeline-file.js';
import { designFilesIn } from './design-files.js';

export interface SweepPlan {
  readonly spec: DesignSpec;
  readonly pipeline: Pipeline;
  readonly objective: Objective;
  readonly metric: MetricSpec;
  /** Known by content, one for each of `inputSetsOf(spec)`; empty when there are problems. */
  readonly inputs: readonly PlannedInputs[];
  /** Of an adaptive design those of the first settings. Empty when there are problems. */
  readonly jobs: readonly PlannedJob[];
  /** Cells that the design's `where` leaves out. */
  readonly excludedByWhere: number;
  /** Cells that cannot be computed, where the valid ones alone are wanted. */
  readonly leftOut: readonly InvalidCell[];
  readonly problems: readonly Problem[];
}

/** Which cells of a design are wanted. */
export interface PlanWishes {
  /** What a cell may need of memory; null: no limit. */
  readonly memoryLimitMb: number | null;
  /** Leave out invalid cells instead of refusing them all, where there are valid ones. */
  readonly validOnly: boolean;
}

/** A design that was read and fits its pipeline, before its files are looked at. */
export interface LocalDesign {
  readonly spec: DesignSpec;
  readonly pipeline: Pipeline;
  /** One set for each of `inputSetsOf(spec)`, with absolute paths. */
  readonly inputs: readonly Inputs[];
}

/** A design whose pipeline may be known to a server alone. */
export interface ServerDesign extends Omit<LocalDesign, 'pipeline'> {
  readonly pipeline: Pick<Pipeline, 'name' | 'inputs'>;
}

/** @throws UsageError when the file is no design, or names an unknown pipeline */
export async function readLocalDesign(file: string): Promise<LocalDesign> {
  const { spec, inputs, folder } = await readDesignFile(file);
  // A pipeline that is named by its file is known by its name from here on, also to a server.
  const pipeline = requirePipeline(spec.pipeline, folder);
  return { spec: { ...spec, pipeline: pipeline.name }, pipeline, inputs };
}

/**
 * A design for a server: its pipeline may be built in, a file here, or one that was put on the server.
 * @param find asks the server for a pipeline by its name; throws UsageError where it has none
 */
export async function readServerDesign(
  file: string,
  find: (name: string) => Promise<ServerDesign['pipeline']>,
): Promise<ServerDesign> {
  const { spec, inputs, folder } = await readDesignFile(file);
  const isHere = findPipeline(spec.pipeline) !== undefined || isPipelineFile(spec.pipeline);
  const pipeline = isHere ? requirePipeline(spec.pipeline, folder) : await find(spec.pipeline);
  return { spec: { ...spec, pipeline: pipeline.name }, pipeline, inputs };
}

interface DesignFile extends Pick<LocalDesign, 'spec' | 'inputs'> {
  /** Where the paths in it begin. */
  readonly folder: string;
}

async function readDesignFile(file: string): Promise<DesignFile> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`The design ${file} cannot be read: ${error.message}.`);
  });
  const folder = path.dirname(path.resolve(file));
  const { spec, problems } = readDesign(text, path.basename(file), designFilesIn(folder));
  if (spec === null) throw new UsageError('The design has problems.', problems);
  const inputs = inputSetsOf(spec).map((set) =>
    Object.fromEntries(
      Object.entries(set).map(([name, references]) => [
        name,
        [references].flat().map((reference) => ({
          path: path.resolve(folder, reference),
          name: path.basename(reference),
        })),
      ]),
    ),
  );
  return { spec, inputs, folder };
}

/** Plans the cells; what is wrong with files, objective and parameters comes back as problems. */
export async function planSweep(
  { spec, pipeline, inputs }: LocalDesign,
  { memoryLimitMb, validOnly }: PlanWishes,
): Promise<SweepPlan> {
  const objective = spec.objective ?? defaultObjective(pipeline);
  const metric = pipeline.metrics.find((candidate) => candidate.name === objective.metric);
  const problems = [
    ...metricsOf(spec, objective).flatMap(({ metric, place }) => checkObjective(pipeline, metric, place)),
    ...checkEarlyStopping(spec, pipeline.metrics),
    ...(await Promise.all(inputs.map((set) => checkInputs(pipeline, set)))).flat(),
  ];
  if (metric === undefined || problems.length > 0) {
    return {
      spec,
      pipeline,
      objective,
      metric: metric ?? (pipeline.metrics[0] as MetricSpec),
      inputs: [],
      jobs: [],
      excludedByWhere: 0,
      leftOut: [],
      problems,
    };
  }
  const files = await describeInputs(inputs);
  const known = plannable(pipeline);
  const expanded = expandDesign(spec.kind === 'adaptive' ? firstSettings(spec, known) : spec, known, files);
  const sized = withSizes(expanded.jobs, await sizesOf(files), known);
  const { jobs, invalid, excludedByWhere } = refuseOverMemory({ ...expanded, jobs: sized }, memoryLimitMb);
  const plan = { spec, pipeline, objective, metric, inputs: files };
  const isRefused = invalid.length > 0 && !(validOnly && jobs.length > 0);
  const wrong = [...expanded.problems, ...(isRefused ? cellProblems(spec, invalid) : [])];
  if (wrong.length > 0) return { ...plan, jobs: [], excludedByWhere: 0, leftOut: [], problems: wrong };
  return { ...plan, jobs, excludedByWhere, leftOut: invalid, problems: [] };
}

/** Each file is read once, however many sets name it. */
async function describeInputs(inputs: readonly Inputs[]): Promise<PlannedInputs[]> {
  const digests = new Map<string, Promise<string>>();
  const digestOf = (file: string) => {
    const known = digests.get(file) ?? sha256Of(file);
    digests.set(file, known);
    return known;
  };
  return Promise.all(
    inputs.map(async (set) => {
      const entries = Object.entries(set).map(async ([name, files]) => {
        const planned = files.map(async (file) => ({
          reference: file.path,
          name: file.name,
          sha256: await digestOf(file.path),
        }));
        return [name, await Promise.all(planned)] as const;
      });
      return Object.fromEntries(await Promise.all(entries));
    }),
  );
}

/** Bytes of each file; a directory counts as empty. */
async function sizesOf(sets: readonly PlannedInputs[]): Promise<Map<PlannedFile, number>> {
  const files = sets.flatMap((set) => Object.values(set).flat());
  const sizes = new Map<PlannedFile, number>();
  for (const file of files) {
    const stats = await stat(file.reference);
    sizes.set(file, stats.isDirectory() ? 0 : stats.size);
  }
  return sizes;
}

/** A directory is known by the names and contents of all files in it. */
async function sha256OfDirectory(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true });
  const hash = createHash('sha256');
  for (const name of entries.sort()) {
    const file = path.join(directory, name);
    if (!(await stat(file)).isDirectory()) hash.update(`${name}\0${await sha256OfFile(file)}\n`);
  }
  return hash.digest('hex');
}

async function sha256Of(file: string): Promise<string> {
  return (await stat(file)).isDirectory() ? sha256OfDirectory(file) : sha256OfFile(file);
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
