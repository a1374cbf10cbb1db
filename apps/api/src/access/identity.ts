/** Who makes a request, found from its credential: a personal access token, else the session cookie. */
import type { IncomingHttpHeaders } from 'node:http';
import type { AccessScope, Actor, Caller, Persistence } from '@batchyard/persistence';

export const sessionCookie = 'batchyard_session';

export type Credential =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'token'; readonly tokenId: string; readonly scope: AccessScope };

export interface Identity extends Caller {
  readonly credential: Credential;
}

export type CredentialSource = Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>;

/** @returns null when there is no credential or it is not valid (any more) */
export async function identify(
  { signIns, accessTokens }: Pick<Persistence, 'signIns' | 'accessTokens'>,
  headers: CredentialSource,
): Promise<Identity | null> {
  if (headers.authorization !== undefined) {
    const token = /^Bearer (\S+)$/i.exec(headers.authorization)?.[1];
    const caller = token === undefined ? null : await accessTokens.find(token);
    if (caller === null) return null;
    const { userId, isAdministrator, tokenId, scope } = caller;
    return { userId, isAdministrator, credential: { kind: 'token', tokenId, scope } };
  }
  const secret = readCookie(headers.cookie, sessionCookie);
  const caller = secret === null ? null : await signIns.findSession(secret);
  if (caller === null) return null;
  const { userId, isAdministrator, sessionId } = caller;
  return { userId, isAdministrator, credential: { kind: 'session', sessionId } };
}

/** In whose name a change is recorded. */
export function actorOf(identity: Identity): Actor & { userId: string } {
  return { userId: identity.userId, source: identity.credential.kind === 'session' ? 'web' : 'api' };
}

/** The value of a cookie in a Cookie header; null when it is absent or empty. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim() || null;
  }
  return null;
}
