/**
 * The check process: runs pipelines' own checks on files of users, one at a time, with little memory and no database.
 * The service ends it when a check takes too long or breaks it.
 */
import { framesOfJob, type Pipeline, parseParams, validateJob } from '@batchyard/pipelines';
import { endWithParent } from './end-with-parent.js';
import type { CheckAnswer, CheckOrder, CheckSubject, Finding } from './messages.js';
import { orderedPipeline } from './ordered-pipeline.js';
import { recordReads } from './recorded-reads.js';
import { checkUnpacked } from './unpacked-check.js';

/** More problems of one set of inputs help nobody. */
const maxProblems = 50;

endWithParent();
const [, , unpackFolder = ''] = process.argv;
const checkOrder = checkUnpacked(unpackFolder, check);
process.on('message', (order: CheckOrder) => {
  void checkOrder(order).then((answer) => process.send?.(answer));
});

async function check(order: CheckOrder): Promise<CheckAnswer> {
  const { subject, params, inputs, means } = order;
  const pipeline = orderedPipeline(order);
  if (pipeline === undefined) return { problems: [], reads: [] };
  const parsed = parseParams(pipeline, params);
  if ('problems' in parsed) return { problems: parsed.problems, reads: recordWhole(params) };
  const recorded = recordReads(parsed.params);
  const finding = await find(subject, pipeline, { inputs, params, parsed: recorded.value, means });
  return { ...finding, problems: finding.problems.slice(0, maxProblems), reads: recorded.reads() };
}

interface Checked extends Pick<CheckOrder, 'params' | 'inputs' | 'means'> {
  /** The parameters, parsed; notes what is read of them. */
  readonly parsed: unknown;
}

async function find(
  subject: CheckSubject,
  pipeline: Pipeline,
  { inputs, params, parsed, means }: Checked,
): Promise<Finding> {
  switch (subject) {
    case 'problems':
      return validateJob(
        { ...pipeline, check: () => pipeline.check(inputs, parsed, means) },
        { params, inputs },
      ).then(({ problems }) => ({ problems }));
    case 'description': {
      const file = Object.values(inputs)[0]?.[0];
      const described = file && (await pipeline.describeFile?.(file, means));
      if (described === undefined) return { problems: [] };
      const { problems, ...description } = described;
      return { problems, description };
    }
    case 'frames':
      return { problems: [], ...(await framesOfJob(pipeline, { params: parsed, inputs })) };
  }
}

function recordWhole(params: unknown): CheckAnswer['reads'] {
  return [{ path: [], found: `=${JSON.stringify(params)}` }];
}
