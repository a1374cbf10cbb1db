/** Computes videos on this machine, several at once, each in a folder of its own. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type JsonObject, stemOf } from '@batchyard/domain';
import {
  type Inputs,
  type JobError,
  type JobResult,
  type PipelineReference,
  type Problem,
  VALIDATE_STAGE,
} from '@batchyard/pipelines';
import { readStructureModel } from '../env.js';
import { defaultSeed } from '../job/execute-here.js';
import type { ProgressEvent } from '../job/job-progress.js';
import { prepareOutputFolder, resultFileName, writeJson } from '../job/output-folder.js';
import { openCellPool } from '../sweep/cell-pool.js';

/** A video to be processed, or one that cannot be. */
export interface VideoTask {
  /** Row of the sheet. */
  readonly row: number;
  /** As people know it. */
  readonly name: string;
  readonly inputs: Inputs;
  /** Raw. */
  readonly params: JsonObject;
  /** Why it cannot be begun; none where it can. */
  readonly problems: readonly Problem[];
  /** Name of its folder in the output folder; null where it cannot be begun. */
  readonly folder: string | null;
}

export interface VideoOutcome {
  readonly task: VideoTask;
  readonly result: JobResult;
  /** Wall clock; null where it was not begun. */
  readonly processingTimeS: number | null;
}

export interface ProcessSettings {
  readonly pipeline: PipelineReference;
  readonly outputDir: string;
  readonly concurrency: number;
  /** Nothing new begins after the first failure. */
  readonly stopOnError: boolean;
  readonly signal: AbortSignal;
  onStarted(task: VideoTask): void;
  onProgress(task: VideoTask, event: ProgressEvent): void;
  onFinished(outcome: VideoOutcome): void;
}

/** Folders named like the videos; of several with one name, and where case does not count, the later ones get a number. */
export function folderNames(videos: readonly string[]): string[] {
  const taken = new Set<string>();
  return videos.map((video) => {
    const stem =
      stemOf(path.basename(video))
        .replace(/[^\p{L}\p{N}._-]+/gu, '_')
        .replace(/^\.+|\.+$/g, '') || 'video';
    for (let n = 1; ; n++) {
      const name = n === 1 ? stem : `${stem}_${n}`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  });
}

/** One outcome for each video, in their order, also for those that could not be begun. Never rejects for a bad video. */
export async function processVideos(
  tasks: readonly VideoTask[],
  settings: ProcessSettings,
): Promise<VideoOutcome[]> {
  const outcomes = new Map<VideoTask, VideoOutcome>();
  const pool = openCellPool(null);
  const cancel = () => pool.cancel();
  settings.signal.addEventListener('abort', cancel, { once: true });
  const rest = tasks.values();
  let isStopped = false;
  const work = async () => {
    for (const task of rest) {
      if (settings.signal.aborted || isStopped) return;
      settings.onStarted(task);
      const outcome = await processVideo(task, pool, settings);
      outcomes.set(task, outcome);
      isStopped ||= settings.stopOnError && outcome.result.state !== 'succeeded';
      settings.onFinished(outcome);
    }
  };
  try {
    await Promise.all(Array.from({ length: settings.concurrency }, work));
  } finally {
    settings.signal.removeEventListener('abort', cancel);
    pool.close();
  }
  const why = settings.signal.aborted ? 'cancelled' : 'stopped after the first failure';
  return tasks.map((task) => outcomes.get(task) ?? notBegun(task, why));
}

async function processVideo(
  task: VideoTask,
  pool: ReturnType<typeof openCellPool>,
  { pipeline, outputDir: root, onProgress }: ProcessSettings,
): Promise<VideoOutcome> {
  if (task.folder === null) {
    return { task, result: refused(task.problems), processingTimeS: null };
  }
  const outputDir = path.join(root, task.folder);
  mkdirSync(outputDir, { recursive: true });
  const startedMs = performance.now();
  const { result } = pool.compute(
    {
      type: 'cell',
      pipeline,
      params: task.params,
      inputs: task.inputs,
      outputDir,
      seed: defaultSeed,
      structureModel: readStructureModel(),
      watchedMetric: null,
    },
    (news) => {
      if (news.type !== 'metric_step') onProgress(task, news);
    },
  );
  const ended = await result;
  writeJson(path.join(outputDir, resultFileName), ended);
  return { task, result: ended, processingTimeS: (performance.now() - startedMs) / 1000 };
}

function refused(problems: readonly Problem[]): JobResult {
  const message = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => problem.message)
    .join(' ');
  return failed({ stage: VALIDATE_STAGE, message, problems });
}

function notBegun(task: VideoTask, why: string): VideoOutcome {
  const error = { stage: VALIDATE_STAGE, message: `Not processed: ${why}.`, problems: [] };
  return { task, result: { ...failed(error), state: 'cancelled' }, processingTimeS: null };
}

const failed = (error: JobError): JobResult => ({
  state: 'failed',
  metrics: {},
  stages: [],
  artifacts: [],
  warnings: [],
  error,
});

/** Makes the folders of all videos, or refuses where a former result would be overwritten. @throws UsageError */
export function prepareFolders(
  root: string,
  tasks: readonly VideoTask[],
  policy: 'refuse' | 'replace',
): void {
  for (const { folder } of tasks) {
    if (folder !== null) prepareOutputFolder(path.join(root, folder), policy);
  }
}
