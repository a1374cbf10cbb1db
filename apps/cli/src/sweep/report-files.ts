/** Documents of a sweep on this machine, beside its results. */
import { createWriteStream, renameSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  bundleEntries,
  comparisonHtml,
  comparisonJson,
  comparisonLatex,
  comparisonMarkdown,
  comparisonPdf,
  comparisonXlsx,
  type Drafts,
  openDrafts,
  type Table,
  tableCsv,
  tablesOf,
  zipArchive,
} from '@batchyard/documents';
import { type Comparison, inputSetsOf } from '@batchyard/domain';
import { UsageError } from '../exit-codes.js';
import type { SweepPlan } from './read-plan.js';
import type { CellResults } from './summarize.js';
import { reportSweep, type SweepReport } from './sweep-report.js';

export const reportFormats = ['html', 'pdf', 'xlsx', 'csv', 'json', 'tex', 'md', 'zip'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Formats separated by commas; the page alone when absent. @throws UsageError */
export function readFormats(text: string | undefined): ReportFormat[] {
  if (text === undefined) return ['html'];
  return text.split(',').map((given) => {
    const format = reportFormats.find((each) => each === given.trim());
    if (format !== undefined) return format;
    throw new UsageError(`--report is ${text}: expected some of ${reportFormats.join(',')}.`);
  });
}

/** Writes `report.<format>` and `bundle.zip` to the folder of a sweep. */
export async function writeReports(
  plan: SweepPlan,
  results: CellResults,
  comparison: Comparison,
  to: { readonly outputDir: string; readonly formats: readonly ReportFormat[] },
): Promise<void> {
  const drafts = await openDrafts();
  const sweep = reportSweep(plan, results, comparison);
  try {
    for (const format of to.formats) {
      const file = path.join(to.outputDir, format === 'zip' ? 'bundle.zip' : `report.${format}`);
      await pipeline(
        Readable.from(contentsOf(format, sweep, plan, drafts)),
        createWriteStream(`${file}.part`),
      );
      renameSync(`${file}.part`, file);
    }
  } finally {
    await drafts.remove();
  }
}

function contentsOf(
  format: ReportFormat,
  { report, jobs }: SweepReport,
  plan: SweepPlan,
  drafts: Drafts,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case 'html':
      return comparisonHtml(report);
    case 'pdf':
      return once(() => comparisonPdf(report));
    case 'xlsx':
      return comparisonXlsx(report, jobs, drafts);
    case 'csv':
      return tableCsv(tablesOf(report, jobs)[0] as Table);
    case 'json':
      return comparisonJson(report, jobs());
    case 'tex':
      return once(() => comparisonLatex(report, 'inputs'));
    case 'md':
      return once(() => comparisonMarkdown(report, 'inputs'));
    case 'zip': {
      const design = async () => bundledDesign(plan);
      return zipArchive(bundleEntries({ report, jobs, design, logs: failureLogs({ report, jobs }) }, drafts));
    }
  }
}

/** References as the design has them, with the files that they turned out to be. */
function bundledDesign({ spec, inputs }: SweepPlan) {
  const files = new Map<string, { readonly name: string; readonly sha256: string }>();
  for (const [index, set] of inputSetsOf(spec).entries()) {
    for (const [input, references] of Object.entries(set)) {
      for (const [place, reference] of [references].flat().entries()) {
        const file = inputs[index]?.[input]?.[place];
        if (file !== undefined) files.set(reference, file);
      }
    }
  }
  return { spec, files };
}

/** A cell on this machine keeps no log, so its error stands for it. */
async function* failureLogs({ jobs }: SweepReport) {
  for await (const { id, state, error } of jobs()) {
    if (state === 'failed') yield { jobId: id, text: once(() => `${error ?? 'No message was recorded.'}\n`) };
  }
}

async function* once<T>(make: () => T | Promise<T>): AsyncGenerator<T> {
  yield await make();
}
