import type { AssignmentResult, Assignments, ProjectAccess } from '@batchyard/persistence';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Forbidden } from '../access/errors.js';
import { actorOf, type Identity } from '../access/identity.js';
import { CurrentIdentity, CurrentProject } from '../access/parameters.js';
import type { ApiRequest } from '../access/request.js';
import { AllowIn } from '../access/rules.js';
import type { ApiSettings } from '../env.js';
import { maskError } from '../graphql/format-error.js';
import { invalid } from '../graphql/problems.js';
import { ownRequestHeader } from '../http/middleware.js';
import { PERSISTENCE, type Persistence, SETTINGS } from '../persistence.module.js';
import { sendStream } from '../reports/send-stream.js';
import { annotationTableCsv } from './annotation-table.js';
import { breakOf, readSaving } from './read-assignments.js';
import { readLines } from './read-lines.js';

interface Options {
  readonly mode?: string;
  readonly overwrite?: string;
  readonly overwriteTerminal?: string;
  readonly skipEmptyRanges?: string;
  readonly plan?: string;
  readonly saveEvery?: string;
  readonly continues?: string;
  readonly author?: string;
}

/** Progress is told so often at most. */
const tellEveryMs = 250;

/**
 * Assignments of any number as JSON lines, answered by JSON lines while they are carried out: `{"done", "total"}` as it
 * goes on, then each entry that was not assigned completely (`{"outcome"}`), then `{"result"}` or `{"error"}`. A result
 * with a `problem` is of a list that was broken off when a part was saved already.
 */
@Controller()
export class AnnotationsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** Current annotations as a table, an input for pipelines. `kind` and `level` choose some. */
  @Get('annotations/:projectSlug/table.csv')
  @AllowIn('project', 'read', (params: { projectSlug: string }) => params.projectSlug)
  async table(
    @CurrentProject() { projectId }: ProjectAccess,
    @Param('projectSlug') slug: string,
    @Query() { kind, level }: { readonly kind?: string; readonly level?: string },
    @Res() response: Response,
  ): Promise<void> {
    const rows = this.persistence.annotations.table(projectId, {
      kind: kind ?? null,
      level: level ?? null,
      changesetId: null,
    });
    const file = { name: `${slug} annotations.csv`, format: 'csv', isDownload: true } as const;
    await sendStream(response, file, annotationTableCsv(rows));
  }

  @Post('annotations/:projectSlug')
  @AllowIn('project', 'edit', (params: { projectSlug: string }) => params.projectSlug)
  async assign(
    @CurrentIdentity() identity: Identity,
    @CurrentProject() { projectId }: ProjectAccess,
    @Query() options: Options,
    @Req() request: ApiRequest,
    @Res() response: Response,
  ): Promise<void> {
    if (identity.credential.kind === 'session' && request.headers[ownRequestHeader] !== '1') {
      throw new Forbidden(`Send the header ${ownRequestHeader}: 1 with assignments.`);
    }
    const read = readOptions(options);
    const entries = await readLines(request, this.settings.maxUploadBytes);
    const actor = actorOf(identity);
    const author = options.author === 'import' ? { ...actor, source: 'import' as const } : actor;
    const tell = (line: object) => void response.write(`${JSON.stringify(line)}\n`);
    response.status(200).type('application/x-ndjson');
    try {
      const { annotations } = this.persistence;
      const progress = tellProgress(tell, entries.length);
      tellResult(tell, await annotations.assign(author, projectId, { ...read, entries }, progress));
    } catch (error) {
      const { message, extensions } = maskError(error);
      tell({ error: { code: extensions.code, message } });
    }
    response.end();
  }
}

function tellProgress(tell: (line: object) => void, total: number): (done: number) => void {
  let toldMs = 0;
  return (done) => {
    if (done < total && performance.now() - toldMs < tellEveryMs) return;
    toldMs = performance.now();
    tell({ done, total });
  };
}

function tellResult(
  tell: (line: object) => void,
  { outcomes, changesetId, assigned, skipped, failed, elapsedS, brokenOffBy }: AssignmentResult,
): void {
  for (const outcome of outcomes) if (outcome.message !== null) tell({ outcome });
  const entriesPerS = outcomes.length / Math.max(elapsedS, Number.EPSILON);
  const problem = breakOf({ brokenOffBy });
  tell({
    result: {
      ...{ changesetId, assigned, skipped, failed, elapsedS, entriesPerS },
      ...(problem === null ? {} : { problem }),
    },
  });
}

/** @throws UserError INVALID_ARGUMENT */
function readOptions(options: Options): Omit<Assignments, 'entries'> {
  const { mode = 'all_or_nothing', overwrite, overwriteTerminal, skipEmptyRanges, plan } = options;
  if (mode !== 'all_or_nothing' && mode !== 'valid_only') {
    throw invalid('mode', `There is no mode ${mode}: use all_or_nothing or valid_only.`);
  }
  const saveEvery = options.saveEvery === undefined ? null : Number(options.saveEvery);
  return {
    ...readSaving({ mode, saveEvery, continues: options.continues ?? null }),
    mode,
    overwrite: overwrite === '1',
    overwriteTerminal: overwriteTerminal === '1',
    skipEmptyRanges: skipEmptyRanges === '1',
    isPlan: plan === '1',
    result: null,
  };
}
