/** All videos of a sheet. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type JobResult, type MetricSpec, mainFigure, referenceTo } from '@batchyard/pipelines';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { defaultQuietIntervalMs, progressTeller } from '../job/progress-teller.js';
import { formatMetric } from '../terminal/format.js';
import { batchFileNames, reportOf, writeBatchFiles, writeSheetWithResults } from './batch-files.js';
import { isIvy, writeIvyResults } from './ivy-results.js';
import { presentBatch } from './present-batch.js';
import {
  folderNames,
  prepareFolders,
  processVideos,
  type VideoOutcome,
  type VideoTask,
} from './process-videos.js';
import { inputsOf, type ProcessRequest, scaffoldInput, videoInput } from './request.js';
import { readVideoSheet, type VideoRow, type VideoSheet } from './video-sheet.js';

export interface SheetChoice {
  readonly file: string;
  readonly worksheet: string | null;
}

export interface SheetSettings {
  readonly stopOnError: boolean;
  readonly concurrency: number;
}

export async function processSheet(
  request: ProcessRequest & { readonly outputDir: string },
  { file, worksheet }: SheetChoice,
  { stopOnError, concurrency }: SheetSettings,
): Promise<ExitCode> {
  const { pipeline, params, outputDir, quiet, json } = request;
  const sheet = await readVideoSheet(file, { pipeline, videoInput, scaffoldInput, params, worksheet });
  const tasks = tasksOf(sheet, request.scaffold);
  prepareOutput(outputDir, tasks, request.policy);
  const startedAt = new Date();
  const abort = new AbortController();
  const cancel = () => abort.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancel);
  const teller = quiet ? silent : tellerOf(request, tasks);
  const outcomes = await processVideos(tasks, {
    pipeline: referenceTo(pipeline),
    outputDir,
    concurrency,
    stopOnError,
    signal: abort.signal,
    ...teller,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, cancel);
  await writeIvyProjects(outputDir, outcomes);
  const batch = reportOf(pipeline, outcomes, { name: path.basename(file), startedAt, endedAt: new Date() });
  const files = [
    ...(await writeBatchFiles(outputDir, outcomes, batch)),
    await writeSheetWithResults(outputDir, sheet, outcomes, pipeline.metrics),
  ];
  if (json)
    process.stdout.write(
      `${JSON.stringify(outcomeJson(pipeline, outcomes, batch, { outputDir, files }), null, 2)}\n`,
    );
  else if (!quiet) process.stdout.write(`${presentBatch(outcomes, batch.report, { outputDir, files })}\n`);
  return outcomes.every(({ result }) => result.state === 'succeeded')
    ? exitCodes.succeeded
    : exitCodes.jobFailed;
}

async function writeIvyProjects(outputDir: string, outcomes: readonly VideoOutcome[]): Promise<void> {
  for (const { task, result } of outcomes) {
    const scaffold = task.inputs[scaffoldInput]?.[0]?.path;
    if (scaffold === undefined || task.folder === null || !isIvy(scaffold)) continue;
    if (result.state === 'succeeded') await writeIvyResults(scaffold, path.join(outputDir, task.folder));
  }
}

/** Rows that cannot be begun have no folder. */
function tasksOf({ rows }: VideoSheet, scaffold: string): VideoTask[] {
  const isUsable = ({ video, problems }: VideoRow) =>
    video !== null && problems.every(({ severity }) => severity !== 'error');
  const usable = rows.filter(isUsable);
  const names = folderNames(usable.map(({ videoText }) => videoText));
  const folders = new Map(usable.map(({ row }, i) => [row, names[i] ?? null]));
  return rows.map(({ row, video, videoText, scaffold: own, params, problems }) => ({
    row,
    name: videoText,
    inputs: video === null ? {} : inputsOf(own ?? scaffold, video),
    params,
    problems,
    folder: folders.get(row) ?? null,
  }));
}

/** @throws UsageError where a former result would be overwritten; nothing was changed then, but for empty folders */
function prepareOutput(outputDir: string, tasks: readonly VideoTask[], policy: 'refuse' | 'replace'): void {
  const former = Object.values(batchFileNames).find((name) => existsSync(path.join(outputDir, name)));
  if (policy === 'refuse' && former !== undefined) {
    throw new UsageError(
      `--output ${outputDir} holds a batch already (${former}). Give another folder, or --force to replace it.`,
    );
  }
  mkdirSync(outputDir, { recursive: true });
  prepareFolders(outputDir, tasks, policy);
}

const silent = { onStarted: () => undefined, onProgress: () => undefined, onFinished: () => undefined };

/** How far each video is, by percent and stage, and a line for each that has ended. Its number is that in the sheet. */
function tellerOf({ pipeline }: ProcessRequest, tasks: readonly VideoTask[]) {
  const total = tasks.length;
  const spec = mainFigure(pipeline);
  const teller = progressTeller<VideoTask>({
    stages: pipeline.stages,
    total,
    quietIntervalMs: defaultQuietIntervalMs,
  });
  const numberOf = (task: VideoTask) => `[${tasks.indexOf(task) + 1}/${total}]`;
  const nameOf = (task: VideoTask) => `${numberOf(task)} ${task.name || `row ${task.row}`}`;
  return {
    // Folders take the room of what changes.
    onStarted: (task: VideoTask) => teller.started(task, `${numberOf(task)} ${path.basename(task.name)}`),
    onProgress: teller.heard,
    onFinished({ task, result }: VideoOutcome) {
      teller.ended(task, result);
      teller.write(`${nameOf(task)}: ${outcomeText(result, spec)}`);
    },
  };
}

function outcomeText({ state, metrics, error }: JobResult, spec: MetricSpec): string {
  if (state !== 'succeeded') return `${error?.stage ?? ''}: ${error?.message ?? state}`;
  const value = metrics[spec.name];
  return value === undefined ? 'succeeded' : formatMetric(value, spec);
}

function outcomeJson(
  pipeline: ProcessRequest['pipeline'],
  outcomes: readonly VideoOutcome[],
  { report }: ReturnType<typeof reportOf>,
  written: { readonly outputDir: string; readonly files: readonly string[] },
) {
  const name = mainFigure(pipeline).name;
  const main = report.metrics.find(({ spec }) => spec.name === name);
  return {
    total_videos: report.total,
    successful: report.successful,
    failed: report.total - report.successful,
    ...written,
    summary: main && { metric: main.spec.name, unit: main.spec.unit, ...main.statistics },
    relations: report.relations,
    processing_time_s: report.totalDurationS,
    videos: outcomes.map(({ task, result, processingTimeS }) => ({
      row: task.row,
      video_path: task.name,
      folder: task.folder,
      processing_time_s: processingTimeS,
      ...result,
    })),
  };
}
