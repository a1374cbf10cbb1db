import { UserError } from '@batchyard/domain';
import { type ImportKind, importKinds, type ProjectAccess } from '@batchyard/persistence';
import { Controller, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Forbidden } from '../access/errors.js';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import type { ApiRequest } from '../access/request.js';
import { AllowIn } from '../access/rules.js';
import type { ApiSettings } from '../env.js';
import { receiveFiles } from '../files/upload.js';
import { invalid } from '../graphql/problems.js';
import { ownRequestHeader } from '../http/middleware.js';
import { PERSISTENCE, type Persistence, SETTINGS } from '../persistence.module.js';
import { Imports } from './imports.js';
import { callerOf } from './imports.resolver.js';

/**
 * `headerRow` is the number of the row of headings, where it is known. Of a batch or design: `input.<name>=<file>` is a
 * file for all rows that name none for this input.
 */
type Options = Readonly<Record<string, unknown>> & {
  readonly kind?: string;
  readonly pipeline?: string;
  readonly templateId?: string;
  readonly headerRow?: string;
};

/** Sheets come in by plain HTTP; what becomes of them is said by GraphQL. */
@Controller()
export class ImportsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    private readonly imports: Imports,
  ) {}

  /** One file in the multipart field `file`; what is pasted comes as one too. Answers with the draft's id. */
  @Post('imports/:projectSlug')
  @AllowIn('project', 'edit', (params: { projectSlug: string }) => params.projectSlug)
  async begin(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Query() { kind, pipeline, templateId, headerRow, ...more }: Options,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (identity.credential.kind === 'session' && request.headers[ownRequestHeader] !== '1') {
      throw new Forbidden(`Send the header ${ownRequestHeader}: 1 with a sheet.`);
    }
    const known = importKinds.find((each) => each === kind);
    if (known === undefined) throw invalid('kind', `kind is one of ${importKinds.join(', ')}.`);
    if (headerRow !== undefined && !/^[1-9]\d{0,6}$/.test(headerRow)) {
      throw invalid('headerRow', 'headerRow is the number of a row, from 1.');
    }
    const { maxUploadBytes } = this.settings;
    const [file, ...others] = await receiveFiles(request, response, this.persistence.blobs, maxUploadBytes);
    if (file === undefined || others.length > 0) {
      throw new UserError('BAD_REQUEST', 'Send exactly one sheet.');
    }
    const inputs = sharedInputs(more);
    const target = {
      ...(pipeline && { pipeline }),
      ...(templateId && { templateId }),
      ...(inputs && { inputs }),
    };
    const { name: fileName, sizeBytes, sha256 } = file;
    const sheet = { kind: known satisfies ImportKind, target, fileName, sizeBytes, sha256 };
    const choice = headerRow === undefined ? {} : { headerRow: Number(headerRow) };
    return { id: await this.imports.begin(callerOf(identity), projectId, sheet, choice) };
  }
}

const inputPrefix = 'input.';

function sharedInputs(options: Readonly<Record<string, unknown>>): Record<string, string> | null {
  const inputs = Object.entries(options).flatMap(([name, file]): [string, string][] =>
    name.startsWith(inputPrefix) && typeof file === 'string' && file !== ''
      ? [[name.slice(inputPrefix.length), file]]
      : [],
  );
  return inputs.length === 0 ? null : Object.fromEntries(inputs);
}
