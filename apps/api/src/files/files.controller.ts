import type { ProjectAccess } from '@batchyard/persistence';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Forbidden } from '../access/errors.js';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import type { ApiRequest } from '../access/request.js';
import { AllowIn, AllowSignedIn } from '../access/rules.js';
import { Checks, noDescription } from '../checks/checks.js';
import type { ApiSettings } from '../env.js';
import { ownRequestHeader } from '../http/middleware.js';
import { PERSISTENCE, type Persistence, SETTINGS } from '../persistence.module.js';
import { presentFile } from './files.types.js';
import { sendBlob } from './send-blob.js';
import { receiveFiles } from './upload.js';

/** A page waits this long for what is recognised in a file; then it asks again. */
const describeMs = 5_000;

/** Files go in and out by plain HTTP; they are addressed by their id alone, never by a path. */
@Controller()
export class FilesController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(Checks) private readonly checks: Checks,
  ) {}

  @Post('files/:projectSlug')
  @AllowIn('project', 'upload', (params: { projectSlug: string }) => params.projectSlug)
  async upload(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() project: ProjectAccess,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (identity.credential.kind === 'session' && request.headers[ownRequestHeader] !== '1') {
      throw new Forbidden(`Send the header ${ownRequestHeader}: 1 with an upload.`);
    }
    const { blobs, files } = this.persistence;
    const received = await receiveFiles(request, response, blobs, this.settings.maxUploadBytes);
    const created = await files.create(actorOf(identity), project.projectId, received);
    return { files: created.map(presentFile) };
  }

  @Get('files/:id/content')
  @AllowSignedIn()
  async sendFile(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Req() request: ApiRequest,
    @Res() response: Response,
  ) {
    const file = await this.persistence.files.find(identity, id);
    await sendBlob(request, response, this.persistence.blobs, file);
  }

  /** What a pipeline recognises in a file; its `description` is null where it does not say, or not yet. */
  @Get('files/:id/description')
  @AllowSignedIn()
  async describeFile(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Query('pipeline') pipelineName: string,
  ) {
    const { name, sha256 } = await this.persistence.files.find(identity, id);
    const pipeline = await this.persistence.pipelines.known(String(pipelineName));
    if (pipeline?.describeFile === undefined) return noDescription;
    const inputs = { file: [{ path: this.persistence.blobs.pathOf(sha256), name }] };
    const { version: pipelineVersion } = pipeline;
    const request = {
      pipelineName: pipeline.name,
      pipelineVersion,
      inputs,
      inputsKey: `${sha256} ${name}`,
      params: {},
    };
    return this.checks.describe(request, describeMs);
  }

  @Get('artifacts/:id/content')
  @AllowSignedIn()
  async sendArtifact(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Req() request: ApiRequest,
    @Res() response: Response,
  ) {
    const artifact = await this.persistence.jobDetails.findArtifact(identity, id);
    const name = artifact.path.split('/').at(-1) ?? artifact.path;
    await sendBlob(request, response, this.persistence.blobs, { ...artifact, name });
  }
}
