import { importTemplate, rejectedWorkbook } from '@batchyard/documents';
import { NotFound } from '@batchyard/domain';
import { type ImportRecord, importKinds, type ProjectAccess } from '@batchyard/persistence';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { invalid } from '../graphql/problems.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { sendDrafted } from '../reports/send-stream.js';
import { callerOf } from './imports.resolver.js';
import { openKind } from './open-kind.js';
import { rejectedRows } from './rejected-rows.js';
import { openResults } from './results.js';
import { templateOf } from './template.js';

const inProject = () => AllowIn('project', 'read', (params: { slug: string }) => params.slug);
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface TemplateQuery {
  readonly kind?: string;
  readonly pipeline?: string;
  readonly templateId?: string;
}

/** Files of imports that people take away: templates to fill in, rows to mend, their sheet with results. */
@Controller('projects/:slug/imports')
export class ImportFilesController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('template.xlsx')
  @inProject()
  async template(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Query() query: TemplateQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { kind, handler } = await this.openTemplate(identity, projectId, query);
    const { definition } = await this.persistence.vocabularies.read(projectId);
    const template = await templateOf(kind, handler, definition);
    const name = `${query.pipeline ?? ''} ${kind} template.xlsx`.trim();
    await sendDrafted(response, { name, mediaType: workbook }, (drafts) => importTemplate(template, drafts));
  }

  /** Its headings alone, for rows that a page or program makes. */
  @Get('template.json')
  @inProject()
  async headings(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Query() query: TemplateQuery,
  ): Promise<{ readonly columns: readonly string[] }> {
    const { handler } = await this.openTemplate(identity, projectId, query);
    return { columns: handler.fields.map(({ name }) => name) };
  }

  /** Rows that were not imported, or cannot be as they are, with the reasons. */
  @Get(':id/rejected.xlsx')
  @inProject()
  async rejected(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Param('id') id: string,
    @Res() response: Response,
  ): Promise<void> {
    const draft = await this.ownImport(identity, projectId, id);
    const file = { name: `${baseName(draft)} not imported.xlsx`, mediaType: workbook };
    const rows = rejectedRows(this.persistence, draft);
    await sendDrafted(response, file, (drafts) => rejectedWorkbook(rows, drafts));
  }

  /** The sheet that a batch was made from, with what became of each row beside it. */
  @Get(':id/results.:format')
  @inProject()
  async results(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Param() { id, format }: { readonly id: string; readonly format: string },
    @Res() response: Response,
  ): Promise<void> {
    const draft = await this.ownImport(identity, projectId, id);
    const { mediaType, write } = await openResults(this.persistence, draft, format);
    await sendDrafted(response, { name: `${baseName(draft)} with results.${format}`, mediaType }, write);
  }

  private async openTemplate(identity: Identity, projectId: string, query: TemplateQuery) {
    const kind = importKinds.find((each) => each === query.kind);
    if (kind === undefined) throw invalid('kind', `kind is one of ${importKinds.join(', ')}.`);
    const { pipeline, templateId } = query;
    const target = { ...(pipeline && { pipeline }), ...(templateId && { templateId }) };
    return { kind, handler: await openKind(this.persistence, callerOf(identity), projectId, kind, target) };
  }

  private async ownImport(identity: Identity, projectId: string, id: string): Promise<ImportRecord> {
    const draft = await this.persistence.imports.find(identity, id);
    if (draft.projectId !== projectId) throw new NotFound('The import');
    return draft;
  }
}

const baseName = ({ fileName }: ImportRecord) => fileName.replace(/\.[^.]*$/, '');
