import { UserError } from '@batchyard/domain';
import type { FileRecord } from '@batchyard/persistence';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Identity } from '../access/identity.js';
import { CurrentIdentity } from '../access/parameters.js';
import { AllowSignedIn } from '../access/rules.js';
import { PERSISTENCE, type Persistence } from '../persistence.module.js';
import { River } from './river.js';

/** Looks into stored videos, for those who may see the file. */
@Controller()
export class VideosController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(River) private readonly river: River,
  ) {}

  /** `{widthPx, heightPx, durationS, codec, framesPerSecond}`. */
  @Get('files/:id/video')
  @AllowSignedIn()
  async summarize(@CurrentIdentity() identity: Identity, @Param('id') id: string) {
    return this.river.summarize(this.inputOf(await this.persistence.files.find(identity, id)));
  }

  /** The frame that is shown `at` seconds after the beginning, as PNG or JPEG. */
  @Get('files/:id/frame')
  @AllowSignedIn()
  async sendFrame(
    @CurrentIdentity() identity: Identity,
    @Param('id') id: string,
    @Query('at') at: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const file = await this.persistence.files.find(identity, id);
    const timeS = readTime(at);
    const etag = `"${file.sha256}-${timeS}"`;
    response.set({
      // Asked again each time, so that access that was taken away is away.
      'Cache-Control': 'private, no-cache',
      'X-Content-Type-Options': 'nosniff',
      ETag: etag,
    });
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end();
      return;
    }
    const { mediaType, base64 } = await this.river.still(this.inputOf(file), file.sha256, timeS);
    response.type(mediaType).send(Buffer.from(base64, 'base64'));
  }

  private inputOf({ sha256, name }: FileRecord) {
    return { path: this.persistence.blobs.pathOf(sha256), name };
  }
}

/** A frame lies within a millisecond of this, so that times typed alike are one. */
function readTime(at: unknown): number {
  const timeS =
    typeof at === 'string' && /^\d{1,6}(\.\d{1,9})?$/.test(at) ? Number(at) : at === undefined ? 0 : null;
  if (timeS !== null) return Math.round(timeS * 1000) / 1000;
  const message = `at is ${JSON.stringify(at)}: expected seconds from the beginning of the video, such as 12.5.`;
  throw new UserError('BAD_REQUEST', message, { parameter: 'at' });
}
