/** What is said of a batch as a whole, at any time of its life. Pure data: pages, tables and files derive from it. */
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import type { Json } from '../designs/canonical.js';
import type { JsonObject } from '../designs/paths.js';
import type { FailureKind } from '../failures/kinds.js';
import type { JobCounts, JobState } from '../jobs/state.js';
import type { PowerLawFit } from '../statistics/power-law.js';

/** A batch as it is known without its jobs. Times are ISO 8601 in UTC. */
export interface BatchFacts {
  readonly batchId: string;
  readonly name: string;
  readonly projectName: string;
  readonly pipelineTitle: string;
  readonly pipelineName: string;
  readonly pipelineVersion: string;
  /** Declared metrics in their order. */
  readonly metrics: readonly MetricSpec[];
  readonly objective: { readonly metric: string; readonly direction: MetricDirection };
  readonly state: string;
  readonly stateReason: string | null;
  readonly createdAt: string;
  /** null while it is under way. */
  readonly finishedAt: string | null;
  /** When the report was made. */
  readonly generatedAt: string;
}

/** One job as a report shows it. */
export interface ReportJob {
  readonly id: string;
  readonly position: number;
  readonly label: string;
  readonly state: JobState;
  readonly inputLabel: string;
  readonly replicate: number;
  /** Complete parameters. */
  readonly params: JsonObject;
  /** Paths of the parameters that its design varied. */
  readonly axes: readonly string[];
  /** The user's own facts about the job. */
  readonly metadata: JsonObject;
  readonly metrics: Readonly<Record<string, number>>;
  /** From its last start to its end; null where it did not run or has not ended. */
  readonly durationS: number | null;
  /** Of its process, over all attempts; null where nothing was measured. */
  readonly peakMemoryBytes: number | null;
  readonly error: string | null;
  readonly failureKind: FailureKind | null;
  /** What equal failures share. */
  readonly failureKey: string | null;
  readonly warnings: readonly string[];
}

/** Of a set of numbers, in their unit. */
export interface Statistics {
  readonly n: number;
  readonly mean: number;
  /** Population standard deviation: √(Σ(x − mean)² / n). */
  readonly sd: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly total: number;
}

/** The job at one end of a metric. */
export interface ExtremeJob {
  readonly jobId: string;
  readonly label: string;
  readonly value: number;
  /** Other jobs with the very same value; this one has the lowest position. */
  readonly ties: number;
}

export interface MetricReport {
  readonly spec: MetricSpec;
  /** Way in which it is better; null where neither is, and there is no best then. */
  readonly direction: MetricDirection | null;
  /** Over jobs with a result that report it; null when there is none. */
  readonly statistics: Statistics | null;
  readonly best: ExtremeJob | null;
  readonly worst: ExtremeJob | null;
}

/** One metric against another that it depends on, over the jobs of a batch that report both. */
export interface RelationReport {
  readonly title: string;
  readonly x: MetricSpec;
  readonly y: MetricSpec;
  /** In the order of positions, at most `maxRelationPoints`. */
  readonly points: readonly RelationPoint[];
  /** Points beyond these. */
  readonly morePoints: number;
  readonly fit: PowerLawFit;
}

export interface RelationPoint {
  readonly jobId: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

export interface FailureSummary {
  readonly kind: FailureKind | null;
  /** Of the first job that failed so. */
  readonly message: string;
  readonly jobs: number;
  readonly exampleJobId: string;
  readonly exampleLabel: string;
}

export interface BatchReport {
  readonly facts: BatchFacts;
  readonly counts: JobCounts;
  readonly total: number;
  /** Jobs with a result, taken over ones included. */
  readonly successful: number;
  /** Jobs that ended without a result although they were tried. */
  readonly failed: number;
  /** Cancelled or skipped. */
  readonly notRun: number;
  readonly unfinished: number;
  /** successful / total, 0 to 1; 0 without jobs. */
  readonly successRate: number;
  /** From the creation of the batch to its end, or until the report. */
  readonly totalDurationS: number;
  /** Of jobs that ran to an end, whether well or not; null when there is none. */
  readonly durations: Statistics | null;
  /** Most that a job needed; null where nothing was measured. */
  readonly peakMemoryBytes: number | null;
  /** One for each declared metric, in order. */
  readonly metrics: readonly MetricReport[];
  /** One for each declared relation of which a job reports both sides. */
  readonly relations: readonly RelationReport[];
  /** Largest first, at most 50. */
  readonly failures: readonly FailureSummary[];
  /** Failed jobs that are in none of `failures`. */
  readonly otherFailures: number;
  readonly warnings: number;
  /** Parameters that differ between jobs or that the design varied, and keys of the jobs' own facts. */
  readonly parameterPaths: readonly string[];
  readonly metadataKeys: readonly string[];
  /** Parameters that are the same in all jobs. */
  readonly constants: Readonly<Record<string, Json>>;
}

/** The report of the main figure of the pipeline, where that is not the metric that the batch is judged by. */
export function mainFigureOf({ facts, metrics }: BatchReport): MetricReport | null {
  return metrics.find(({ spec }) => spec.main && spec.name !== facts.objective.metric) ?? null;
}

/** The report of the metric that the batch is judged by. */
export function objectiveOf({ facts, metrics }: BatchReport): MetricReport | null {
  return metrics.find(({ spec }) => spec.name === facts.objective.metric) ?? null;
}
