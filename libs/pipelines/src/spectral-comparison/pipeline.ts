/**
 * Comparing spectra: one sample with one baseline a job. `reading/` and `normalising/` make curves of files,
 * `comparison/` is the science on plain arrays, `output/` what is kept; the baseline is read once in a process.
 */
import type { JobContext, Pipeline, Problem } from '../contract.js';
import { ProblemsError } from '../contract.js';
import { type Comparison, compareSpectra } from './compare.js';
import { describeStructure } from './loading/describe-structure.js';
import {
  type Adviser,
  type LoadedSpectrum,
  loadSpectrum,
  type SpectrumInput,
} from './loading/load-spectrum.js';
import { comparisonMemoryBytes } from './memory.js';
import { metricSpecs, metricsOf } from './metrics.js';
import {
  type DrawnGraph,
  drawGraph,
  keepGraph,
  removeTemporary,
  skipWhereTaken,
} from './output/graph-file.js';
import { saveTables } from './output/save-tables.js';
import { type SpectralComparisonParams, spectralComparisonParams } from './params.js';
import { checkComparison, describeFile, pairProblems } from './prepare.js';
import { usualComparisonSeconds } from './usual-time.js';

type Context = JobContext<SpectralComparisonParams>;

const extensions = ['.csv', '.tsv', '.txt', '.dat', '.asc', '.dpt', '.jdx', '.dx', '.jcm', '.jcamp'];
const formats =
  'Delimited text (comma, semicolon, tab, pipe, spaces; decimal point or comma) or JCAMP-DX; x in cm⁻¹, nm or µm.';

export const spectralComparison: Pipeline<SpectralComparisonParams> = {
  name: 'spectral-comparison',
  version: '1.0.0',
  title: 'Spectral comparison',
  summary: 'Compares spectra with a baseline: likeness, difference, bands that moved, and a graph.',
  params: spectralComparisonParams,
  inputs: [
    {
      name: 'sample',
      title: 'Sample',
      description: `The spectrum to compare. ${formats}`,
      kind: 'file',
      count: 'one',
      optional: false,
      extensions,
    },
    {
      name: 'baseline',
      title: 'Baseline',
      description: `The spectrum that samples are compared with. ${formats}`,
      kind: 'file',
      count: 'one',
      optional: false,
      extensions,
    },
  ],
  metrics: metricSpecs,
  objective: 'rmsd',
  stages: ['validation', 'loading', 'normalization', 'graph_generation', 'saving', 'cleanup'],
  check: checkComparison,
  describeFile,
  memoryBytes: comparisonMemoryBytes,
  usualSeconds: usualComparisonSeconds,
  // As in the tools that people come from.
  defaultConcurrency: 3,
  run,
};

async function run(context: Context): Promise<void> {
  const { params } = context;
  enter(context, 'validation');
  context.log('info', `${nameOf(context, 'sample')} against ${nameOf(context, 'baseline')}.`);
  await skipWhereTaken(context);
  enter(context, 'loading');
  const [baseline, sample] = await loadBoth(context);
  enter(context, 'normalization');
  const comparison = compareSpectra(baseline.spectrum!, sample.spectrum!, params);
  reportMetrics(context, comparison);
  reportModel(context, baseline, sample);
  enter(context, 'graph_generation');
  const graph = params.draw_graph ? await drawGraph(context, comparison) : null;
  enter(context, 'saving');
  await save(context, { comparison, baseline, sample, graph });
  enter(context, 'cleanup');
  if (params.cleanup_temp_files) await removeTemporary(context.outputDir);
}

function enter(context: Context, stage: string): void {
  context.stage(stage);
  context.signal.throwIfAborted();
}

function nameOf({ inputs }: Context, input: SpectrumInput): string {
  return inputs[input]?.[0]?.name ?? input;
}

async function loadBoth(context: Context): Promise<[LoadedSpectrum, LoadedSpectrum]> {
  const { params, inputs } = context;
  const problems: Problem[] = [];
  const loaded = async (input: SpectrumInput) => {
    const result = await loadSpectrum(inputs[input]![0]!, input, params, adviserOf(context));
    problems.push(...result.problems);
    context.progress(input === 'baseline' ? 0.5 : 1);
    describe(context, input, result);
    return result;
  };
  const baseline = await loaded('baseline');
  // A sample cannot mend a baseline that cannot be read.
  if (baseline.spectrum === null) throw new ProblemsError(problems);
  const sample = await loaded('sample');
  problems.push(...pairProblems(baseline, sample, params));
  if (problems.some(({ severity }) => severity === 'error')) throw new ProblemsError(problems);
  return [baseline, sample];
}

function adviserOf({ structureModel, signal, log }: Context): Adviser | null {
  return structureModel === null ? null : { endpoint: structureModel, signal, log };
}

function describe(context: Context, input: SpectrumInput, { structure, spectrum, ...rest }: LoadedSpectrum) {
  const name = nameOf(context, input);
  if (structure !== null) context.log('info', `${name}: ${describeStructure(structure)}`);
  for (const { subject, choice, confidence, because } of structure?.decisions ?? []) {
    const sure = `${Math.round(100 * confidence)} % sure`;
    context.log('debug', `${name}: ${subject}: ${choice}, ${sure}. ${because}`);
  }
  for (const { description } of rest.transformations) context.log('info', `${name}: ${description}`);
  if (rest.curves.length > 1) {
    const chosen = spectrum?.provenance.column ?? 'the first';
    context.log(
      'info',
      `${name} has ${rest.curves.length} curves (${rest.curves.join(', ')}); ${chosen} is used.`,
    );
  }
}

function reportMetrics(context: Context, comparison: Comparison): void {
  for (const [name, value] of Object.entries(metricsOf(comparison, context.params))) {
    if (value !== null) context.metric(name, value);
  }
}

function reportModel(context: Context, ...files: readonly LoadedSpectrum[]): void {
  const asked = files.filter(({ model, structure }) => model.calls > 0 && structure?.foundBy === 'model');
  context.metric('ai_normalizations', asked.length);
  const hits = files.reduce((sum, { model }) => sum + model.cacheHits, 0);
  context.metric('cache_hits', hits);
  for (const problem of files.flatMap(({ problems }) => problems)) {
    if (problem.code === 'MODEL_NOT_USED') context.warn(problem.message);
  }
}

async function save(
  context: Context,
  results: {
    readonly comparison: Comparison;
    readonly baseline: LoadedSpectrum;
    readonly sample: LoadedSpectrum;
    readonly graph: DrawnGraph | null;
  },
): Promise<void> {
  const { graph } = results;
  if (graph !== null) await keepGraph(context, graph);
  context.progress(0.5);
  await saveTables(context, results);
  if (context.params.open_folder_after) {
    context.log(
      'info',
      'A server opens no folder: the files are under Artifacts, one by one or as an archive.',
    );
  }
}
