/** Directories for checks: unpacked from stored zip files into the folder that the service gave the check process. */
import { openUnpackedDirectories, type Problem, ProblemsError, unpackInputs } from '@batchyard/pipelines';
import type { CheckAnswer, CheckOrder } from './messages.js';
import { orderedPipeline } from './ordered-pipeline.js';

/** The last ones stay for the next check, of other parameters or of the frames. */
const limits = { maxBytes: 10e9, maxUnusedBytes: 5e9 };

/**
 * Makes a check see directories where files are stored as zips of them.
 * @param folder for this process alone, removed by who started it
 */
export function checkUnpacked<Order extends CheckOrder>(
  folder: string,
  check: (order: Order) => Promise<CheckAnswer>,
): (order: Order) => Promise<CheckAnswer> {
  const directories = openUnpackedDirectories(folder, limits);
  return async (order) => {
    const pipeline = orderedPipeline(order) ?? { inputs: [] };
    const unpacked = await unpackInputs(pipeline, order.inputs, directories).catch(problemsOf);
    // These hold whatever the parameters.
    if (Array.isArray(unpacked)) return { problems: unpacked, reads: [] };
    try {
      return await check({ ...order, inputs: unpacked.inputs });
    } finally {
      unpacked.release();
    }
  };
}

/** What is too large here, or finds no room, may still be processed by a worker. */
function problemsOf(error: unknown): Problem[] {
  const later = (reason: string) => `${reason.replace(/\.$/, '')}; it is checked when its job runs.`;
  if (!(error instanceof ProblemsError)) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = later(`A directory could not be unpacked for its check: ${reason}`);
    return [{ code: 'CHECK_NOT_POSSIBLE', severity: 'warning', message, place: {} }];
  }
  return error.problems.map((problem) =>
    problem.code === 'DIRECTORY_TOO_LARGE'
      ? { ...problem, code: 'CHECK_TOO_LARGE', severity: 'warning', message: later(problem.message) }
      : problem,
  );
}
