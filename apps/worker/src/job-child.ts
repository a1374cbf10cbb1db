/**
 * A job process: runs one job after another for the worker that started it, and knows neither database nor queue.
 * It leads a process group of its own, so that the worker can end it with everything it started.
 */
import { executeJob, type JobEvent, type JobResult, type Pipeline, pipelineOf } from '@batchyard/pipelines';
import { watchChildren } from './child/children.js';
import { type ChildMessage, type JobOrder, orderPatienceMs, type WorkerMessage } from './child/protocol.js';

/** A module with `pipelines: Pipeline[]` that come before the registered ones; only tests name one. */
const [extraModule] = process.argv.slice(2);
const extraPipelines: readonly Pipeline[] = extraModule ? (await import(extraModule)).pipelines : [];

/** Events that follow each other within this time travel together. */
const joinMs = 50;
let events: JobEvent[] = [];
let toldMs = 0;
let flush: NodeJS.Timeout | undefined;
let soon: NodeJS.Immediate | undefined;
let current: AbortController | null = null;
const line: { readonly order: JobOrder; readonly atMs: number }[] = [];
let isAtWork = false;
let hasPrinted = false;
const children = watchChildren(process.pid);

// The worker is gone, and with it whoever could want the result.
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', () => {
  if (current === null) process.exit(0);
  current.abort();
});
process.on('message', (orders: WorkerMessage) => {
  const atMs = performance.now();
  line.push(...orders.map((order) => ({ order, atMs })));
  if (!isAtWork) void work();
});
for (const stream of [process.stdout, process.stderr]) {
  stream.write = tellEventsBefore(stream.write.bind(stream));
}
tell({ type: 'ready' });

/**
 * Carries out all orders in line. After a long job, and after one that left a process running or printed something that
 * could be taken for theirs, those behind it are not begun.
 */
async function work(): Promise<void> {
  isAtWork = true;
  let isFirst = true;
  for (let next = line.shift(); next !== undefined; next = line.shift()) {
    const waitedMs = performance.now() - next.atMs;
    const isHindered = waitedMs > orderPatienceMs || hasPrinted || children.list().length > 0;
    if (!isFirst && isHindered) tell({ type: 'not_begun' });
    else await run(next.order, waitedMs);
    isFirst = false;
  }
  isAtWork = false;
  hasPrinted = false;
}

async function run(order: JobOrder, waitedMs: number): Promise<void> {
  const controller = new AbortController();
  const startedMs = performance.now();
  current = controller;
  const result = await execute(order, controller.signal);
  current = null;
  const tookMs = performance.now() - startedMs;
  tell({ type: 'done', events: takeEvents(), result, memoryBytes: memoryBytes(tookMs), waitedMs, tookMs });
}

/** A look costs as much as a tiny job; one that is over within this time may do with the look after the last one. */
const tinyMs = 2;
const lookEveryMs = 20;
let looked = { atMs: Number.NEGATIVE_INFINITY, bytes: 0 };

function memoryBytes(tookMs: number): number {
  const atMs = performance.now();
  if (tookMs >= tinyMs || atMs - looked.atMs >= lookEveryMs) {
    looked = { atMs, bytes: process.memoryUsage.rss() };
  }
  return looked.bytes;
}

function execute(order: JobOrder, signal: AbortSignal): Promise<JobResult> | JobResult {
  const { pipeline: reference, means, ...request } = order;
  const { name, version } = reference;
  const pipeline = extraPipelines.find((extra) => extra.name === name) ?? pipelineOf(reference, means);
  if (pipeline === undefined) return refusal(`This worker has no pipeline ${name}.`);
  if (pipeline.version !== version) {
    return refusal(
      `The batch was planned for ${name} ${version}, this worker has ${pipeline.version}. ` +
        'Start the batch again to use the new version.',
    );
  }
  return executeJob(pipeline, { ...request, signal, onEvent });
}

function refusal(message: string): JobResult {
  const error = { stage: 'validate', message, problems: [] };
  return { state: 'failed', metrics: {}, stages: [], artifacts: [], warnings: [], error };
}

function onEvent(event: JobEvent): void {
  // The result has these.
  if (event.type === 'metric' || event.type === 'artifact') return;
  events.push(event);
  // A new stage as soon as the pipeline yields; other events join those that follow within the time.
  if (event.type === 'stage') soon ??= setImmediate(tellEvents);
  else flush ??= setTimeout(tellEvents, Math.max(0, toldMs + joinMs - performance.now()));
}

function tellEvents(): void {
  const told = takeEvents();
  toldMs = performance.now();
  if (told.length > 0) tell({ type: 'events', events: told });
}

function takeEvents(): JobEvent[] {
  clearTimeout(flush);
  clearImmediate(soon);
  flush = undefined;
  soon = undefined;
  const taken = events;
  events = [];
  return taken;
}

/** What a program prints comes by another way and belongs to the stage that was told last. */
function tellEventsBefore<Write extends (...args: never[]) => unknown>(write: Write): Write {
  const wrapped = (...args: Parameters<Write>) => {
    if (events.length > 0) tellEvents();
    hasPrinted = true;
    return write(...args);
  };
  return wrapped as Write;
}

function tell(message: ChildMessage): void {
  process.send?.(message);
}
