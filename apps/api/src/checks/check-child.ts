/**
 * The check process: runs pipelines' own checks on files of users, one at a time, with little memory and no database.
 * The service ends it when a check takes too long or breaks it.
 */
import { Worker } from 'node:worker_threads';
import { findPipeline, parseParams, validateJob } from '@batchyard/pipelines';
import type { CheckAnswer, CheckOrder } from './messages.js';
import { recordReads } from './recorded-reads.js';

/** More problems of one set of inputs help nobody. */
const maxProblems = 50;

// A check in an endless loop does not notice that the service is gone; a thread of its own does.
new Worker(
  `const parent = process.ppid; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);`,
  { eval: true },
).unref();
process.on('disconnect', () => process.exit(0));
process.on('message', (order: CheckOrder) => {
  void check(order).then((answer) => process.send?.(answer));
});

async function check({ pipelineName, params, inputs }: CheckOrder): Promise<CheckAnswer> {
  const pipeline = findPipeline(pipelineName);
  if (pipeline === undefined) return { problems: [], reads: [] };
  const parsed = parseParams(pipeline, params);
  if ('problems' in parsed) return { problems: parsed.problems, reads: recordWhole(params) };
  const recorded = recordReads(parsed.params);
  const recording = { ...pipeline, check: () => pipeline.check(inputs, recorded.value) };
  const { problems } = await validateJob(recording, { params, inputs });
  return { problems: problems.slice(0, maxProblems), reads: recorded.reads() };
}

function recordWhole(params: unknown): CheckAnswer['reads'] {
  return [{ path: [], found: `=${JSON.stringify(params)}` }];
}
