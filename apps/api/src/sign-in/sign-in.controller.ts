import { UserError } from '@batchyard/domain';
import { sessionDays } from '@batchyard/persistence';
import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Unauthenticated } from '../access/errors.js';
import { actorOf, sessionCookie } from '../access/identity.js';
import type { ApiRequest } from '../access/request.js';
import { AllowAnyone } from '../access/rules.js';
import type { ApiSettings } from '../env.js';
import { PERSISTENCE, type Persistence, SETTINGS } from '../persistence.module.js';
import { isPassword } from './password.js';

const linkBody = z.object({ token: z.string().min(1).max(200) });
const passwordBody = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(1000) });

@Controller('auth')
export class SignInController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post('link')
  @HttpCode(204)
  @AllowAnyone()
  async useLink(
    @Body() body: unknown,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { token } = parse(linkBody, body);
    const session = await this.persistence.signIns.useLink(token, request.headers['user-agent'] ?? '');
    if (session === null) {
      throw new Unauthenticated(
        'This link has been used, has expired, or is not complete. Ask for a new one.',
      );
    }
    await this.startSession(request, response, session.secret);
  }

  @Post('password')
  @HttpCode(204)
  @AllowAnyone()
  async usePassword(
    @Body() body: unknown,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { password, ...given } = parse(passwordBody, body);
    const email = given.email.trim().toLowerCase();
    const { signIns } = this.persistence;
    const allowance = await signIns.countTry(email);
    if (!allowance.allowed) {
      response.setHeader('Retry-After', String(allowance.retryAfterS));
      throw new UserError(
        'TOO_MANY_ATTEMPTS',
        `Too many attempts for this address. Try again in ${allowance.retryAfterS} s.`,
      );
    }
    const account = await signIns.findPassword(email);
    if (!(await isPassword(account?.passwordHash ?? null, password)) || account === null) {
      throw new Unauthenticated('The address or the password is wrong.');
    }
    await signIns.clearTries(email);
    const session = await signIns.createSession(account.userId, request.headers['user-agent'] ?? '');
    await this.startSession(request, response, session.secret);
  }

  @Post('sign-out')
  @HttpCode(204)
  @AllowAnyone()
  async signOut(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response) {
    await this.endSession(request);
    response.clearCookie(sessionCookie, this.cookieOptions());
  }

  /** A new secret at each sign-in; the one that the browser had before is worth nothing any more. */
  private async startSession(request: ApiRequest, response: Response, secret: string): Promise<void> {
    await this.endSession(request);
    response.cookie(sessionCookie, secret, {
      ...this.cookieOptions(),
      maxAge: sessionDays * 24 * 3600 * 1000,
    });
  }

  private async endSession({ identity }: ApiRequest): Promise<void> {
    if (identity?.credential.kind !== 'session') return;
    await this.persistence.signIns.revokeSession(actorOf(identity), identity.credential.sessionId);
  }

  private cookieOptions() {
    const secure = this.settings.publicUrl?.startsWith('https:') ?? false;
    return { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  }
}

function parse<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const expected = Object.keys(schema instanceof z.ZodObject ? schema.shape : {}).join(' and ');
  throw new UserError('BAD_REQUEST', `Expected a JSON object with ${expected}.`);
}
