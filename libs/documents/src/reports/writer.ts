import type { BatchReport, ReportJob } from '@batchyard/domain';

/** Writes a report in one format while its jobs are read, in the order of their positions. */
export type ReportWriter = (report: BatchReport, jobs: AsyncIterable<ReportJob>) => AsyncIterable<string>;
