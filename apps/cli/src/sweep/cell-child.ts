/** Main of the child processes of an offline sweep: computes one cell after another, and ends with its parent. */
import { executeJob, type JobEvent, pipelineOf } from '@batchyard/pipelines';
import { readCommandMeans } from '../env.js';
import type { CellRequest, FromCellChild, ToCellChild } from './cell-messages.js';

let abort = new AbortController();

/** Progress is told no oftener. */
const progressIntervalMs = 100;

// Ctrl-C reaches the whole group; the parent decides what it means and says `cancel`.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(1));
process.on('message', (message: ToCellChild) => {
  if (message.type === 'cancel') abort.abort(new Error('Cancelled.'));
  else void compute(message);
});

async function compute({ type: _, pipeline: reference, watchedMetric, ...job }: CellRequest): Promise<void> {
  const { command } = reference;
  const pipeline = pipelineOf(reference, command === null ? undefined : readCommandMeans(command));
  if (pipeline === undefined) throw new Error(`There is no pipeline ${reference.name}.`);
  abort = new AbortController();
  let toldMs = 0;
  const onEvent = (event: JobEvent) => {
    if (event.type === 'stage') tell(event);
    else if (event.type === 'progress' && performance.now() - toldMs >= progressIntervalMs) {
      toldMs = performance.now();
      tell(event);
    } else if (event.type === 'metric_step' && event.name === watchedMetric) {
      tell({ type: 'metric_step', step: event.step, value: event.value });
    }
  };
  tell({ type: 'result', result: await executeJob(pipeline, { ...job, signal: abort.signal, onEvent }) });
}

function tell(message: FromCellChild): void {
  process.send?.(message);
}
