/** What every request passes before routes and GraphQL. */
import type { Persistence } from '@batchyard/persistence';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { identify, readCookie, sessionCookie } from '../access/identity.js';
import type { ApiRequest } from '../access/request.js';
import { maskError } from '../graphql/format-error.js';
import type { OriginPolicy } from './origin-policy.js';

/** The header by which a program says that it is no form of a foreign page: forms cannot set it. */
export const ownRequestHeader = 'x-batchyard-request';

/** Pages are served elsewhere: what comes from here is data, and never to be shown inside another page. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'self'"] },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  // The public address may well be plain http on a lab's own network.
  strictTransportSecurity: false,
});

export function requireAllowedHost(policy: OriginPolicy): RequestHandler {
  return (request, response, next) => {
    if (policy.isAllowedHost(request.headers.host)) return next();
    const message =
      'This service does not answer under this name. Add the name to ALLOWED_HOSTS, or set PUBLIC_URL.';
    refuse(response, 421, 'MISDIRECTED', message);
  };
}

/**
 * Against requests that a foreign page makes a browser send with its cookie. Requests with a token are free of that:
 * no page can make a browser add one.
 */
export function requireOwnOrigin(policy: OriginPolicy): RequestHandler {
  return (request, response, next) => {
    if (isSafe(request) || request.headers.authorization !== undefined) return next();
    const signsIn = request.path.startsWith('/auth/');
    const usesCookie = readCookie(request.headers.cookie, sessionCookie) !== null;
    if (!signsIn && !usesCookie) return next();
    if (policy.isOwnOrigin(request.headers) && !couldBeForm(request)) return next();
    const message = `Requests from other sites are refused. Send ${ownRequestHeader}: 1 and no foreign Origin.`;
    refuse(response, 403, 'FORBIDDEN', message);
  };
}

/** Finds the caller; whether the route needs one is decided by its rule. */
export function identifyCaller(persistence: Persistence): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    identify(persistence, request.headers).then(
      (identity) => {
        (request as ApiRequest).identity = identity;
        next();
      },
      (error: unknown) => {
        const { message, extensions } = maskError(error);
        refuse(response, 503, extensions.code, message);
      },
    );
  };
}

const isSafe = (request: Request) => ['GET', 'HEAD', 'OPTIONS'].includes(request.method);

/** A page of any site can send these content types without asking first. */
function couldBeForm(request: Request): boolean {
  if (request.headers[ownRequestHeader] === '1') return false;
  return !/^application\/(graphql-response\+)?json\b/i.test(request.headers['content-type'] ?? '');
}

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ code, message });
}
