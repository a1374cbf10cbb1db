/** What a batch of videos leaves beside the folders of its videos. */
import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline as pipe } from 'node:stream/promises';
import {
  type AddedColumns,
  type CsvCell,
  openDrafts,
  relationFile,
  reportHtml,
  reportJson,
  resultsText,
  resultsWorkbook,
  writeCsv,
} from '@batchyard/documents';
import { type BatchReport, batchReport, type JsonObject, type ReportJob } from '@batchyard/domain';
import { type MetricSpec, type Pipeline, parseParams } from '@batchyard/pipelines';
import type { VideoOutcome } from './process-videos.js';
import type { VideoSheet } from './video-sheet.js';

/** Names of the files, which a new batch must not find in its folder. */
export const batchFileNames = {
  summary: 'batch_summary.csv',
  statistics: 'batch_statistics.json',
  report: 'batch_report.html',
} as const;

/** Units: m³/s, m², m/s and s, as the names say. */
const summaryHeader = [
  'video_path',
  'success',
  'error_stage',
  'error_message',
  'discharge_m3s',
  'area_m2',
  'mean_velocity_ms',
  'num_frames',
  'processing_time_s',
];
const summaryMetrics = ['discharge_m3_s', 'area_m2', 'mean_velocity_m_s', 'frames'];

/** One row a video, failed ones included. */
export function summaryCsv(outcomes: readonly VideoOutcome[]): string {
  const rows = outcomes.map(({ task, result, processingTimeS }): CsvCell[] => [
    task.name,
    result.state === 'succeeded',
    result.error?.stage ?? null,
    messageOf(result),
    ...summaryMetrics.map((name) => shownMetric(result, name)),
    processingTimeS === null ? null : Number(processingTimeS.toFixed(3)),
  ]);
  return writeCsv(summaryHeader, rows);
}

/** To ten digits: what follows is no measurement. null without a result. */
function shownMetric({ state, metrics }: VideoOutcome['result'], name: string): number | null {
  const value = metrics[name];
  return state !== 'succeeded' || value === undefined ? null : Number(value.toPrecision(10));
}

function messageOf({ state, error }: VideoOutcome['result']): string | null {
  return error?.message ?? (state === 'cancelled' ? 'Cancelled.' : null);
}

export interface BatchTimes {
  readonly name: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** The batch as a report, as a server would give it. */
export function reportOf(
  pipeline: Pipeline,
  outcomes: readonly VideoOutcome[],
  { name, startedAt, endedAt }: BatchTimes,
): { readonly report: BatchReport; readonly jobs: readonly ReportJob[] } {
  const failed = outcomes.filter(({ result }) => result.state !== 'succeeded').length;
  const metrics: readonly MetricSpec[] = pipeline.metrics;
  const direction = metrics.find((metric) => metric.name === pipeline.objective)?.direction ?? 'maximize';
  const facts = {
    batchId: '',
    name,
    projectName: 'This machine',
    pipelineTitle: pipeline.title,
    pipelineName: pipeline.name,
    pipelineVersion: pipeline.version,
    metrics,
    objective: { metric: pipeline.objective, direction },
    state: failed > 0 ? 'completed_with_errors' : 'completed',
    stateReason: null,
    createdAt: startedAt.toISOString(),
    finishedAt: endedAt.toISOString(),
    generatedAt: endedAt.toISOString(),
  };
  const jobs = outcomes.map((outcome, position) => reportJob(pipeline, outcome, position));
  return { report: batchReport(facts, jobs), jobs };
}

function reportJob(
  pipeline: Pipeline,
  { task, result, processingTimeS }: VideoOutcome,
  position: number,
): ReportJob {
  const parsed = parseParams(pipeline, task.params);
  return {
    id: String(task.row),
    position,
    label: task.folder ?? `row ${task.row}`,
    state: result.state,
    inputLabel: path.basename(task.name),
    replicate: 1,
    params: 'problems' in parsed ? task.params : (parsed.params as JsonObject),
    axes: [],
    metadata: {},
    metrics: result.metrics,
    durationS: processingTimeS,
    peakMemoryBytes: null,
    error: result.error === null ? null : `${result.error.stage}: ${result.error.message}`,
    failureKind: null,
    failureKey: null,
    warnings: result.warnings,
  };
}

/** Writes all files and says their names. */
export async function writeBatchFiles(
  outputDir: string,
  outcomes: readonly VideoOutcome[],
  { report, jobs }: ReturnType<typeof reportOf>,
): Promise<string[]> {
  const at = (name: string) => path.join(outputDir, name);
  writeFileSync(at(batchFileNames.summary), summaryCsv(outcomes));
  const each = async function* () {
    yield* jobs;
  };
  await pipe(Readable.from(reportJson(report, each())), createWriteStream(at(batchFileNames.statistics)));
  await pipe(Readable.from(reportHtml(report, each())), createWriteStream(at(batchFileNames.report)));
  const figures = await Promise.all(
    report.relations.map(async (relation) => {
      const name = `${relation.title.toLowerCase().replace(/[^a-z0-9]+/g, '_')}.png`;
      writeFileSync(at(name), await relationFile(relation, 'png'));
      return name;
    }),
  );
  return [...Object.values(batchFileNames), ...figures];
}

/** The sheet as it came, with columns of results to the right; a workbook stays one, an ods becomes text. */
export async function writeSheetWithResults(
  outputDir: string,
  sheet: VideoSheet,
  outcomes: readonly VideoOutcome[],
  metrics: readonly MetricSpec[],
): Promise<string> {
  const base = path.parse(sheet.path);
  const isWorkbook = sheet.format === 'xlsx';
  const name = `${base.name}_with_results${isWorkbook ? base.ext : '.csv'}`;
  const added = addedColumns(sheet, outcomes, metrics);
  const drafts = await openDrafts();
  try {
    const source = { path: sheet.path, name: base.base, sheet: sheet.sheet };
    const contents = isWorkbook
      ? resultsWorkbook(source, added, drafts)
      : resultsText({ ...source, layout: sheet.layout ?? {}, decimal: sheet.decimal }, added);
    await pipe(Readable.from(contents), createWriteStream(path.join(outputDir, name)));
  } finally {
    await drafts.remove();
  }
  return name;
}

function addedColumns(
  { headerRow }: VideoSheet,
  outcomes: readonly VideoOutcome[],
  specs: readonly MetricSpec[],
): AddedColumns {
  const metrics = specs.filter(({ name }) =>
    outcomes.some(({ result }) => result.metrics[name] !== undefined),
  );
  const titles = metrics.map(({ title, unit }) => (unit === '1' ? title : `${title} (${unit})`));
  const rows = outcomes.map(({ task, result }): [number, CsvCell[]] => [
    task.row,
    [
      result.state,
      result.error?.stage ?? null,
      messageOf(result) ?? (result.warnings.join('; ') || null),
      ...metrics.map(({ name }) => shownMetric(result, name)),
      result.state === 'succeeded' ? task.folder : null,
    ],
  ]);
  return {
    headerRow,
    headings: ['State', 'Stage', 'Reason', ...titles, 'Results folder'],
    rows: new Map(rows),
  };
}
