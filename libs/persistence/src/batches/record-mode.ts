import { type ChosenMode, chooseMode, roomFor, typicalJobSeconds } from '@batchyard/domain';
import { readCapacity, readSamples } from '../batch-start/estimate-history.js';
import type { Session } from '../database/session.js';
import type { NewBatch } from './create.js';

/** What the choice needs to know of the batch besides its options. */
export interface ModeBasis {
  readonly projectId: string;
  readonly pipeline: { readonly name: string; readonly version: string };
  /** Jobs and chunks that will be computed. */
  readonly jobCount: number;
  readonly inputBytes: number | null;
  /** Of the job that needs most; null: not known. */
  readonly jobMemoryBytes: number | null;
  /** As the pipeline declares it; null: it does not. */
  readonly defaultConcurrency: number | null;
}

/** Chooses how many jobs of the new batch run at once, by the workers there are and by history. */
export async function readMode(
  session: Session,
  options: NewBatch['options'],
  { projectId, pipeline, jobCount, inputBytes, jobMemoryBytes, defaultConcurrency }: ModeBasis,
): Promise<ChosenMode> {
  const { workers, slots, freeSlots, machines } = await readCapacity(session, options.labels);
  const samples = await readSamples(session, projectId, pipeline);
  // Of a job of typical size: what each single one takes is the estimate's business.
  const typical = typicalJobSeconds({ samples, jobSizes: [null], secondsPerJob: null });
  return chooseMode(options, {
    jobCount,
    slots,
    freeSlots,
    workers,
    typicalJobSeconds: typical,
    inputBytes,
    memory: roomFor(jobMemoryBytes, machines),
    defaultConcurrency,
  });
}
