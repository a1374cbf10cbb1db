/**
 * A job process: runs one job after another for the worker that started it, and knows neither database nor queue.
 * It leads a process group of its own, so that the worker can end it with everything it started.
 */
import { readFileSync, writeSync } from 'node:fs';
import { executeJob, findPipeline, type JobEvent, type JobResult, type Pipeline } from '@batchyard/pipelines';
import {
  type ChildMessage,
  currentJobFd,
  type JobAnswer,
  type JobOrder,
  longBundleMs,
  longJobMs,
  type ToldEvent,
} from './child/protocol.js';

/** A module with `pipelines: Pipeline[]` that come before the registered ones; only tests name one. */
const [extraModule] = process.argv.slice(2);
const extraPipelines: readonly Pipeline[] = extraModule ? (await import(extraModule)).pipelines : [];

/** Events that follow each other within this time travel together. */
const joinMs = 50;
/** So do answers. */
const joinAnswersMs = 20;
let events: ToldEvent[] = [];
let toldMs = 0;
let flush: NodeJS.Timeout | undefined;
let soon: NodeJS.Immediate | undefined;
/** Index of the job that runs or ran last, and what aborts it while it runs. */
let current = 0;
let controller: AbortController | null = null;
/** Nothing more of this bundle is to begin. */
let isCut = false;

// The worker is gone, and with it whoever could want the result.
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', () => {
  if (controller === null) process.exit(0);
  isCut = true;
  controller.abort();
});
process.on('message', (orders: readonly JobOrder[]) => void run(orders));
for (const stream of [process.stdout, process.stderr]) {
  stream.write = tellEventsBefore(stream.write.bind(stream));
}
tell({ type: 'ready' });

async function run(orders: readonly JobOrder[]): Promise<void> {
  const receivedMs = performance.now();
  let answers: JobAnswer[] = [];
  let answeredMs = receivedMs;
  let lastBeganMs = receivedMs;
  const answer = (isLast: boolean) => {
    answeredMs = performance.now();
    tell({ type: 'answers', nowMs: answeredMs, answers, isLast, memoryBytes: process.memoryUsage.rss() });
    answers = [];
  };
  isCut = false;
  for (const [index, order] of orders.entries()) {
    const beganMs = performance.now();
    // First said, then looked at the clock: what the worker does not see in time does not begin.
    writeSync(currentJobFd, Uint8Array.of(index), 0, 1, 0);
    if (index > 0) {
      const nowMs = performance.now();
      if (isCut || nowMs - lastBeganMs > longJobMs || nowMs - receivedMs > longBundleMs) break;
      if (nowMs - answeredMs > joinAnswersMs) answer(false);
    }
    lastBeganMs = beganMs;
    current = index;
    controller = new AbortController();
    const result = await execute(order, controller.signal);
    answers.push({ events: takeEvents(), result, beganMs, endedMs: performance.now() });
    // A failure may change the whole batch; and what a job leaves running must not run beside the next one.
    isCut ||= result.state !== 'succeeded' || (index < orders.length - 1 && hasChildren());
  }
  controller = null;
  answer(true);
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
  return executeJob(pipeline, { ...request, signal, onEvent });
}

/** False where that cannot be told cheaply. */
function hasChildren(): boolean {
  try {
    return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8') !== '';
  } catch {
    return false;
  }
}

function refusal(message: string): JobResult {
  const error = { stage: 'validate', message, problems: [] };
  return { state: 'failed', metrics: {}, stages: [], artifacts: [], warnings: [], error };
}

function onEvent(event: JobEvent): void {
  // The result has these.
  if (event.type === 'metric' || event.type === 'artifact') return;
  events.push({ atMs: performance.now(), event });
  // A new stage as soon as the pipeline yields; other events join those that follow within the time.
  if (event.type === 'stage') soon ??= setImmediate(tellEvents);
  else flush ??= setTimeout(tellEvents, Math.max(0, toldMs + joinMs - performance.now()));
}

function tellEvents(): void {
  const told = takeEvents();
  toldMs = performance.now();
  if (told.length > 0) tell({ type: 'events', nowMs: toldMs, index: current, events: told });
}

function takeEvents(): ToldEvent[] {
  clearTimeout(flush);
  clearImmediate(soon);
  flush = undefined;
  soon = undefined;
  const taken = events;
  events = [];
  return taken;
}

/**
 * What a program prints comes by another way and belongs to the stage that was told last; and to the job that was begun
 * last, so that none may follow soon.
 */
function tellEventsBefore<Write extends (...args: never[]) => unknown>(write: Write): Write {
  const wrapped = (...args: Parameters<Write>) => {
    isCut = true;
    if (events.length > 0) tellEvents();
    return write(...args);
  };
  return wrapped as Write;
}

function tell(message: ChildMessage): void {
  process.send?.(message);
}
