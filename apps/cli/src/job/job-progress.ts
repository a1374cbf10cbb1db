/** How far a job is as a whole, from what it tells of its stages. */
import type { JobEvent, JobResult } from '@batchyard/pipelines';

/** What a job tells of its progress while it runs. */
export type ProgressEvent = Extract<JobEvent, { readonly type: 'stage' | 'progress' }>;

export interface JobProgress {
  /** The stage it is in; null before the first. */
  readonly stage: string | null;
  /** Of the whole job, 0…1, never falling. */
  readonly fraction: number;
  hear(event: ProgressEvent): void;
}

/** Which share of a job each stage is. */
export interface StageShares {
  /**
   * A job begins; what others took is counted in, as far as it is known by then.
   * @param rounds how often it goes through its stages, one after another (its chunks)
   */
  begin(rounds?: number): JobProgress;
  /** A job ended: its stages tell how long those of the next jobs will take. */
  ended(result: JobResult): void;
}

/**
 * Stages count by the time they took in jobs that succeeded, and equally before there is one.
 * @param stages of the pipeline, in their order
 */
export function stageShares(stages: readonly string[]): StageShares {
  const tookMs = new Map<string, number>();
  return {
    begin(rounds = 1) {
      const total = stages.reduce((sum, name) => sum + (tookMs.get(name) ?? 0), 0);
      const shares = stages.map((name) => (total > 0 ? (tookMs.get(name) ?? 0) / total : 1 / stages.length));
      return progressOf(stages, shares, rounds);
    },
    ended({ state, stages: done }) {
      if (state !== 'succeeded') return;
      for (const { name, durationMs } of done) tookMs.set(name, (tookMs.get(name) ?? 0) + durationMs);
    },
  };
}

function progressOf(stages: readonly string[], shares: readonly number[], rounds: number): JobProgress {
  let stage: string | null = null;
  let fraction = 0;
  let round = 0;
  const at = (within: number) => {
    const index = stages.indexOf(stage ?? '');
    const before = shares.slice(0, Math.max(0, index)).reduce((sum, share) => sum + share, 0);
    const ofRound = Math.min(1, before + within * (shares[index] ?? 0));
    fraction = Math.max(fraction, Math.min(1, (round + ofRound) / rounds));
  };
  return {
    get stage() {
      return stage;
    },
    get fraction() {
      return fraction;
    },
    hear(event) {
      if (event.type === 'progress') return at(event.fraction);
      const isEarlier = stage !== null && stages.indexOf(event.name) <= stages.indexOf(stage);
      if (isEarlier) round = Math.min(rounds - 1, round + 1);
      stage = event.name;
      at(0);
    },
  };
}
