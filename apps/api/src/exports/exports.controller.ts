import { dictionaryOf, type ExportTable, editingWorkbook, exportFormats } from '@batchyard/documents';
import { type EditedKind, editedKinds, UserError } from '@batchyard/domain';
import type { ProjectAccess } from '@batchyard/persistence';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import { AllowIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { sendDrafted } from '../reports/send-stream.js';
import type { ExportQuery } from './export-query.js';
import { openEditing } from './open-editing.js';
import { openExport } from './open-export.js';

const formats = Object.values(exportFormats);

interface Wanted {
  readonly slug: string;
  readonly list: string;
  /** As the end of the address. */
  readonly format: string;
}

/** Lists as files: exactly what the page with the same query shows. Written while they are read. */
@Controller('projects/:slug/export')
export class ExportsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  /** `jobs.csv` and so on; `jobs/dictionary.csv` is the dictionary of its columns. */
  @Get(':list.:format')
  @AllowIn('project', 'read', (params: { slug: string }) => params.slug)
  async list(
    @CurrentIdentity() caller: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Param() { slug, list, format }: Wanted,
    @Query() query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    if (query.for !== undefined) {
      const kind = editedKind(list, format, query.for);
      const edited = await openEditing(this.persistence, projectId, kind, query);
      const name = `${slug} ${list} to edit.xlsx`;
      const { mediaType } = exportFormats.xlsx;
      return sendDrafted(response, { name, mediaType }, (drafts) => editingWorkbook(edited, drafts));
    }
    const table = await openExport(this.persistence, { caller, projectId, slug }, list, query);
    await send(response, `${slug} ${list}`, table, format);
  }

  @Get(':list/dictionary.:format')
  @AllowIn('project', 'read', (params: { slug: string }) => params.slug)
  async dictionary(
    @CurrentIdentity() caller: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Param() { slug, list, format }: Wanted,
    @Query() query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const table = await openExport(this.persistence, { caller, projectId, slug }, list, query);
    await send(response, `${slug} ${list} dictionary`, dictionaryOf(table), format);
  }
}

async function send(response: Response, name: string, table: ExportTable, extension: string): Promise<void> {
  const wanted = extension === 'hdf5' ? 'h5' : extension;
  const format = formats.find((each) => each.extension === wanted);
  if (format === undefined) {
    const known = formats.map((each) => each.extension).join(', ');
    throw new UserError('UNKNOWN_FORMAT', `Unknown format: ${extension}. Use one of ${known}.`, {
      parameter: 'format',
    });
  }
  const file = { name: `${name}.${format.extension}`, mediaType: format.mediaType };
  await sendDrafted(response, file, (drafts) => format.write(table, drafts));
}

function editedKind(list: string, format: string, purpose: unknown): EditedKind {
  const kind = editedKinds.find((each) => each === list);
  if (kind !== undefined && format === 'xlsx' && purpose === 'editing') return kind;
  const known = editedKinds.map((each) => `${each}.xlsx?for=editing`).join(' and ');
  throw new UserError('NOT_EDITABLE', `Only ${known} are made to be edited and imported again.`, {
    parameter: 'for',
  });
}
