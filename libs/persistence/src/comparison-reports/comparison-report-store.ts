/** What the report of a comparison is made of, read in portions so that no size is held as a whole. */
import {
  type Comparison,
  type ComparisonFacts,
  type ComparisonJob,
  failedJobStates,
  NotFound,
  parameterFields,
} from '@batchyard/domain';
import { comparisonOf } from '../comparison/comparison-store.js';
import { type ComparisonRequest, readComparison } from '../comparison/read-comparison.js';
import type { Database } from '../database/session.js';
import type { Caller } from '../projects/access.js';

import { readReportJobs } from './report-jobs.js';
import { readDesign, readSources, type StoredDesign } from './report-sources.js';

/** Without what only the program knows that writes it. */
export type StoredFacts = Omit<ComparisonFacts, 'software' | 'generatedAt'>;

export interface OpenedComparison {
  readonly facts: StoredFacts;
  readonly comparison: Comparison;
  /** From the first one, each time it is called; each cell once, as the comparison counts them. */
  jobs(): AsyncIterable<ComparisonJob>;
  /** Designs of the sources by their index, one at a time; null where a source is a single job. */
  design(source: number): Promise<StoredDesign | null>;
  /** Failed jobs, in order. */
  readonly failedJobIds: readonly string[];
}

export function comparisonReportStore(database: Database) {
  return {
    /**
     * @param projectSlug project that all of it belongs to
     * @throws NotFound, also where something belongs to another project; UserError as `comparison.compare`
     */
    open: async (
      caller: Caller,
      projectSlug: string,
      request: ComparisonRequest,
    ): Promise<OpenedComparison> => {
      const read = await readComparison(database, caller, request);
      const { compared, definition, settings, metrics, annotated } = read;
      const rows = await readSources(database, compared.sources, settings[0]?.params ?? {});
      if (rows.some((row) => row.projectSlug !== projectSlug)) throw new NotFound('The comparison');
      const failed = compared.jobs.filter(({ state }) => failedJobStates.some((each) => each === state));
      return {
        facts: {
          projectName: rows[0]?.projectName ?? null,
          pipelineName: definition.name,
          pipelineTitle: definition.title,
          metrics,
          parameters: parameterFields(definition.paramsSchema),
          sources: rows.map(({ source }) => source),
        },
        comparison: comparisonOf(read),
        jobs: () => readReportJobs(database, compared.jobs, annotated),
        design: async (index) => {
          const source = compared.sources[index];
          return source === undefined ? null : readDesign(database, source);
        },
        failedJobIds: failed.map(({ jobId }) => jobId),
      };
    },
  };
}
