/**
 * A job process: runs one job after another for the worker that started it, and knows neither database nor queue.
 * It leads a process group of its own, so that the worker can end it with everything it started.
 */
import { executeJob, findPipeline, type JobResult, type Pipeline } from '@batchyard/pipelines';
import type { ChildMessage, JobOrder } from './child/protocol.js';

/** A module with `pipelines: Pipeline[]` that come before the registered ones; only tests name one. */
const [extraModule] = process.argv.slice(2);
const extraPipelines: readonly Pipeline[] = extraModule ? (await import(extraModule)).pipelines : [];

let current: AbortController | null = null;

// The worker is gone, and with it whoever could want the result.
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', () => {
  if (current === null) process.exit(0);
  current.abort();
});
process.on('message', (order: JobOrder) => void run(order));
tell({ type: 'ready' });

async function run(order: JobOrder): Promise<void> {
  const controller = new AbortController();
  current = controller;
  const result = await execute(order, controller.signal);
  current = null;
  tell({ type: 'done', result, memoryBytes: process.memoryUsage.rss() });
}

function execute(order: JobOrder, signal: AbortSignal): Promise<JobResult> | JobResult {
  const { pipelineName, pipelineVersion, ...request } = order;
  const pipeline = extraPipelines.find(({ name }) => name === pipelineName) ?? findPipeline(pipelineName);
  if (pipeline === undefined) return refusal(`This worker has no pipeline ${pipelineName}.`);
  if (pipeline.version !== pipelineVersion) {
    return refusal(
      `The batch was planned for ${pipelineName} ${pipelineVersion}, this worker has ${pipeline.version}. ` +
        'Start the batch again to use the new version.',
    );
  }
  return executeJob(pipeline, { ...request, signal, onEvent: (event) => tell({ type: 'event', event }) });
}

function refusal(message: string): JobResult {
  const error = { stage: 'validate', message, problems: [] };
  return { state: 'failed', metrics: {}, stages: [], artifacts: [], warnings: [], error };
}

function tell(message: ChildMessage): void {
  process.send?.(message);
}
