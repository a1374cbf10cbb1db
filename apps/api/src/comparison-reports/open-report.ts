import { readFileSync } from 'node:fs';
import { type ComparisonReport, comparisonReportBuilder } from '@batchyard/domain';
import type { Caller, ComparisonRequest, OpenedComparison } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export interface OpenReport {
  readonly opened: OpenedComparison;
  readonly report: ComparisonReport;
}

/** The comparison as a whole, from one pass over its jobs. @throws NotFound, UserError */
export async function openReport(
  { comparisonReports }: Pick<Persistence, 'comparisonReports'>,
  caller: Caller,
  projectSlug: string,
  request: ComparisonRequest,
): Promise<OpenReport> {
  const opened = await comparisonReports.open(caller, projectSlug, request);
  const facts = {
    ...opened.facts,
    software: { batchyard: version, node: process.versions.node },
    generatedAt: new Date().toISOString(),
  };
  const builder = comparisonReportBuilder(facts, opened.comparison);
  for await (const job of opened.jobs()) builder.add(job);
  return { opened, report: builder.finish() };
}
