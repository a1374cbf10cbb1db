import type { ArtifactRole, LogLevel, PipelineAnnotation, Problem } from '../contract.js';

/** A file that a job produced, known by its contents. */
export interface ProducedArtifact {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly title: string;
  readonly role: ArtifactRole;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
}

/** What a running job tells, in the order in which it happens. */
export type JobEvent =
  | { readonly type: 'stage'; readonly name: string }
  | { readonly type: 'progress'; readonly fraction: number }
  | { readonly type: 'log'; readonly level: LogLevel; readonly text: string }
  | { readonly type: 'metric'; readonly name: string; readonly value: number }
  | { readonly type: 'metric_step'; readonly step: number; readonly name: string; readonly value: number }
  | { readonly type: 'artifact'; readonly artifact: ProducedArtifact }
  | { readonly type: 'annotation'; readonly annotation: PipelineAnnotation }
  | { readonly type: 'warning'; readonly text: string };

export type JobOutcome = 'succeeded' | 'failed' | 'cancelled' | 'skipped';

export interface StageResult {
  readonly name: string;
  readonly durationMs: number;
  readonly state: Exclude<JobOutcome, 'skipped'>;
}

export interface JobError {
  /** The stage in which the job failed. */
  readonly stage: string;
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** Everything that is left of a job besides its files. */
export interface JobResult {
  readonly state: JobOutcome;
  readonly metrics: Readonly<Record<string, number>>;
  readonly stages: readonly StageResult[];
  readonly artifacts: readonly ProducedArtifact[];
  readonly warnings: readonly string[];
  readonly error: JobError | null;
}
