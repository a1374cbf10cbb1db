import {
  comparisonHtml,
  comparisonJson,
  comparisonLatex,
  comparisonMarkdown,
  comparisonPdf,
  comparisonXlsx,
  openDrafts,
  reportTitle,
  type Table,
  tableCsv,
  tablesOf,
} from '@batchyard/documents';
import { NotFound } from '@batchyard/domain';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { type SentFormat, sendStream, sendZip } from '../reports/send-stream.js';
import { bundleOf } from './bundle.js';
import { type OpenReport, openReport } from './open-report.js';
import { type ReportQuery, readColumns, readRequest } from './request.js';

const inProject = () => AllowIn('project', 'read', (params: { slug: string }) => params.slug);

type Write = (open: OpenReport, query: ReportQuery) => AsyncIterable<string | Buffer>;

const writers: Readonly<Record<SentFormat, Write>> = {
  html: ({ report }) => comparisonHtml(report),
  pdf: ({ report }) => once(() => comparisonPdf(report)),
  xlsx: (open) => workbook(open),
  csv: ({ report, opened }) => tableCsv(tablesOf(report, opened.jobs)[0] as Table),
  json: ({ report, opened }) => comparisonJson(report, opened.jobs()),
  tex: ({ report }, query) => once(() => comparisonLatex(report, readColumns(query))),
  md: ({ report }, query) => once(() => comparisonMarkdown(report, readColumns(query))),
};

/** A comparison as a document, with the same query as its page. Written while it is read. */
@Controller('projects/:slug/compare')
export class ComparisonReportsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('report.:format')
  @inProject()
  async report(
    @CurrentIdentity() identity: Identity,
    @Param('slug') slug: string,
    @Param('format') format: string,
    @Query() query: ReportQuery,
    @Res() response: Response,
  ): Promise<void> {
    if (!isFormat(format)) throw new NotFound('The report');
    const open = await openReport(this.persistence, identity, slug, readRequest(query));
    const name = `${reportTitle(open.report)} comparison.${format}`;
    const isDownload = query.download !== undefined;
    await sendStream(response, { name, format, isDownload }, writers[format](open, query));
  }

  @Get('bundle.zip')
  @inProject()
  async bundle(
    @CurrentIdentity() identity: Identity,
    @Param('slug') slug: string,
    @Query() query: ReportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const open = await openReport(this.persistence, identity, slug, readRequest(query));
    const name = `${reportTitle(open.report)} comparison.zip`;
    await sendZip(response, name, bundleOf(this.persistence, open));
  }
}

function isFormat(format: string): format is SentFormat {
  return Object.hasOwn(writers, format);
}

async function* workbook({ report, opened }: OpenReport): AsyncGenerator<Buffer> {
  const drafts = await openDrafts();
  try {
    yield* comparisonXlsx(report, opened.jobs, drafts);
  } finally {
    await drafts.remove();
  }
}

async function* once<T>(make: () => T | Promise<T>): AsyncGenerator<T> {
  yield await make();
}
