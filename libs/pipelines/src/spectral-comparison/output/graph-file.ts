/** The graph as a file: drawn aside, looked at, then moved to its name. */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type JobContext, JobSkipped, ProcessingError } from '../../contract.js';
import type { RenderSettings } from '../../figures/render.js';
import type { Comparison } from '../compare.js';
import type { SpectralComparisonParams } from '../params.js';
import { fillTemplate, releaseName, reserveName, stemOf } from './file-names.js';
import { comparisonPlot } from './graph.js';

type Context = JobContext<SpectralComparisonParams>;

/** Below the output folder; holds graphs until they were looked at. */
const temporaryFolder = 'temporary';

/** A graph that was drawn and, where that is asked for, looked at. */
export interface DrawnGraph {
  readonly temporary: string;
  readonly title: string;
  readonly stem: string;
}

/** @throws Error when the file is not the graph that was asked for */
export async function drawGraph(context: Context, comparison: Comparison): Promise<DrawnGraph> {
  const { params, outputDir, signal } = context;
  // A canvas is loaded only where something is drawn.
  const { renderPlot } = await import('../../figures/render.js');
  const settings = renderSettings(params);
  const plot = comparisonPlot(comparison, params);
  const bytes = await renderPlot(plot, settings);
  signal.throwIfAborted();
  const stem = graphStem(
    { sample: comparison.sample.provenance.fileName, baseline: comparison.baseline.provenance.fileName },
    params,
  );
  const folder = path.join(outputDir, temporaryFolder);
  await mkdir(folder, { recursive: true });
  const temporary = path.join(folder, `${stem}.${params.format}`);
  await writeFile(temporary, bytes);
  context.progress(0.7);
  if (params.validate_outputs) await look(temporary, settings, context);
  return { temporary, title: plot.title, stem };
}

/** File stem of what a comparison of these files gives, by the template. */
export function graphStem(
  { sample, baseline }: { readonly sample: string; readonly baseline: string },
  { filename_template: template }: SpectralComparisonParams,
): string {
  return fillTemplate(template, { sample: stemOf(sample), baseline: stemOf(baseline) });
}

/**
 * Before any work: whether the graph's name is taken and taken names are to be left alone.
 * @throws JobSkipped then
 */
export async function skipWhereTaken({ params, outputDir, inputs }: Context): Promise<void> {
  if (!params.draw_graph || params.conflict_resolution !== 'skip') return;
  const [sample, baseline] = [inputs.sample![0]!.name, inputs.baseline![0]!.name];
  const name = `${graphStem({ sample, baseline }, params)}.${params.format}`;
  const isTaken = await stat(path.join(outputDir, name)).then(
    () => true,
    () => false,
  );
  if (isTaken) throw skipped(name);
}

function skipped(name: string): JobSkipped {
  return new JobSkipped(
    `${name} exists and is left as it is: this sample was skipped (conflict_resolution: skip).`,
  );
}

/**
 * Gives the graph its name by the policy on conflicts, and registers it.
 * @throws JobSkipped where the name was taken meanwhile and the policy is to skip
 */
export async function keepGraph(context: Context, { temporary, title, stem }: DrawnGraph): Promise<void> {
  const { params, outputDir } = context;
  const name = await reserveName(outputDir, stem, params.format, params.conflict_resolution);
  if (name === null) {
    if (params.cleanup_temp_files) await removeTemporary(outputDir);
    throw skipped(`${stem}.${params.format}`);
  }
  try {
    await rename(temporary, path.join(outputDir, name));
  } catch (error) {
    await releaseName(outputDir, name);
    throw error;
  }
  context.artifact(name, { title, role: 'preview' });
}

/** Removes graphs that were not kept; never a result. */
export async function removeTemporary(outputDir: string): Promise<void> {
  await rm(path.join(outputDir, temporaryFolder), { recursive: true, force: true });
}

async function look(file: string, settings: RenderSettings, { params, outputDir }: Context): Promise<void> {
  const { figureFaults } = await import('../../figures/verify.js');
  const faults = await figureFaults(await readFile(file), settings);
  if (faults.length === 0) return;
  if (params.cleanup_temp_files) await removeTemporary(outputDir);
  throw new ProcessingError(`The graph was not written as it should be. ${faults.join(' ')}`);
}

function renderSettings(params: SpectralComparisonParams): RenderSettings {
  const { format, dpi, width_in: widthIn, height_in: heightIn, style } = params;
  return { format, dpi, widthIn, heightIn, style };
}
