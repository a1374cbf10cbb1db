import { type ReportWriter, reportCsv, reportHtml, reportJson } from '@batchyard/documents';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { archiveEntries } from './archive-entries.js';
import { sendStream, sendZip } from './send-stream.js';
import { summarise } from './summarise.js';

const inBatch = () => AllowIn('batch', 'read', (params: { id: string }) => params.id);

/** What a batch has come to, at any time, and everything it made. Written while it is read. */
@Controller('batches/:id')
export class ReportsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('report.html')
  @inBatch()
  html(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    return this.send(identity, id, request, response, { format: 'html', write: reportHtml });
  }

  @Get('report.csv')
  @inBatch()
  csv(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    return this.send(identity, id, request, response, { format: 'csv', write: reportCsv });
  }

  @Get('report.json')
  @inBatch()
  json(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    return this.send(identity, id, request, response, { format: 'json', write: reportJson });
  }

  @Get('outputs.zip')
  @inBatch()
  async outputs(@CurrentIdentity() identity: Identity, @Param('id') id: string, @Res() response: Response) {
    const report = await summarise(this.persistence, identity, id);
    await sendZip(response, `${report.facts.name}.zip`, archiveEntries(this.persistence, report));
  }

  private async send(
    identity: Identity,
    id: string,
    request: Request,
    response: Response,
    { format, write }: { readonly format: 'html' | 'csv' | 'json'; readonly write: ReportWriter },
  ): Promise<void> {
    const report = await summarise(this.persistence, identity, id);
    const name = `${report.facts.name} report.${format}`;
    const isDownload = request.query.download !== undefined;
    await sendStream(
      response,
      { name, format, isDownload },
      write(report, this.persistence.reports.jobs(id)),
    );
  }
}
