import { templateEntries, templateText } from '@batchyard/documents';
import { type TemplateFile, templateFormat, UserError } from '@batchyard/domain';
import type { ProjectAccess, TemplateRecord, TemplateVersionRecord } from '@batchyard/persistence';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Forbidden } from '../access/errors.js';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import type { ApiRequest } from '../access/request.js';
import { AllowIn, AllowSignedIn } from '../access/rules.js';
import type { ApiSettings } from '../env.js';
import { contentDisposition } from '../files/send-blob.js';
import { receiveFiles } from '../files/upload.js';
import { ownRequestHeader } from '../http/middleware.js';
import { PERSISTENCE, type Persistence, SETTINGS } from '../persistence.module.js';
import { sendZip } from '../reports/send-stream.js';
import { type ImportedTemplate, importTemplate } from './import-template.js';

/** Templates as files, out and in. */
@Controller('templates')
export class TemplatesController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** A zip where it has shared files, else its description as JSON. Without `version` the newest. */
  @Get(':id/file')
  @AllowSignedIn()
  async send(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Query('version') version: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const { blobs, templates, users } = this.persistence;
    const template = await templates.find(identity, id);
    const wanted = await templates.version(template.id, readVersion(version) ?? template.version);
    const [author] = await users.byIds(wanted.createdById === null ? [] : [wanted.createdById]);
    const file = fileOf(template, wanted, author?.name ?? null);
    const name = `${template.name.replaceAll(/[/\\]/g, '-')} v${wanted.version}.template`;
    if (file.files.length > 0) {
      return sendZip(
        response,
        `${name}.zip`,
        templateEntries(file, (sha256) => blobs.open(sha256)),
      );
    }
    response.set({
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': contentDisposition('attachment', `${name}.json`),
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    });
    response.send(templateText(file));
  }

  /** One file in the multipart field `file`; `name` is taken in place of the one in it. */
  @Post(':projectSlug')
  @AllowIn('project', 'edit', (params: { projectSlug: string }) => params.projectSlug)
  async take(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Query('name') name: string | undefined,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ImportedTemplate> {
    if (identity.credential.kind === 'session' && request.headers[ownRequestHeader] !== '1') {
      throw new Forbidden(`Send the header ${ownRequestHeader}: 1 with a template.`);
    }
    const { maxUploadBytes } = this.settings;
    const received = await receiveFiles(request, response, this.persistence.blobs, maxUploadBytes);
    const [file, ...others] = received;
    if (file === undefined || others.length > 0) {
      throw new UserError('BAD_REQUEST', 'Send exactly one file.');
    }
    const called = typeof name === 'string' && name.trim() !== '' ? name : null;
    return importTemplate(this.persistence, actorOf(identity), projectId, file, called);
  }
}

function readVersion(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UserError('BAD_REQUEST', `version is ${String(text)}: expected a whole number.`, {
    parameter: 'version',
  });
}

function fileOf(
  { name, pipelineName }: TemplateRecord,
  { version, params, options, files, note, pipelineVersion, createdAt }: TemplateVersionRecord,
  author: string | null,
): TemplateFile {
  return {
    format: templateFormat,
    formatVersion: 1,
    name,
    pipeline: { name: pipelineName, version: pipelineVersion },
    note,
    params,
    options,
    files: [...files],
    exported: { version, by: author, at: createdAt.toISOString() },
  };
}
