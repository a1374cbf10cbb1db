/** One run of a command pipeline that shows what was understood of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countOf } from '@batchyard/domain';
import { executeJob, type JobEvent, type JobResult, type Pipeline } from '@batchyard/pipelines';
import { describePipeline } from '../job/describe-pipeline.js';
import { prepareOutputFolder } from '../job/output-folder.js';
import { presentResult } from '../job/present-result.js';
import type { JobRequest } from '../job/request.js';
import { renderTable } from '../terminal/table.js';

export interface Trial {
  readonly params: unknown;
  readonly result: JobResult;
  /** How often the program told its progress. */
  readonly progressLines: number;
  /** Values of metrics on the way. */
  readonly metricSteps: number;
  readonly annotations: readonly Extract<JobEvent, { type: 'annotation' }>['annotation'][];
  /** What the program printed that says nothing to us. */
  readonly log: readonly string[];
}

/** Of what is shown to people. */
const shownLines = 10;

/** @param output folder that keeps the files; undefined: none does */
export async function tryPipeline(
  { pipeline, params, inputs }: JobRequest,
  output: string | undefined,
): Promise<Trial> {
  const outputDir =
    output === undefined ? mkdtempSync(path.join(os.tmpdir(), 'batchyard-trial-')) : path.resolve(output);
  if (output !== undefined) prepareOutputFolder(outputDir, 'refuse');
  const abort = new AbortController();
  const cancel = () => abort.abort(new Error('Cancelled.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancel);
  const events: JobEvent[] = [];
  try {
    const job = { params, inputs, outputDir, seed: '0/1', signal: abort.signal };
    const result = await executeJob(pipeline, { ...job, onEvent: (event) => void events.push(event) });
    return {
      params: pipeline.params.safeParse(params).data,
      result,
      progressLines: events.filter(({ type }) => type === 'progress').length,
      metricSteps: events.filter(({ type }) => type === 'metric_step').length,
      annotations: events.flatMap((event) => (event.type === 'annotation' ? [event.annotation] : [])),
      log: events.flatMap((event) => (event.type === 'log' ? [event.text] : [])),
    };
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, cancel);
    if (output === undefined) rmSync(outputDir, { recursive: true, force: true });
  }
}

export function presentTrial(pipeline: Pipeline, trial: Trial): string {
  const { result, params, progressLines, metricSteps, annotations, log } = trial;
  const absent = pipeline.metrics.filter(({ name }) => !(name in result.metrics)).map(({ name }) => name);
  const told = [
    `${countOf(progressLines, 'line')} of progress`,
    `${countOf(metricSteps, 'value')} of metrics on the way`,
    countOf(annotations.length, 'annotation'),
    `${countOf(log.length, 'line')} of log`,
  ];
  return [
    describePipeline(pipeline),
    `Parameters of this run: ${JSON.stringify(params)}`,
    presentResult(pipeline, result, '').replace(/\n*Everything is in \.$/, ''),
    ...(absent.length > 0 ? [`Metrics that it did not report: ${absent.join(', ')}.`] : []),
    `Understood: ${told.join(', ')}.`,
    ...(annotations.length > 0 ? [annotationTable(annotations)] : []),
    ...(log.length > 0 ? [`Not taken for messages, kept as log:\n${logLines(log)}`] : []),
  ].join('\n\n');
}

function annotationTable(annotations: Trial['annotations']): string {
  const rows = annotations
    .slice(0, shownLines)
    .map(({ subject, frames, kind, value }) => [subject, JSON.stringify(frames), kind, value]);
  const more = annotations.length > shownLines ? `\n… and ${annotations.length - shownLines} more` : '';
  return renderTable(['subject', 'frames', 'kind', 'value'], rows) + more;
}

function logLines(log: readonly string[]): string {
  const more = log.length > shownLines ? [`… and ${log.length - shownLines} more`] : [];
  return [...log.slice(0, shownLines), ...more].map((line) => `  ${line}`).join('\n');
}
