import type { ExportTable } from '@batchyard/documents';
import { UserError } from '@batchyard/domain';
import type { Caller } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { annotationSource } from './annotation-source.js';
import { readComparisonQuery } from './comparison-query.js';
import { comparisonLists, comparisonSource } from './comparison-source.js';
import { type ExportQuery, readColumns, readJobFilter, readSubjectFilter } from './export-query.js';
import { frameSource } from './frame-source.js';
import { jobSource, metricSource } from './job-source.js';
import { type ExportSource, tableOf } from './source.js';
import { subjectSource } from './subject-source.js';

/** Lists that can be exported. */
export const exportLists = [
  'jobs',
  'metrics',
  'annotations',
  'frames',
  'subjects',
  ...comparisonLists,
] as const;

export interface ExportedProject {
  readonly caller: Caller;
  readonly projectId: string;
  readonly slug: string;
}

/**
 * A list as a table; its rows are read when they are asked for.
 * @throws UserError UNKNOWN_LIST, BAD_FILTER, UNKNOWN_COLUMN; of comparisons also NO_SOURCES and NotFound
 */
export async function openExport(
  persistence: Persistence,
  { caller, projectId, slug }: ExportedProject,
  list: string,
  query: ExportQuery,
): Promise<ExportTable> {
  const at = new Date();
  const table = <Row>(source: ExportSource<Row>, words: string) =>
    tableOf(source, readColumns(query), { project: slug, filter: words, at });
  const ofComparison = comparisonLists.find((each) => each === list);
  if (ofComparison) {
    const compared = readComparisonQuery(query);
    return table(
      await comparisonSource(persistence, { caller, slug }, ofComparison, compared),
      compared.words,
    );
  }
  switch (list) {
    case 'jobs': {
      const jobs = readJobFilter(query);
      return table(await jobSource(persistence, projectId, jobs), jobs.words);
    }
    case 'metrics': {
      const jobs = readJobFilter(query);
      return table(await metricSource(persistence, projectId, jobs), jobs.words);
    }
    case 'subjects': {
      const { filter, words } = readSubjectFilter(query);
      return table(await subjectSource(persistence, projectId, filter), words);
    }
    case 'annotations': {
      const { filter, words } = readSubjectFilter(query);
      const { definition } = await persistence.vocabularies.read(projectId);
      return table(await annotationSource(persistence, projectId, filter, definition), words);
    }
    case 'frames': {
      const { filter, words } = readSubjectFilter(query);
      const { definition } = await persistence.vocabularies.read(projectId);
      return table(await frameSource(persistence, projectId, filter, definition), words);
    }
  }
  throw new UserError('UNKNOWN_LIST', `There is no list ${list}: use one of ${exportLists.join(', ')}.`, {
    parameter: 'list',
  });
}
