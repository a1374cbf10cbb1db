/** The kinds of failure in words. */
import type { FailureKind } from '@batchyard/domain';

export interface FailureLook {
  readonly word: string;
  /** What happened, and what helps. */
  readonly meaning: string;
}

export const failureLooks: Readonly<Record<FailureKind, FailureLook>> = {
  bad_input: {
    word: 'Bad input',
    meaning: 'An input file cannot be used as it is. Mend or replace the file, then start it again.',
  },
  bad_parameters: {
    word: 'Bad parameters',
    meaning: 'The pipeline refuses these parameters. Change them in a new batch.',
  },
  pipeline_error: {
    word: 'Error in the pipeline',
    meaning: 'The program ended with an error. Its message and last log lines say where.',
  },
  timeout: {
    word: 'Timed out',
    meaning: 'It ran longer than the time limit. Raise the limit or give it less to do.',
  },
  out_of_memory: {
    word: 'Out of memory',
    meaning: 'It needed more memory than it may have. Raise the limit or use a larger machine.',
  },
  cancelled: { word: 'Cancelled', meaning: 'Somebody cancelled it.' },
  worker_lost: {
    word: 'Lost its worker',
    meaning: 'The worker stopped or lost its connection while the job ran. Retrying usually helps.',
  },
  disk_full: {
    word: 'Disk full',
    meaning: 'There was no room left for its files. Free some space, then retry.',
  },
  chunk_failed: {
    word: 'Chunk failed',
    meaning:
      'One of its chunks failed, so the results could not be merged. Retrying repeats the failed chunks.',
  },
};
