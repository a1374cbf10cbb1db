/**
 * What is said of a comparison as a whole, in every format alike. Pure data: pages, tables, papers and bundles derive
 * from it, for batches on a server as for a sweep in a folder.
 */
import type { MetricSpec } from '@batchyard/pipelines';
import type { Comparison } from '../comparison/comparison.js';
import type { JsonObject } from '../designs/paths.js';
import type { FailureSummary, ReportJob } from '../reports/report.js';

/** A batch, a design, single jobs or a folder of a sweep, as a comparison took it in. Times are ISO 8601 in UTC. */
export interface ReportSource {
  /** `A`, `B`, … in the order of the comparison. */
  readonly label: string;
  readonly kind: 'batch' | 'design' | 'job' | 'folder';
  /** null for a folder. */
  readonly id: string | null;
  readonly name: string;
  readonly pipelineVersion: string;
  readonly createdAt: string | null;
  readonly finishedAt: string | null;
  /** The design that made the jobs, as stored; null where they were listed one by one. */
  readonly spec: JsonObject | null;
  readonly options: JsonObject;
  /** Combinations that the design's `where` left out; null where that is not known. */
  readonly excludedByWhere: number | null;
}

/** A comparison as it is known without its jobs. */
export interface ComparisonFacts {
  readonly projectName: string | null;
  readonly pipelineName: string;
  readonly pipelineTitle: string;
  /** Declared metrics in their order. */
  readonly metrics: readonly MetricSpec[];
  /** Titles and units of parameters by path; what is missing goes by its path. */
  readonly parameters: Readonly<Record<string, { readonly title: string; readonly unit: string | null }>>;
  readonly sources: readonly ReportSource[];
  /** Name → version of what computed and what wrote this. */
  readonly software: Readonly<Record<string, string>>;
  readonly generatedAt: string;
}

/** A file that a job read. */
export interface ReportInputFile {
  /** Name of the pipeline's input. */
  readonly input: string;
  readonly name: string;
  readonly sha256: string;
}

/** One job of a comparison. */
export interface ComparisonJob extends Omit<ReportJob, 'peakMemoryBytes'> {
  /** Index into `facts.sources`. */
  readonly source: number;
  readonly settingKey: string;
  readonly cellKey: string;
  /** Equal for equal contents of the inputs. */
  readonly inputKey: string;
  readonly inputFiles: readonly ReportInputFile[];
  readonly seed: string;
}

/** Values of the compared metric of one setting on one input. */
export interface MatrixCell {
  /** Jobs with a value. */
  readonly n: number;
  readonly mean: number;
  /** Half the width of the 95 % interval of the mean; null when n = 1. */
  readonly half: number | null;
}

export interface ComparedInput {
  readonly key: string;
  readonly label: string;
  readonly jobs: number;
}

/** Jobs by how they ended. */
export interface ReportCounts {
  readonly jobs: number;
  readonly withResult: number;
  /** Failed, timed out or out of memory. */
  readonly failed: number;
  readonly timedOut: number;
  readonly outOfMemory: number;
  readonly stoppedEarly: number;
  readonly cancelledOrSkipped: number;
  readonly unfinished: number;
  /** Of those with a result: taken over from an earlier equal job. */
  readonly reused: number;
}

export interface ComparisonReport {
  readonly facts: ComparisonFacts;
  readonly comparison: Comparison;
  readonly counts: ReportCounts;
  /** Jobs of each source, in order. */
  readonly jobsBySource: readonly number[];
  /** Distinct inputs in the order of their first job, at most 200. */
  readonly inputs: readonly ComparedInput[];
  /** Distinct inputs in all. */
  readonly inputCount: number;
  /** Replicates of one setting on one input: fewest and most. */
  readonly replicates: { readonly min: number; readonly max: number };
  /** Setting key → input key → values; for `inputs` only. */
  readonly byInput: ReadonlyMap<string, ReadonlyMap<string, MatrixCell>>;
  /** Largest first, at most 50. */
  readonly failures: readonly FailureSummary[];
  /** Failed jobs that are in none of `failures`. */
  readonly otherFailures: number;
}

/** The name of a parameter or metric with its unit: `Rigidity (mm)`; the unit `1` of plain numbers is not written. */
export function headingText(name: string, unit: string | null | undefined): string {
  return unit == null || unit === '1' || unit === '' ? name : `${name} (${unit})`;
}

/** Name of the column of a parameter in tables of comparisons: `param_weights.lambda_rigid`. */
export function parameterName(path: string): string {
  return `param_${path}`;
}

/** The setting to mark as best; null while there is none, or where the metric's scale differs between settings. */
export function markedBest({ bestKey, warnings }: Comparison): string | null {
  return warnings.some(({ code }) => code === 'INCOMPARABLE_METRIC') ? null : bestKey;
}
