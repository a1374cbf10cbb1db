/**
 * A comparison as one archive that stands for itself: report, tables, figures, parameters, designs, logs of failed jobs,
 * versions, how to compute it again, and a checksum of every file. Files are written one by one, so that no size is
 * held in memory.
 */
import type { ComparisonReport, DesignSpec } from '@batchyard/domain';
import type { DraftEntry, Drafts } from '../archives/drafts.js';
import { comparisonHtml } from '../comparison-reports/report-html.js';
import { comparisonLatex } from '../comparison-reports/report-latex.js';
import { comparisonMarkdown } from '../comparison-reports/report-markdown.js';
import { comparisonPdf } from '../comparison-reports/report-pdf.js';
import { comparisonXlsx } from '../comparison-reports/report-xlsx.js';
import { type JobSource, type Table, tableCsv, tablesOf } from '../comparison-reports/tables.js';
import { figuresOf } from '../figures/figures.js';
import { checksumLine, checksumsPath } from './checksums.js';
import { designFiles } from './designs.js';
import { parametersJson } from './parameters.js';
import { replayScript } from './replay.js';
import { crateMetadata } from './ro-crate.js';

/** A design with what its references stand for. */
export interface BundledDesign {
  readonly spec: DesignSpec;
  /** Reference in the design → the file's name and SHA-256. */
  readonly files: ReadonlyMap<string, { readonly name: string; readonly sha256: string }>;
}

export interface BundleContents {
  readonly report: ComparisonReport;
  readonly jobs: JobSource;
  /** By the index of the source; null where a source is a single job. */
  design(source: number): Promise<BundledDesign | null>;
  /** Logs of failed jobs, with a name for each that is safe in an archive. */
  readonly logs: AsyncIterable<{ readonly jobId: string; readonly text: AsyncIterable<string> }>;
}

type Parts = AsyncIterable<string | Uint8Array>;

/** The entries in their order; the list of checksums is the last. The drafts' folder is the caller's. */
export async function* bundleEntries(contents: BundleContents, drafts: Drafts): AsyncGenerator<DraftEntry> {
  const modifiedAt = new Date(contents.report.facts.generatedAt);
  const entries: { path: string; sha256: string; sizeBytes: number }[] = [];
  const add = async (path: string, parts: Parts) => {
    const entry = await drafts.add(path, modifiedAt, parts);
    entries.push({ path, sha256: entry.sha256, sizeBytes: entry.unpackedBytes ?? entry.sizeBytes });
    return entry;
  };
  for await (const [path, parts] of filesOf(contents, drafts)) yield await add(path, parts);
  yield await add('ro-crate-metadata.json', once(crateMetadata(contents.report, entries)));
  yield await drafts.add(checksumsPath, modifiedAt, once(entries.map(checksumLine).join('')));
}

async function* filesOf(contents: BundleContents, drafts: Drafts): AsyncGenerator<[string, Parts]> {
  const { report, jobs, logs } = contents;
  yield ['report.html', comparisonHtml(report)];
  yield ['report.pdf', once(await comparisonPdf(report))];
  yield ['report.md', once(comparisonMarkdown(report, 'inputs'))];
  yield ['report.tex', once(comparisonLatex(report, 'inputs'))];
  yield ['report.xlsx', comparisonXlsx(report, jobs, drafts)];
  const tables = new Map(tablesOf(report, jobs).map((table) => [table.title, table]));
  for (const [title, path] of csvFiles) yield [path, tableCsv(tables.get(title) as Table)];
  yield ['parameters.json', once(parametersJson(report))];
  const { figurePdf, figureSvg } = await import('../figures/figure.js');
  for (const figure of figuresOf(report)) {
    yield [`figures/${figure.name}.svg`, once(figureSvg(figure))];
    yield [`figures/${figure.name}.pdf`, once(figurePdf(figure))];
  }
  const designs = designFiles(report, contents.design);
  for await (const design of designs.files) yield design;
  yield ['inputs.sha256', once(designs.inputList())];
  yield ['replay.sh', once(replayScript(report, designs.replayed()))];
  yield ['environment.json', once(environmentJson(report))];
  for await (const { jobId, text } of logs) yield [`logs/job-${jobId}.log`, text];
}

const csvFiles = [
  ['Settings', 'settings.csv'],
  ['Jobs', 'results.csv'],
  ['Data dictionary', 'data-dictionary.csv'],
] as const;

/** Versions of what computed and wrote this; nothing of the machine it ran on. */
function environmentJson({ facts }: ComparisonReport): string {
  const { pipelineName, sources, software, generatedAt } = facts;
  const versions = [...new Set(sources.map(({ pipelineVersion }) => pipelineVersion))].sort();
  const environment = {
    generated_at: generatedAt,
    software,
    pipeline: { name: pipelineName, versions },
  };
  return `${JSON.stringify(environment, null, 2)}\n`;
}

async function* once(part: string | Uint8Array): AsyncGenerator<string | Uint8Array> {
  yield part;
}
