/**
 * Words of neighbouring jobs, kept once for all of them: a search looks through these few rows and then at the jobs of
 * the blocks that fit, while a job's own row, which changes with its state, carries no text index.
 */
import type { PlannedJob } from '@batchyard/domain';

export interface SearchBlock {
  readonly firstPosition: number;
  /** Included. */
  readonly lastPosition: number;
  /** Distinct, in lower case, separated by spaces. */
  readonly words: string;
}

/** Jobs that share a block: looking at all of them costs less than a page of the database's work. */
export const jobsPerBlock = 250;

/** @param jobs in the order of their positions */
export function searchBlocksOf(jobs: readonly Pick<PlannedJob, 'position' | 'label'>[]): SearchBlock[] {
  const blocks: SearchBlock[] = [];
  for (let from = 0; from < jobs.length; from += jobsPerBlock) {
    const block = jobs.slice(from, from + jobsPerBlock);
    blocks.push({
      firstPosition: block[0]?.position ?? 0,
      lastPosition: block.at(-1)?.position ?? 0,
      words: [...new Set(block.flatMap((job) => wordsOf(job.label)))].join(' '),
    });
  }
  return blocks;
}

/** What a search may look for, each by itself and in any order; every word must be part of the label. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
