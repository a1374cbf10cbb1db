/** From a definition to a pipeline like any other. */
import type { z } from 'zod';
import {
  type ArtifactInfo,
  type InputSpec,
  type JobContext,
  type MetricSpec,
  type Pipeline,
  ProcessingError,
} from '../contract.js';
import type { JsonObject } from '../json.js';
import type { CommandDefinition, CommandLimits } from './definition.js';
import { listenToProgram } from './listen.js';
import { readFromFile } from './metrics-of.js';
import { listOutput, matchesPattern } from './output-files.js';
import { readParamsSchema } from './params-schema.js';
import { type PreparedProgram, prepareProgram } from './prepare-program.js';
import { refuseFlood, runProgram } from './run-program.js';
import type { Runner } from './runners.js';
import { masker } from './secrets.js';

/** What the one who runs a command gives it. */
export interface CommandMeans {
  /** By name; only those that the definition asks for are handed on. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Variables that a definition may ask for, beside those that every program gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders that no program may see. */
  readonly hidden: readonly string[];
  /** What definitions may ask for to run in, the preferred first. */
  readonly runners: readonly Runner[];
}

export const noMeans: CommandMeans = { secrets: {}, environment: {}, hidden: [], runners: [] };

/** Metric of a definition that has none of its own: comparisons need one. */
export const runTimeMetric: MetricSpec = {
  name: 'run_time_s',
  title: 'Run time',
  unit: 's',
  direction: 'minimize',
  description: 'Time that the program ran.',
};

/** @param definition checked, as `readCommandDefinition` gives it */
export function commandPipeline(definition: CommandDefinition, means: CommandMeans = noMeans): Pipeline {
  const { name, version, title, summary, stages } = definition;
  const metrics = Object.entries(definition.metrics).map(
    ([metric, { title, unit, direction, description, optional }]): MetricSpec => ({
      name: metric,
      title: title ?? titleOf(metric),
      unit,
      direction,
      description: description === '' ? (title ?? titleOf(metric)) : description,
      ...(optional && { optional }),
      ...(metric === definition.mainFigure && { main: true }),
    }),
  );
  return {
    name,
    version,
    title,
    summary,
    params: readParamsSchema(definition.params).type as z.ZodType<unknown>,
    inputs: Object.entries(definition.inputs).map(([input, spec]) => inputSpec(input, spec)),
    metrics: metrics.length > 0 ? metrics : [runTimeMetric],
    objective: definition.objective ?? metrics[0]?.name ?? runTimeMetric.name,
    stages,
    command: definition,
    // What a program thinks of its files, only the program knows.
    check: async () => [],
    run: (context) => runCommand(definition, means, context as JobContext<JsonObject>),
  };
}

function inputSpec(name: string, spec: CommandDefinition['inputs'][string]): InputSpec {
  const { title = titleOf(name), description, ...rest } = spec;
  return { name, title, description: description === '' ? title : description, ...rest };
}

/** `final_cost` → `Final cost` */
function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function runCommand(
  definition: CommandDefinition,
  means: CommandMeans,
  context: JobContext<JsonObject>,
): Promise<void> {
  const { outputDir, signal } = context;
  const secrets = secretsOf(definition, means);
  const program = await prepareProgram(definition, { ...means, secrets }, context);
  try {
    if (program.sandboxRefusal !== null)
      context.log('warning', `The program runs without a sandbox: ${program.sandboxRefusal}.`);
    const heard = listenToProgram(definition, context, masker(secrets));
    const startedMs = performance.now();
    const end = await runProgram({
      ...program,
      limits: limitsHere(definition),
      outputDir,
      signal,
      onLine: heard.onLine,
    });
    const runTimeS = (performance.now() - startedMs) / 1_000;
    heard.close();
    if (end.type === 'aborted') throw signal.reason;
    if (end.type === 'refused') throw new ProcessingError(end.reason + heard.lastLines());
    if (end.code !== 0)
      throw new ProcessingError(`The program ended with exit code ${end.code}.${heard.lastLines()}`);
    await takeResults(definition, context, heard, program);
    if (Object.keys(definition.metrics).length === 0) context.metric(runTimeMetric.name, runTimeS);
  } finally {
    await program.cleanUp();
  }
}

/** On a cluster time counts from the start of the program there, and Slurm counts it. */
function limitsHere({ limits, slurm }: CommandDefinition): CommandLimits {
  if (slurm === undefined) return limits;
  const { timeS: _, ...others } = limits;
  return others;
}

function secretsOf({ name, secrets }: CommandDefinition, means: CommandMeans): Record<string, string> {
  const missing = secrets.filter((secret) => means.secrets[secret] === undefined);
  if (missing.length > 0) {
    throw new ProcessingError(
      `The pipeline ${name} needs the secret ${missing.join(', ')}, which is not stored. An administrator stores it under Pipelines; on the command line it is an environment variable.`,
    );
  }
  return Object.fromEntries(secrets.map((secret) => [secret, means.secrets[secret] ?? '']));
}

async function takeResults(
  definition: CommandDefinition,
  context: JobContext<JsonObject>,
  heard: ReturnType<typeof listenToProgram>,
  program: PreparedProgram,
): Promise<void> {
  await takeMetrics(definition, context, heard);
  for (const { title, dropped, ...table } of heard.tables.write(context.outputDir)) {
    heard.artifacts.set(table.path, { title, role: 'data' });
    if (dropped > 0)
      context.warn(`The last ${dropped} rows of the table ${title} were too many and are left out.`);
  }
  await program.cleanUp();
  const flood = await refuseFlood(context.outputDir, definition.limits.outputMb);
  if (flood !== null) throw new ProcessingError(flood);
  await takeArtifacts(definition, context, heard.artifacts);
}

/** Every metric that the definition declares, or why it is missing, all at once. */
async function takeMetrics(
  { metrics }: CommandDefinition,
  context: JobContext<JsonObject>,
  heard: ReturnType<typeof listenToProgram>,
): Promise<void> {
  const missing: string[] = [];
  for (const [name, { from, optional }] of Object.entries(metrics)) {
    const found =
      from === undefined
        ? heard.metric(name)
        : from.pattern === undefined
          ? await readFromFile(context.outputDir, from)
          : heard.matched(name);
    if ('value' in found) context.metric(name, found.value);
    else if ('bad' in found) missing.push(`Metric ${name}: ${found.bad}.`);
    else if (!optional) missing.push(`Metric ${name}: ${found.missing}.`);
  }
  if (missing.length === 0) return;
  throw new ProcessingError(
    `The program ended well, but not with all metrics that it declares.\n${missing.join('\n')}`,
  );
}

/** Files kept of one job. */
const maxArtifacts = 10_000;

async function takeArtifacts(
  { artifacts: patterns = [{ pattern: '**', role: 'data' }] }: CommandDefinition,
  context: JobContext<JsonObject>,
  told: ReadonlyMap<string, Partial<ArtifactInfo>>,
): Promise<void> {
  const { files, others } = await listOutput(context.outputDir);
  for (const name of told.keys()) {
    if (!files.includes(name)) {
      const why = others.includes(name) ? 'is a link or no regular file' : 'is not in the output folder';
      context.warn(`The artifact ${name} ${why}, and is left out.`);
    }
  }
  const kept = files.flatMap((file) => {
    const pattern = patterns.find((each) => matchesPattern(file, each.pattern));
    const said = told.get(file);
    if (pattern === undefined && said === undefined) return [];
    return [
      { file, title: said?.title ?? pattern?.title ?? file, role: said?.role ?? pattern?.role ?? 'result' },
    ];
  });
  if (kept.length > maxArtifacts)
    context.warn(`The program left ${kept.length} files; only the first ${maxArtifacts} are kept.`);
  for (const { file, title, role } of kept.slice(0, maxArtifacts)) context.artifact(file, { title, role });
  const links = others.filter((name) => patterns.some(({ pattern }) => matchesPattern(name, pattern)));
  for (const name of links.filter((each) => !told.has(each)).slice(0, 10)) {
    context.warn(`${name} is a link or no regular file, and is left out.`);
  }
}
